// How does an old extension feel at home? ServerSupportFunction: which request is answered by what.
import { ERROR_INVALID_PARAMETER, ERROR_NOT_SUPPORTED } from "../terms/hresult.ts";
import type { HSE_RESULT } from "../terms/hse-structs.ts";
import * as HSE from "../terms/hse-requests.ts";
import { failed } from "./hse-result.ts";
import type { Support, SupportedSession } from "./support.ts";
import * as facts from "./support-facts.ts";
import * as operations from "./support-operations.ts";
import * as paths from "./support-paths.ts";
import * as sends from "./support-sends.ts";

const windowsOnly: Support = () => failed(ERROR_NOT_SUPPORTED);

const SUPPORT: ReadonlyMap<number, Support> = new Map<number, Support>([
  [HSE.HSE_REQ_SEND_URL_REDIRECT_RESP, sends.redirect],
  [HSE.HSE_REQ_SEND_URL, operations.sendUrl],
  [HSE.HSE_REQ_SEND_RESPONSE_HEADER, sends.sendHeader],
  [HSE.HSE_REQ_DONE_WITH_SESSION, operations.doneWithSession],
  [HSE.HSE_REQ_MAP_URL_TO_PATH, paths.mapUrl],
  [HSE.HSE_REQ_GET_SSPI_INFO, windowsOnly],
  [HSE.HSE_APPEND_LOG_PARAMETER, facts.appendLog],
  [HSE.HSE_REQ_IO_COMPLETION, operations.ioCompletion],
  [HSE.HSE_REQ_TRANSMIT_FILE, sends.transmitFile],
  [HSE.HSE_REQ_REFRESH_ISAPI_ACL, windowsOnly],
  [HSE.HSE_REQ_IS_KEEP_CONN, facts.isKeepConn],
  [HSE.HSE_REQ_ASYNC_READ_CLIENT, operations.asyncReadClient],
  [HSE.HSE_REQ_GET_IMPERSONATION_TOKEN, windowsOnly],
  [HSE.HSE_REQ_MAP_URL_TO_PATH_EX, paths.mapUrlEx],
  [HSE.HSE_REQ_ABORTIVE_CLOSE, sends.closeConnection],
  [HSE.HSE_REQ_GET_CERT_INFO_EX, facts.certificate],
  [HSE.HSE_REQ_SEND_RESPONSE_HEADER_EX, sends.sendHeaderEx],
  [HSE.HSE_REQ_CLOSE_CONNECTION, sends.closeConnection],
  [HSE.HSE_REQ_IS_CONNECTED, facts.isConnected],
  [HSE.HSE_REQ_MAP_UNICODE_URL_TO_PATH, paths.mapUrl],
  [HSE.HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX, paths.mapUrlEx],
  [HSE.HSE_REQ_EXEC_UNICODE_URL, operations.execUrl],
  [HSE.HSE_REQ_EXEC_URL, operations.execUrl],
  [HSE.HSE_REQ_GET_EXEC_URL_STATUS, operations.execUrlStatus],
  [HSE.HSE_REQ_SEND_CUSTOM_ERROR, sends.customError],
  [HSE.HSE_REQ_IS_IN_PROCESS, facts.isInProcess],
  [HSE.HSE_REQ_REPORT_UNHEALTHY, facts.reportUnhealthy],
  [HSE.HSE_REQ_NORMALIZE_URL, paths.normalize],
  [HSE.HSE_REQ_VECTOR_SEND, sends.vectorSend],
  [HSE.HSE_REQ_GET_ANONYMOUS_TOKEN, windowsOnly],
  [HSE.HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK, facts.invalidation],
  [HSE.HSE_REQ_GET_UNICODE_ANONYMOUS_TOKEN, windowsOnly],
  [HSE.HSE_REQ_GET_TRACE_INFO, facts.traceInfo],
  [HSE.HSE_REQ_SET_FLUSH_FLAG, sends.setFlushFlag],
  [HSE.HSE_REQ_GET_TRACE_INFO_EX, facts.traceInfoEx],
  [HSE.HSE_REQ_RAISE_TRACE_EVENT, facts.raiseTraceEvent],
  [HSE.HSE_REQ_GET_CONFIG_OBJECT, windowsOnly],
  [HSE.HSE_REQ_GET_WORKER_PROCESS_SETTINGS, windowsOnly],
  [HSE.HSE_REQ_GET_PROTOCOL_MANAGER_CUSTOM_INTERFACE_CALLBACK, windowsOnly],
  [HSE.HSE_REQ_CANCEL_IO, operations.cancelIo],
  [HSE.HSE_REQ_GET_CHANNEL_BINDING_TOKEN, windowsOnly],
]);

/** Answers a request of the extension; a number that is none of HSE_REQ_* is a wrong parameter. */
export function serverSupport(
  session: SupportedSession,
  request: number,
  args: readonly unknown[],
): HSE_RESULT {
  const support = SUPPORT.get(request);
  return support === undefined ? failed(ERROR_INVALID_PARAMETER) : support(session, ...args);
}
