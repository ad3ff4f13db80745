// Where has it gone? HttpRedirectionModule: redirections by configuration, over the section httpRedirect.
/**
 * Sends clients elsewhere: everything below a path, or what wildcards take.
 *
 * @example A folder that has moved
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { httpRedirection } from "@sluice/sluice/http-redirection";
 *
 * const server = createWebServer({
 *   modules: httpRedirection({
 *     enabled: true,
 *     path: "/old",
 *     destination: "https://example.com/new",
 *     httpResponseStatus: "Permanent",
 *   }),
 * });
 * const answer = await server.fetch(new Request("http://localhost/old/page?x=1"));
 * console.log(answer.status, answer.headers.get("Location")); // 301 https://example.com/new/page?x=1
 * ```
 *
 * @module
 */
import {
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { collected } from "../_shared/collection.ts";
import {
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  section,
  text,
  word,
} from "../_shared/options.ts";
import { Place } from "../_shared/place.ts";
import { Destination, type Redirected } from "./destination.ts";
import { Wildcard } from "./wildcard.ts";

/** One wildcard of the section. */
export interface WildcardRedirect {
  /** The path below `path`, with `*` for any number of characters; case is ignored. */
  readonly wildcard: string;
  /** Where it leads; `$0` to `$9` are what the stars have taken. */
  readonly destination: string;
}

/** The section httpRedirect. */
export interface HttpRedirect {
  /** Whether anybody is redirected; false by default. */
  readonly enabled?: boolean;
  /**
   * Where to: a URL, or a path of this site. `$S` is the path of the request below `path`, `$V` its whole path, `$P` the
   * query, `$Q` the query with its question mark. "!" redirects nobody.
   */
  readonly destination?: string;
  /** Whether the destination is all there is; by default the rest of the path and the query are appended. */
  readonly exactDestination?: boolean;
  /** Whether only what lies in the folder itself is redirected, and nothing in folders below it; false by default. */
  readonly childOnly?: boolean;
  /** Found (302), Permanent (301), Temporary (307) or PermRedirect (308); "Found" by default. */
  readonly httpResponseStatus?: "Found" | "Permanent" | "Temporary" | "PermRedirect";
  /** Wildcards, of which the first that takes the path counts. They are asked where there is no `destination`. */
  readonly add?: readonly WildcardRedirect[];
  /** Takes wildcards out again that stand in `add`. */
  readonly remove?: readonly Pick<WildcardRedirect, "wildcard">[];
  /** Means nothing: no wildcards are inherited. */
  readonly clear?: boolean;
  /** The folder that the section is for, "/" by default. Ours: it stands where IIS knows in which folder it found it. */
  readonly path?: string;
}

const WHO = "httpRedirection (HttpRedirectionModule)";
const STATUSES = {
  Found: [302, "Redirect"],
  Permanent: [301, "Moved Permanently"],
  Temporary: [307, "Redirect"],
  PermRedirect: [308, "Permanent Redirect"],
} as const;

const WILDCARD = section<WildcardRedirect>({ wildcard: filled, destination: filled }, [
  "wildcard",
  "destination",
]);
const REMOVED = section<Pick<WildcardRedirect, "wildcard">>({ wildcard: filled }, ["wildcard"]);
const keyOf = ({ wildcard }: Pick<WildcardRedirect, "wildcard">): string => String(wildcard);

/**
 * Redirects requests in RQ_MAP_REQUEST_HANDLER. What would lead to itself, or on and on into its own destination, is
 * left alone.
 *
 * @param options The section httpRedirect.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function httpRedirection(options?: HttpRedirect): ModuleDefinition {
  const told = readOptions<HttpRedirect>(WHO, options, {
    enabled: flag,
    destination: text,
    exactDestination: flag,
    childOnly: flag,
    httpResponseStatus: word("Found", "Permanent", "Temporary", "PermRedirect"),
    add: listOf(WILDCARD, keyOf),
    remove: listOf(REMOVED, keyOf),
    clear: flag,
    path: fitting(
      (value) => typeof value === "string" && /^\/[^?#*]*$/.test(value),
      'a path such as "/old"',
    ),
  });
  const redirect = rulesOf(told);
  const [status, reason] = STATUSES[told.httpResponseStatus ?? "Found"];
  return defineModule({
    name: "HttpRedirectionModule",
    onMapRequestHandler(context) {
      const target = redirect === null ? null : redirect(requested(context));
      if (target === null) return RQ_NOTIFICATION_CONTINUE;
      const response = context.getResponse();
      response.setStatus(status, reason);
      response.redirect(target, false);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
}

/** What the section makes of a request: an absolute URL, or null; null itself where nothing is ever redirected. */
function rulesOf(told: HttpRedirect): ((from: Redirected) => string | null) | null {
  const { enabled, destination = "", childOnly = false } = told;
  const wildcards = collected<WildcardRedirect, "wildcard">(
    told.add ?? [],
    { remove: told.remove },
    "wildcard",
    "adds",
  ).map((one) => ({ pattern: new Wildcard(one.wildcard), to: toward(one.destination, told) }));
  if (destination === "" && wildcards.length === 0 && enabled === true) {
    throw new Place(WHO, "destination").error("is missing", "a URL or path, or wildcards in add");
  }
  if (enabled === undefined && destination + wildcards.length !== "0") {
    console.warn(`${WHO}: option "enabled" is not set, and false by default: nobody is redirected`);
  }
  if (enabled !== true || destination === "!") return null;
  const base = baseOf(told.path);
  const whole = destination === "" ? null : toward(destination, told);
  return (from) => {
    const suffix = suffixOf(from.url.pathname, base);
    if (suffix === null || (childOnly && suffix.indexOf("/", 1) >= 0)) return null;
    if (whole !== null) return whole.from({ ...from, suffix });
    for (const { pattern, to } of wildcards) {
      const taken = pattern.take(suffix);
      if (taken !== null) return to?.from({ ...from, suffix, taken }) ?? null;
    }
    return null;
  };
}

function toward(destination: string, { exactDestination = false, path }: HttpRedirect) {
  return destination === "!" ? null : new Destination(destination, exactDestination, baseOf(path));
}

/** The folder of the section, without a slash at its end. */
function baseOf(path = "/"): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** The part of a path below a folder, with its slash; null if it lies elsewhere. Case is ignored, as in Windows. */
function suffixOf(path: string, base: string): string | null {
  if (path.slice(0, base.length).toLowerCase() !== base.toLowerCase()) return null;
  const suffix = path.slice(base.length);
  return suffix === "" || suffix.startsWith("/") ? suffix : null;
}

function requested(context: IHttpContext): Redirected {
  const { cookedUrl } = context.getRequest().getRawHttpRequest();
  return { url: new URL(cookedUrl.fullUrl), suffix: "", taken: [] };
}
