// Whose pages may read an answer? The section, and what may be written in it.
import {
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  type Rule,
  section,
  whole,
} from "../_shared/options.ts";
import { type AttributedNames, type Names, names } from "../_shared/names.ts";
import { ANY, isPattern } from "./origins.ts";

/** What the list of headers that a page may send has besides them. */
export interface AllowHeaders {
  /** Whether it may send all that it asks for; false where nothing is said. */
  readonly allowAllRequestedHeaders?: boolean;
}

/** What pages of one origin may do. */
export interface CorsOrigin {
  /** `https://www.example.com`, `https://*.example.com`, `http://*`, or `*` for all. The nearest one counts. */
  readonly origin: string;
  /** Whether they may at all; true where nothing is said. */
  readonly allowed?: boolean;
  /** Whether cookies and credentials are sent; false where nothing is said. Not for "*". */
  readonly allowCredentials?: boolean;
  /** Seconds for which the answer to a preflight counts; -1, where nothing is said, leaves that to the client. */
  readonly maxAge?: number;
  /** Headers that they may send. */
  readonly allowHeaders?: AttributedNames<"header", AllowHeaders>;
  /** Methods that they may use, in their case, besides GET, HEAD and POST, which need no permission. */
  readonly allowMethods?: Names<"method">;
  /** Headers of the answer that they may read, besides the few that need no permission. */
  readonly exposeHeaders?: Names<"header">;
}

/** Options of the section `cors`. */
export interface CorsOptions {
  /** Whether the module does anything; true where nothing is said. */
  readonly enabled?: boolean;
  /** Whether requests of origins that may not are answered with 403; false where nothing is said. */
  readonly failUnlistedOrigins?: boolean;
  /** The origins. */
  readonly add?: readonly CorsOrigin[];
}

const token = fitting<string>(
  (value) => typeof value === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(value),
  "a name without spaces and commas",
);

const fields = section<CorsOrigin>({
  origin: filled,
  allowed: flag,
  allowCredentials: flag,
  maxAge: whole(-1),
  allowHeaders: names<"header", AllowHeaders>("header", { allowAllRequestedHeaders: flag }, token),
  allowMethods: names("method", undefined, token),
  exposeHeaders: names("header", undefined, token),
}, ["origin"]);

const origin: Rule<CorsOrigin> = (value, place) => {
  fields(value, place);
  if (!isPattern(value.origin)) {
    throw place.at("origin").wrong(
      value.origin,
      'an origin such as "https://www.example.com", "https://*.example.com", "http://*" or "*"',
    );
  }
  // No client takes "*" with credentials, and to name each origin in its place would let every page read everything.
  if (value.origin === ANY && value.allowCredentials === true) {
    throw place.at("allowCredentials").error('is true for the origin "*"', "an origin by name");
  }
};

/** Checks the options. */
export function readCors(who: string, options: CorsOptions | undefined): CorsOptions {
  return readOptions<CorsOptions>(who, options, {
    enabled: flag,
    failUnlistedOrigins: flag,
    add: listOf(origin, (one) => one.origin),
  });
}
