// How do bytes come in and go out? The URL of a request that has arrived, whatever its Host header says.

/** Stands for a host that is none; nobody can have this name (RFC 2606). */
const NO_HOST = "http://invalid";

/**
 * The URL of a Request.
 *
 * Deno builds `Request.url` of the Host header as it came, so it may be one that nothing can parse. Such a request is
 * one for the host "invalid".
 */
export function arrivedUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    const path = url.indexOf("/", url.indexOf("//") + 2);
    return new URL(NO_HOST + (path < 0 ? "/" : url.slice(path)));
  }
}
