// Terms: what do the pages call it?
// This file: ServerSupportFunction, one signature for each request.

import type {
  HCONN,
  PFN_HSE_CACHE_INVALIDATION_CALLBACK,
  PFN_HSE_IO_COMPLETION,
} from "./extension-control-block.ts";
import type * as HSE from "./hse-requests.ts";
import type {
  CERT_CONTEXT_EX,
  HSE_CUSTOM_ERROR_INFO,
  HSE_EXEC_UNICODE_URL_INFO,
  HSE_EXEC_URL_INFO,
  HSE_EXEC_URL_STATUS,
  HSE_RESPONSE_VECTOR,
  HSE_RESULT,
  HSE_SEND_HEADER_EX_INFO,
  HSE_TF_INFO,
  HSE_TRACE_INFO,
  HSE_UNICODE_URL_MAPEX_INFO,
  HSE_URL_MAPEX_INFO,
} from "./hse-structs.ts";
import type { HTTP_TRACE_CONFIGURATION, HTTP_TRACE_EVENT } from "./trace-context.ts";

/**
 * Asks the server for one of HSE_REQ_*. It never waits: sends are queued, and only the callback tells that they have left.
 *
 * `ret` false comes with a Win32 code in `error`: ERROR_INVALID_PARAMETER for what is malformed, or for an asynchronous
 * operation without a callback; ERROR_INVALID_OPERATION while another asynchronous operation is outstanding;
 * ERROR_NOT_ENOUGH_MEMORY for a synchronous send while too much waits for the client; ERROR_INVALID_HANDLE after the end
 * of the request; ERROR_NOT_SUPPORTED for what belongs to Windows.
 */
export interface ServerSupportFunction {
  /** @see ms524477 */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_SEND_URL_REDIRECT_RESP, url: string): HSE_RESULT;
  /** @see ms524477 */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_SEND_URL, url: string): HSE_RESULT;
  /** Either text may be null: "200 OK", no headers. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_SEND_RESPONSE_HEADER,
    status: string | null,
    headers: string | null,
  ): HSE_RESULT;
  /** `status` HSE_STATUS_ERROR ends the request as the same answer of HttpExtensionProc does. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_DONE_WITH_SESSION, status?: number): HSE_RESULT;
  /** A part of the URL's path, decoded, becomes a path in the virtual file system. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_MAP_URL_TO_PATH,
    url: string,
  ): HSE_RESULT & { path: string };
  /** Adds a text to the query field of the log. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_APPEND_LOG_PARAMETER, text: string): HSE_RESULT;
  /** The last one named counts; null names none. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_IO_COMPLETION,
    callback: PFN_HSE_IO_COMPLETION | null,
    context?: unknown,
  ): HSE_RESULT;
  /** @see ms524981 */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_TRANSMIT_FILE, info: HSE_TF_INFO): HSE_RESULT;
  /** False once the connection is to be closed, or when the client asks for that. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_IS_KEEP_CONN,
  ): HSE_RESULT & { keepConn: boolean };
  /** @see ms524596 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_ASYNC_READ_CLIENT,
    buffer: Uint8Array,
    flags: number,
  ): HSE_RESULT;
  /** @see ms524968 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_MAP_URL_TO_PATH_EX,
    url: string,
  ): HSE_RESULT & { info: HSE_URL_MAPEX_INFO };
  /** The client sees that something is missing. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_ABORTIVE_CLOSE): HSE_RESULT;
  /** Fails with ERROR_NOT_FOUND where the runtime tells of none. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_GET_CERT_INFO_EX,
  ): HSE_RESULT & { cert: CERT_CONTEXT_EX };
  /** @see ms526034 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_SEND_RESPONSE_HEADER_EX,
    info: HSE_SEND_HEADER_EX_INFO,
  ): HSE_RESULT;
  /** The transfer breaks off; HSE_REQ_DONE_WITH_SESSION is still to be called. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_CLOSE_CONNECTION): HSE_RESULT;
  /** As far as the runtime tells. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_IS_CONNECTED,
  ): HSE_RESULT & { connected: boolean };
  /** @see ms525683 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_MAP_UNICODE_URL_TO_PATH,
    url: string,
  ): HSE_RESULT & { path: string };
  /** @see ms525973 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX,
    url: string,
  ): HSE_RESULT & { info: HSE_UNICODE_URL_MAPEX_INFO };
  /** @see ms524598 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_EXEC_UNICODE_URL,
    info: HSE_EXEC_UNICODE_URL_INFO,
  ): HSE_RESULT;
  /** @see ms525925 */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_EXEC_URL, info: HSE_EXEC_URL_INFO): HSE_RESULT;
  /** @see ms525519 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_GET_EXEC_URL_STATUS,
  ): HSE_RESULT & { status: HSE_EXEC_URL_STATUS };
  /** @see ms525792 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_SEND_CUSTOM_ERROR,
    info: HSE_CUSTOM_ERROR_INFO,
  ): HSE_RESULT;
  /** Always HSE_APP_FLAG_IN_PROCESS. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_IS_IN_PROCESS,
  ): HSE_RESULT & { appFlag: number };
  /** Reaches the host as `reportUnhealthy` of IHttpServer does. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_REPORT_UNHEALTHY,
    reason: string | null,
  ): HSE_RESULT;
  /** Decoded once, dots resolved, slashes in one direction; a query string stays. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_NORMALIZE_URL,
    url: string,
  ): HSE_RESULT & { url: string };
  /** @see ms525867 */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_VECTOR_SEND,
    vector: HSE_RESPONSE_VECTOR,
  ): HSE_RESULT;
  /** The callback answers with an HRESULT. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK,
  ): HSE_RESULT & { callback: PFN_HSE_CACHE_INVALIDATION_CALLBACK };
  /** Whether anybody listens, and the activity's GUID. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_GET_TRACE_INFO,
  ): HSE_RESULT & { info: HSE_TRACE_INFO };
  /** True sends each write at once, false buffers again. What is buffered leaves with the next send. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_SET_FLUSH_FLAG, flush: boolean): HSE_RESULT;
  /** A copy of the configuration, filled in. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_GET_TRACE_INFO_EX,
    config: HTTP_TRACE_CONFIGURATION,
  ): HSE_RESULT & { config: HTTP_TRACE_CONFIGURATION };
  /** Raises the event in the trace context of the request. */
  (
    conn: HCONN,
    hseRequest: typeof HSE.HSE_REQ_RAISE_TRACE_EVENT,
    event: HTTP_TRACE_EVENT,
  ): HSE_RESULT;
  /** Fails with ERROR_NOT_FOUND when nothing is outstanding. */
  (conn: HCONN, hseRequest: typeof HSE.HSE_REQ_CANCEL_IO): HSE_RESULT;
  /** Any other number fails. */
  (conn: HCONN, hseRequest: number, ...args: unknown[]): HSE_RESULT;
}
