// What does an extension learn and tell in one call? Each request of ServerSupportFunction that answers at once, by its name.
import * as ISAPI from "../../../isapi.ts";
import { GUID_IIS_ISAPI_TRACE_PROVIDER } from "../../../mod.ts";
import { traceEvent, traceQuestion } from "../../_trace-event.ts";

type Ecb = ISAPI.EXTENSION_CONTROL_BLOCK;

const config = traceQuestion(GUID_IIS_ISAPI_TRACE_PROVIDER);
const event = traceEvent(GUID_IIS_ISAPI_TRACE_PROVIDER, "EXTENSION");

/** What is asked, by its name, with what is handed over. */
const QUESTIONS: Record<string, [number, ...unknown[]]> = {
  HSE_REQ_IS_KEEP_CONN: [ISAPI.HSE_REQ_IS_KEEP_CONN],
  HSE_REQ_IS_CONNECTED: [ISAPI.HSE_REQ_IS_CONNECTED],
  HSE_REQ_IS_IN_PROCESS: [ISAPI.HSE_REQ_IS_IN_PROCESS],
  HSE_REQ_MAP_URL_TO_PATH: [ISAPI.HSE_REQ_MAP_URL_TO_PATH, "/dir/file.txt"],
  HSE_REQ_MAP_UNICODE_URL_TO_PATH: [ISAPI.HSE_REQ_MAP_UNICODE_URL_TO_PATH, "/dir/file.txt"],
  HSE_REQ_MAP_URL_TO_PATH_EX: [ISAPI.HSE_REQ_MAP_URL_TO_PATH_EX, "/dir/file.txt"],
  HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX: [ISAPI.HSE_REQ_MAP_UNICODE_URL_TO_PATH_EX, "/dir/file.txt"],
  HSE_REQ_NORMALIZE_URL: [ISAPI.HSE_REQ_NORMALIZE_URL, "/a/../b%20c"],
  HSE_REQ_GET_CERT_INFO_EX: [ISAPI.HSE_REQ_GET_CERT_INFO_EX],
  HSE_REQ_GET_EXEC_URL_STATUS: [ISAPI.HSE_REQ_GET_EXEC_URL_STATUS],
  HSE_REQ_CANCEL_IO: [ISAPI.HSE_REQ_CANCEL_IO],
  HSE_REQ_GET_TRACE_INFO: [ISAPI.HSE_REQ_GET_TRACE_INFO],
  HSE_REQ_GET_TRACE_INFO_EX: [ISAPI.HSE_REQ_GET_TRACE_INFO_EX, config],
  HSE_REQ_RAISE_TRACE_EVENT: [ISAPI.HSE_REQ_RAISE_TRACE_EVENT, event],
  HSE_REQ_REPORT_UNHEALTHY: [ISAPI.HSE_REQ_REPORT_UNHEALTHY, "a test"],
  HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK: [ISAPI.HSE_REQ_GET_CACHE_INVALIDATION_CALLBACK],
  HSE_REQ_IO_COMPLETION: [ISAPI.HSE_REQ_IO_COMPLETION, null],
  HSE_REQ_SET_FLUSH_FLAG: [ISAPI.HSE_REQ_SET_FLUSH_FLAG, false],
  HSE_APPEND_LOG_PARAMETER: [ISAPI.HSE_APPEND_LOG_PARAMETER, "said for the log"],
  HSE_REQ_GET_CONFIG_OBJECT: [ISAPI.HSE_REQ_GET_CONFIG_OBJECT],
};

/** The answers by name, and the fields of the control block. */
export function facts(ecb: Ecb): Record<string, unknown> {
  const answers = Object.entries(QUESTIONS).map(([name, call]) => {
    const answer = ecb.serverSupportFunction(ecb.connID, ...call) as ISAPI.HSE_RESULT & {
      callback?: unknown;
    };
    return [name, "callback" in answer ? { ...answer, callback: typeof answer.callback } : answer];
  });
  const { version, method, queryString, pathInfo, contentType, totalBytes, httpStatusCode } = ecb;
  const variable = ecb.getServerVariable(ecb.connID, "REQUEST_METHOD");
  const fields = { version, method, queryString, pathInfo, contentType, totalBytes };
  return { ...Object.fromEntries(answers), fields: { ...fields, httpStatusCode }, variable };
}
