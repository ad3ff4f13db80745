// Which answers are kept for the next request? The keys: a URL, and what tells its versions apart.
import type { IHttpContext } from "../../mod.ts";
import type { Variation, VersionedRecord } from "./stores.ts";

/** The two keys of a URL: answers that state their freshness know all of it, those of a profile not its query. */
export interface UrlKeys {
  readonly url: string;
  readonly whole: string;
  readonly path: string;
  readonly pathname: string;
  readonly search: string;
}

/** Reads a URL as it stands in a request. */
export function keysOf(url: string): UrlKeys {
  const mark = url.indexOf("?");
  const base = mark < 0 ? url : url.slice(0, mark);
  const slash = base.indexOf("/", base.indexOf("//") + 2);
  return {
    url,
    whole: `url ${url}`,
    path: `path ${base.toLowerCase()}`,
    pathname: slash < 0 ? "/" : base.slice(slash),
    search: mark < 0 ? "" : url.slice(mark),
  };
}

/** Whether there is nothing to tell apart. */
export function isPlain({ headers, query, value }: Variation): boolean {
  return headers.length === 0 && (query === null || query.length === 0) && !value;
}

/** Whether two say the same. */
export function isSame(a: Variation, b: Variation): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The key of the version that a request asks for. */
export function versionOf(
  context: IHttpContext,
  primary: string,
  { variation, stamp }: VersionedRecord,
  search: string,
): string {
  const request = context.getRequest();
  const parts = [primary, stamp];
  for (const name of variation.headers) {
    parts.push(`${name}=${plain(name, request.getHeader(name))}`);
  }
  for (const part of queryParts(variation.query, search)) parts.push(part);
  if (variation.value) parts.push(context.getResponse().getCachePolicy().getVaryByValue() ?? "");
  return parts.join("\n");
}

/** Names of parameters keep their case; one that is absent is another version than one that is empty. */
function queryParts(names: readonly string[] | null, search: string): string[] {
  if (names === null || names.length === 0) return [];
  if (names.includes("*")) return [search];
  const query = new URLSearchParams(search);
  return names.map((name) => {
    const values = query.getAll(name);
    return values.length === 0 ? `${name}!` : `${name}=${JSON.stringify(values)}`;
  });
}

/** Lists of words whose case means nothing. */
const CASELESS = new Set(["accept-charset", "accept-encoding", "accept-language"]);

/** Spaces around commas mean nothing. */
function plain(name: string, value: string | null): string {
  if (value === null) return "!";
  const list = value.split(",").map((one) => one.trim()).join(",");
  return JSON.stringify(CASELESS.has(name) ? list.toLowerCase() : list);
}
