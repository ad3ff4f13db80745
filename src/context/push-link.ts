// What does a module hold in its hand? A resource that a client will need, named in a header: no runtime can push it.
import {
  E_INVALIDARG,
  ERROR_NOT_SUPPORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
} from "../terms/hresult.ts";

/** What the page will use a resource for, by the ending of its name; a preload without it is ignored. */
const USES: Readonly<Record<string, string>> = {
  css: "style",
  js: "script",
  mjs: "script",
  woff: "font",
  woff2: "font",
  ttf: "font",
  avif: "image",
  gif: "image",
  ico: "image",
  jpeg: "image",
  jpg: "image",
  png: "image",
  svg: "image",
  webp: "image",
};

/** Fetched by pages without credentials. */
const ANONYMOUS: ReadonlySet<string> = new Set(["font", "fetch"]);

/** The value of a Link header that names a resource, or why it cannot be named. */
export function pushLink(
  verb: string,
  path: string,
  query: string | null,
  headerNames: string[] | null,
  headerValues: string[] | null,
): string | HRESULT {
  const search = query === null || query === "" ? "" : query.startsWith("?") ? query : `?${query}`;
  const address = path + search;
  const paired = headerNames?.length === headerValues?.length;
  if (!paired || !/^\/[\x21-\x3b\x3d\x3f-\x7e]*$/.test(address)) {
    return E_INVALIDARG;
  }
  if (verb !== "GET") return HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase() ?? "";
  const use = USES[ending] ?? "fetch";
  return `<${address}>; rel=preload; as=${use}${ANONYMOUS.has(use) ? "; crossorigin" : ""}`;
}
