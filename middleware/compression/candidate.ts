// How does a body become shorter? Which answers may, into which coding, and what their heads say then.
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  getExecuteFlags,
  type IHttpContext,
  type IHttpResponse,
} from "../../mod.ts";
import { favouriteCoding } from "../_shared/codings.ts";
import type { Coding } from "./codings.ts";

/** Requests that are never answered in another coding. */
export interface Refusals {
  readonly noCompressionForHttp10: boolean;
  readonly noCompressionForProxies: boolean;
  readonly noCompressionForRange: boolean;
}

const WEAK = /^W\//;

/** Whether the answer could be compressed, whoever has asked: it has a body, in no coding yet, that may be changed. */
export function isPlain(response: IHttpResponse): boolean {
  const { statusCode } = response.getStatus();
  return statusCode >= 200 && statusCode !== 204 && statusCode !== 206 && statusCode !== 304 &&
    response.getHeader("Content-Encoding") === null &&
    response.getHeader("Content-Range") === null &&
    !/\bno-transform\b/i.test(response.getHeader("Cache-Control") ?? "");
}

/** Whether the answer leaves as it is: that of a child may become a part of its parent's, which is compressed as a whole. */
export function answersClient(context: IHttpContext): boolean {
  const parent = context.getParentContext();
  if (parent === null) return true;
  const flags = getExecuteFlags(context);
  if ((flags & (EXECUTE_FLAG_NO_HEADERS | EXECUTE_FLAG_BUFFER_RESPONSE)) !== 0) return false;
  const response = parent.getResponse();
  const alone = response.getRawHttpResponse().entityChunks.length === 0;
  return alone && !response.hasBodyFilters() && answersClient(parent);
}

/** The coding that the client likes best, and is allowed; null for none. */
export function codingFor(
  context: IHttpContext,
  codings: readonly Coding[],
  refusals: Refusals,
): Coding | null {
  const request = context.getRequest();
  const accepted = request.getHeader("Accept-Encoding");
  if (accepted === null || accepted === "") return null;
  if (refusals.noCompressionForRange && request.getHeader("Range") !== null) return null;
  if (refusals.noCompressionForProxies && request.getHeader("Via") !== null) return null;
  if (refusals.noCompressionForHttp10 && isHttp10(request)) return null;
  return favouriteCoding(accepted, codings) as Coding | null;
}

function isHttp10(request: ReturnType<IHttpContext["getRequest"]>): boolean {
  const { majorVersion, minorVersion } = request.getHttpVersion();
  return majorVersion === 1 && minorVersion === 0;
}

/** Other requests may get the answer in another coding. */
export function tellVary(response: IHttpResponse): void {
  const vary = response.getHeader("Vary") ?? "";
  if (/(^|,)\s*(accept-encoding|\*)\s*(,|$)/i.test(vary)) return;
  response.setHeader("Vary", "Accept-Encoding", false);
}

/** The head of an answer that is being compressed. The tag is weak now: the bytes are others, what they say is not. */
export function tellCoding(
  response: IHttpResponse,
  coding: Coding,
  headers: readonly (readonly [string, string])[],
): void {
  response.setHeader("Content-Encoding", coding, true);
  response.deleteHeader("Content-Length");
  response.deleteHeader("Accept-Ranges");
  const etag = response.getHeader("ETag");
  if (etag !== null && !WEAK.test(etag)) response.setHeader("ETag", `W/${etag}`, true);
  for (const [name, value] of headers) response.setHeader(name, value, true);
}
