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
import { ANY, isPattern } from "./origins.ts";

/** Names of headers that a page may send. */
export interface AllowHeaders {
  /** Whether it may send all that it asks for; false where nothing is said. */
  readonly allowAllRequestedHeaders?: boolean;
  /** Or these. */
  readonly add?: readonly { readonly header: string }[];
}

/** Methods that a page may use, besides GET, HEAD and POST, which need no permission. */
export interface AllowMethods {
  /** The methods, in their case. */
  readonly add?: readonly { readonly method: string }[];
}

/** Headers of the answer that a page may read, besides the few that need no permission. */
export interface ExposeHeaders {
  /** The headers. */
  readonly add?: readonly { readonly header: string }[];
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
  readonly allowHeaders?: AllowHeaders;
  /** Methods that they may use. */
  readonly allowMethods?: AllowMethods;
  /** Headers that they may read. */
  readonly exposeHeaders?: ExposeHeaders;
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
const headers = listOf(
  section<{ header: string }>({ header: token }, ["header"]),
  ({ header }) => header,
);
const methods = listOf(
  section<{ method: string }>({ method: token }, ["method"]),
  ({ method }) => method,
);

const fields = section<CorsOrigin>({
  origin: filled,
  allowed: flag,
  allowCredentials: flag,
  maxAge: whole(-1),
  allowHeaders: section<AllowHeaders>({ allowAllRequestedHeaders: flag, add: headers }),
  allowMethods: section<AllowMethods>({ add: methods }),
  exposeHeaders: section<ExposeHeaders>({ add: headers }),
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
