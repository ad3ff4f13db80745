// Who builds the house and lets a request in? The Request of a clone: as much of its parent's as the flags say.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_NO_DAV,
  CLONE_FLAG_NO_PRECONDITION,
} from "../terms/flags.ts";
import type { HttpRequest } from "../context/http-request.ts";
import { UNKNOWN_REMAINING } from "../wire/entity-reader.ts";
import { IMPOSSIBLE } from "./outgoing-request.ts";

/** Headers of WebDAV, in lower case. */
const DAV: ReadonlySet<string> = new Set([
  "dav",
  "depth",
  "destination",
  "if",
  "lock-token",
  "overwrite",
  "timeout",
  "translate",
]);

/** Headers that say how long a body is: they go with it. */
const OF_LENGTH: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

type Init = RequestInit & { duplex?: "half" };

/**
 * Makes the Request of a clone.
 *
 * Without CLONE_FLAG_BASICS it is a GET for the root of the site. With CLONE_FLAG_ENTITY both read what is still unread
 * of the body; whoever lags behind by more than `limit` bytes loses it.
 *
 * @see ihttpcontext-clonecontext-method
 */
export function cloneRequest(
  parent: HttpRequest,
  flags: number,
  limit: number,
  signal: AbortSignal,
): Request {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const url = has(CLONE_FLAG_BASICS) ? parent.url.href : new URL("/", parent.url.href).href;
  const { remaining } = parent.entity;
  const body = has(CLONE_FLAG_ENTITY) ? parent.entity.split(limit) : null;
  const headers = has(CLONE_FLAG_HEADERS) ? headersOf(parent, has) : new Headers();
  const init: Init = { method: methodOf(parent, has(CLONE_FLAG_BASICS), body), headers, signal };
  if (body !== null) {
    Object.assign(init, { body, duplex: "half" });
    if (remaining !== UNKNOWN_REMAINING) headers.set("Content-Length", String(remaining));
  }
  return new Request(url, init);
}

/** A body needs a method that may have one, whatever the flags say of the method. */
function methodOf(parent: HttpRequest, basics: boolean, body: object | null): string {
  const plain = body === null ? "GET" : "POST";
  const bodyless = /^(GET|HEAD)$/i.test(parent.method);
  // A clone has such a method for its modules, and what stands behind them.
  if (IMPOSSIBLE.test(parent.method) || (body !== null && bodyless)) return plain;
  return basics ? parent.method : plain;
}

function headersOf(parent: HttpRequest, has: (flag: number) => boolean): Headers {
  const headers = new Headers();
  parent.headers.copyTo(headers);
  for (const name of [...headers.keys()]) {
    const conditional = name === "range" || name.startsWith("if-");
    const drops = OF_LENGTH.has(name) || (conditional && has(CLONE_FLAG_NO_PRECONDITION)) ||
      (DAV.has(name) && has(CLONE_FLAG_NO_DAV));
    if (drops) headers.delete(name);
  }
  return headers;
}
