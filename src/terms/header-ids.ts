// Terms: what do the pages call it?
// This file: the type of header numbers, and the two tables from number to name.

export * from "./header-id-constants.ts";

/**
 * The number of a known header, 0 to 40 on a request, 0 to 29 on a response.
 *
 * Numbers from 20 on mean other headers on a request than on a response.
 */
export type HTTP_HEADER_ID = number;

/** The first number that is no header, on either side. */
export const HttpHeaderMaximum = 41 as const;

/** The first number that is no request header. */
export const HttpHeaderRequestMaximum = 41 as const;

/** The first number that is no response header. */
export const HttpHeaderResponseMaximum = 30 as const;

/** The names of the known request headers, at the index of their number. */
export const REQUEST_HEADER_NAMES: readonly string[] = Object.freeze([
  "Cache-Control",
  "Connection",
  "Date",
  "Keep-Alive",
  "Pragma",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "Warning",
  "Allow",
  "Content-Length",
  "Content-Type",
  "Content-Encoding",
  "Content-Language",
  "Content-Location",
  "Content-MD5",
  "Content-Range",
  "Expires",
  "Last-Modified",
  "Accept",
  "Accept-Charset",
  "Accept-Encoding",
  "Accept-Language",
  "Authorization",
  "Cookie",
  "Expect",
  "From",
  "Host",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "If-Unmodified-Since",
  "Max-Forwards",
  "Proxy-Authorization",
  "Referer",
  "Range",
  "TE",
  "Translate",
  "User-Agent",
]);

/** The names of the known response headers, at the index of their number. */
export const RESPONSE_HEADER_NAMES: readonly string[] = Object.freeze([
  "Cache-Control",
  "Connection",
  "Date",
  "Keep-Alive",
  "Pragma",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "Warning",
  "Allow",
  "Content-Length",
  "Content-Type",
  "Content-Encoding",
  "Content-Language",
  "Content-Location",
  "Content-MD5",
  "Content-Range",
  "Expires",
  "Last-Modified",
  "Accept-Ranges",
  "Age",
  "ETag",
  "Location",
  "Proxy-Authenticate",
  "Retry-After",
  "Server",
  "Set-Cookie",
  "Vary",
  "WWW-Authenticate",
]);
