// How does an old extension feel at home? Where a URL leads, and how it is written plainly.
import { ERROR_INVALID_DATA, ERROR_INVALID_PARAMETER, FAILED } from "../terms/hresult.ts";
import { HSE_URL_FLAGS_READ, HSE_URL_FLAGS_SCRIPT } from "../terms/hse-flags.ts";
import type { HSE_URL_MAPEX_INFO } from "../terms/hse-structs.ts";
import { done, failed, resultOf, win32Of } from "./hse-result.ts";
import type { Support } from "./support.ts";

/** HSE_REQ_MAP_URL_TO_PATH */
export const mapUrl: Support = ({ context }, url) => {
  if (typeof url !== "string") return failed(ERROR_INVALID_PARAMETER);
  const { hr, physicalPath } = context.mapPath(url);
  return Object.assign(resultOf(win32Of(hr)), { path: physicalPath });
};

/** HSE_REQ_MAP_URL_TO_PATH_EX */
export const mapUrlEx: Support = ({ context }, url) => {
  if (typeof url !== "string") return failed(ERROR_INVALID_PARAMETER);
  const { hr, physicalPath: path } = context.mapPath(url);
  const flags = FAILED(hr) ? 0 : HSE_URL_FLAGS_READ | HSE_URL_FLAGS_SCRIPT;
  const info: HSE_URL_MAPEX_INFO = {
    path,
    flags,
    matchingPath: path.length,
    matchingURL: url.length,
  };
  return Object.assign(resultOf(win32Of(hr)), { info });
};

/** HSE_REQ_NORMALIZE_URL */
export const normalize: Support = (_session, url) => {
  if (typeof url !== "string") return failed(ERROR_INVALID_PARAMETER);
  const plain = normalizeUrl(url);
  return plain === null ? failed(ERROR_INVALID_DATA) : Object.assign(done(), { url: plain });
};

/**
 * A URL in plain text: decoded once, its slashes turned the same way and single, its dots resolved, what is in front of
 * the path cut off. A query string stays as it is. Null for what cannot be decoded, has a NUL, or leads above the root.
 */
export function normalizeUrl(url: string): string | null {
  const query = url.search(/[?#]/);
  const [path, rest] = query < 0 ? [url, ""] : [url.slice(0, query), url.slice(query)];
  const plain = decoded(path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/\\]*/i, ""));
  if (plain === null || plain.includes("\0")) return null;
  const segments: string[] = [];
  const parts = plain.replaceAll("\\", "/").split("/");
  for (const part of parts) {
    if (part === "..") {
      if (segments.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") segments.push(part);
  }
  const folder = /^(|\.|\.\.)$/.test(parts.at(-1)!) && segments.length > 0;
  return `/${segments.join("/")}${folder ? "/" : ""}${rest}`;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
