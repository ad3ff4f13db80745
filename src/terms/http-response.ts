// Terms: what do the pages call it?
// This file: the response as modules build and send it.

import type { IHttpCachePolicy } from "./cache-policy.ts";
import type { HTTP_DATA_CHUNK } from "./data-chunk.ts";
import type { HTTP_HEADER_ID } from "./header-ids.ts";
import type { HeaderSnapshot } from "./header-snapshot.ts";
import type { HRESULT } from "./hresult.ts";
import type { Io } from "./io.ts";
import type { HTTP_RESPONSE } from "./raw-response.ts";

export type * from "./http-response-versions.ts";
export type * from "./raw-response.ts";
export type * from "./body-filter.ts";

/** What a flush gives. */
export interface FlushResult {
  /** How it went; ERROR_CONNECTION_INVALID when the client has left or the response is complete. */
  hr: HRESULT;
  /** How many bytes of the body were sent; 0 while a completion is expected. */
  bytesSent: number;
  /** Whether `onAsyncCompletion` follows, so that the handler has to answer PENDING. */
  completionExpected: boolean;
}

/** What a write gives; a buffered write counts as sent and needs no completion. */
export type WriteEntityChunksResult = FlushResult;

/**
 * The response as modules build and send it. It is buffered until a flush, a full buffer or the
 * end.
 * @see ihttpresponse-interface
 */
export interface IHttpResponse {
  /**
   * The response in the shape of its C struct, as a live view that can be written.
   * @see ihttpresponse-getrawhttpresponse-method
   */
  getRawHttpResponse(): HTTP_RESPONSE;
  /**
   * Whether and how the response may be cached.
   * @see ihttpresponse-getcachepolicy-method
   */
  getCachePolicy(): IHttpCachePolicy;
  /**
   * Sets status, reason and sub-status. `trySkipCustomErrors` keeps the module's own body for an
   * error. Fails with ERROR_INVALID_DATA for a reason beyond 65535 characters. No effect once the
   * head has left.
   * @see ihttpresponse-setstatus-method
   */
  setStatus(
    statusCode: number,
    reason: string,
    subStatus?: number,
    errorToReport?: HRESULT,
    exception?: unknown,
    trySkipCustomErrors?: boolean,
  ): HRESULT;
  /**
   * Sets a header; `replace` false appends, and Set-Cookie stays apart. Fails with
   * ERROR_INVALID_PARAMETER if the value has CR or LF. No effect once the head has left.
   * @see ihttpresponse-setheader-method
   */
  setHeader(header: string | HTTP_HEADER_ID, headerValue: string, replace: boolean): HRESULT;
  /**
   * Removes a header; succeeds when there is none.
   * @see ihttpresponse-deleteheader-method
   */
  deleteHeader(header: string | HTTP_HEADER_ID): HRESULT;
  /**
   * The value of a header by name or number; null when there is none.
   * @see ihttpresponse-getheader-method
   */
  getHeader(header: string | HTTP_HEADER_ID): string | null;
  /**
   * Drops status, headers and the buffered body; what has left stays.
   * @see ihttpresponse-clear-method
   */
  clear(): void;
  /**
   * Drops the headers.
   * @see ihttpresponse-clearheaders-method
   */
  clearHeaders(): void;
  /**
   * Completes the response and then closes the connection. Advisory where the runtime keeps the
   * socket; `capabilities()` tells.
   * @see ihttpresponse-setneeddisconnect-method
   */
  setNeedDisconnect(): void;
  /**
   * Breaks the transfer off at once. Later writes succeed and reach nobody; the pipeline goes on.
   * @see ihttpresponse-resetconnection-method
   */
  resetConnection(): void;
  /**
   * Keeps the response out of caches in front of the pipeline. `reason` is a number for the trace.
   * @see ihttpresponse-disablekernelcache-method
   */
  disableKernelCache(reason?: number): void;
  /**
   * Whether a cache in front of the pipeline may keep the response.
   * @see ihttpresponse-getkernelcacheenabled-method
   */
  getKernelCacheEnabled(): boolean;
  /**
   * Sends no head of its own: a head written by hand at the start of the body becomes the head.
   * @see ihttpresponse-suppressheaders-method
   */
  suppressHeaders(): void;
  /**
   * Whether the head is suppressed.
   * @see ihttpresponse-getheaderssuppressed-method
   */
  getHeadersSuppressed(): boolean;
  /**
   * Sends the head, if it has not left, and what is buffered; raises RQ_SEND_RESPONSE. `moreData`
   * false ends the response, not the pipeline. Fails with ERROR_CONNECTION_INVALID when the client
   * has left, with ERROR_INVALID_FUNCTION inside a send.
   * @see ihttpresponse-flush-method
   */
  flush<A extends boolean>(async: A, moreData: boolean): Io<A, FlushResult>;
  /**
   * Sets Location, made absolute, drops the buffered body and sets status 302 unless
   * `resetStatusCode` is false. `includeParameters` appends the query string. Nothing is flushed.
   * @see ihttpresponse-redirect-method
   */
  redirect(url: string, resetStatusCode?: boolean, includeParameters?: boolean): HRESULT;
  /**
   * Puts a chunk into the buffer without a copy: position 0 is in front, -1 behind all. The bytes
   * must stay as they are until the end.
   * @see ihttpresponse-writeentitychunkbyreference-method
   */
  writeEntityChunkByReference(dataChunk: HTTP_DATA_CHUNK, insertPosition?: number): HRESULT;
  /**
   * Adds chunks to the response. Buffered chunks are copied; without buffering they are sent. Fails
   * with ERROR_ARITHMETIC_OVERFLOW beyond HTTP_DATA_CHUNK_LIMIT, with ERROR_INVALID_PARAMETER for
   * null.
   * @see ihttpresponse-writeentitychunks-method
   */
  writeEntityChunks<A extends boolean>(
    dataChunks: HTTP_DATA_CHUNK[],
    async: A,
    moreData: boolean,
  ): Io<A, WriteEntityChunksResult>;
  /**
   * Turns buffering off for the rest of the request. What is buffered leaves in front of the next
   * write.
   * @see ihttpresponse-disablebuffering-method
   */
  disableBuffering(): void;
  /**
   * Status, sub-status and reason; for an error also the result, and the module and notification
   * that set it.
   * @see ihttpresponse-getstatus-method
   */
  getStatus(): {
    statusCode: number;
    subStatus: number;
    reason: string;
    errorToReport: HRESULT;
    module: string | null;
    notification: number;
    exception: unknown;
    trySkipCustomErrors: boolean;
  };
  /**
   * Sets a text for detailed error pages, encoded for HTML unless told otherwise.
   * @see ihttpresponse-seterrordescription-method
   */
  setErrorDescription(description: string, htmlEncode?: boolean): HRESULT;
  /**
   * The text for detailed error pages, or null.
   * @see ihttpresponse-geterrordescription-method
   */
  getErrorDescription(): string | null;
  /**
   * Compares the headers with an earlier copy. Meant for hosts of other pipelines.
   * @see ihttpresponse-getheaderchanges-method
   */
  getHeaderChanges(
    oldChangeNumber: number,
    snapshot: HeaderSnapshot,
  ): {
    hr: HRESULT;
    newChangeNumber: number;
    snapshot: HeaderSnapshot;
    diffedKnownHeaderIndices: number[];
    diffedUnknownHeaderIndices: number[];
  };
  /**
   * The same as `resetConnection`.
   * @see ihttpresponse-closeconnection-method
   */
  closeConnection(): void;
}
