// Terms: what do the pages call it?
// This file: what later versions added to the response.

import type { BodyFilter } from "./body-filter.ts";
import type { PFN_ASYNC_COMPLETION } from "./completion-info.ts";
import type { HTTP_DATA_CHUNK } from "./data-chunk.ts";
import type { HRESULT } from "./hresult.ts";
import type { FlushResult, IHttpResponse, WriteEntityChunksResult } from "./http-response.ts";
import type { Io } from "./io.ts";

/**
 * The response of IIS 8.
 * @see ihttpresponse2-interface
 */
export interface IHttpResponse2 extends IHttpResponse {
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
   * The same, with a routine to be called in place of `onAsyncCompletion`.
   * @see ihttpresponse2-writeentitychunks-method
   */
  writeEntityChunks<A extends boolean>(
    dataChunks: HTTP_DATA_CHUNK[],
    async: A,
    moreData: boolean,
    completionCallback: PFN_ASYNC_COMPLETION,
    completionContext: unknown,
  ): Io<A, WriteEntityChunksResult>;
  /**
   * Sends the head, if it has not left, and what is buffered; raises RQ_SEND_RESPONSE. `moreData`
   * false ends the response, not the pipeline. Fails with ERROR_CONNECTION_INVALID when the client
   * has left, with ERROR_INVALID_FUNCTION inside a send.
   * @see ihttpresponse-flush-method
   */
  flush<A extends boolean>(async: A, moreData: boolean): Io<A, FlushResult>;
  /**
   * The same, with a routine to be called in place of `onAsyncCompletion`.
   * @see ihttpresponse2-flush-method
   */
  flush<A extends boolean>(
    async: A,
    moreData: boolean,
    completionCallback: PFN_ASYNC_COMPLETION,
    completionContext: unknown,
  ): Io<A, FlushResult>;
}

/** The response of IIS 10. */
export interface IHttpResponse3 extends IHttpResponse2 {
  /**
   * Names another resource that the client will need, in a Link header with rel=preload: the client
   * decides. `query` goes with or without its question mark; the headers are not used.
   *
   * Fails with ERROR_NOT_SUPPORTED for a verb other than GET and once the head has left, with
   * ERROR_INVALID_PARAMETER for a path that does not begin with a slash.
   */
  pushPromise(
    verb: string,
    path: string,
    query: string | null,
    headerNames: string[] | null,
    headerValues: string[] | null,
  ): HRESULT;
}

/** The latest version of the response, the one that the context gives. */
export interface IHttpResponse4 extends IHttpResponse3 {
  /** Removes a trailer; succeeds when there is none. */
  deleteTrailer(headerName: string): HRESULT;
  /** The value of a trailer; null when there is none. */
  getTrailer(headerName: string): string | null;
  /**
   * Breaks off this response alone. The error code of HTTP/2 arrives where the runtime takes one;
   * `capabilities()` tells as `streamReset`.
   */
  resetStream(errorCode: number): void;
  /**
   * Asks the client for a new connection, once this response is complete: GOAWAY in HTTP/2 on Node,
   * else what SetNeedDisconnect does; `capabilities()` tells as `goAway`.
   */
  setNeedGoAway(): void;
  /**
   * Sets a trailer; `replace` false appends. In HTTP/1.1 a body with trailers goes in chunks, so set
   * the first one before the head leaves. Sent where the runtime has trailers; `capabilities()`
   * tells. Fails with ERROR_INVALID_PARAMETER for a field that has no place behind a body, such as
   * Content-Length.
   */
  setTrailer(headerName: string, headerValue: string, replace: boolean): HRESULT;
  /** Puts a filter over the body that leaves, streamed or not. Ours, because no page has one. */
  addBodyFilter(filter: BodyFilter): HRESULT;
  /** Whether there are such filters: what is in the buffer is then not what will leave. Ours. */
  hasBodyFilters(): boolean;
}
