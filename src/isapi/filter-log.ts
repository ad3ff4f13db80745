// How does an old filter feel at home? What the log is about to be told, and the record in which the changes count.
import type { HTTP_FILTER_LOG } from "../terms/http-filter.ts";
import { ERROR_NETNAME_DELETED, NO_ERROR } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { HTTP_LOG_FIELDS_DATA } from "../terms/log-fields.ts";
import type { TransferEnd } from "../terms/transfer-end.ts";
import { win32Of } from "./hse-result.ts";

/** The facts of a request that both know. */
type Facts = Omit<HTTP_FILTER_LOG, "bytesSent" | "bytesRecvd" | "msTimeForProcessing">;

/** Which field of the record is which fact. */
const FIELDS = {
  clientHostName: "clientIp",
  clientUserName: "userName",
  serverName: "serverName",
  operation: "method",
  target: "uriStem",
  parameters: "uriQuery",
  httpStatus: "protocolStatus",
  win32Status: "win32Status",
} as const satisfies { [K in keyof Facts]: keyof HTTP_LOG_FIELDS_DATA };

const NAMES = Object.keys(FIELDS) as (keyof Facts)[];

/** What a filter is told; from the record where somebody has made one. */
export function filterLog(
  context: IHttpContext4,
  record: HTTP_LOG_FIELDS_DATA | null,
  end: TransferEnd,
): HTTP_FILTER_LOG {
  const facts = record === null ? factsOf(context) : factsIn(record);
  const gone = end.outcome === "client-gone" ? ERROR_NETNAME_DELETED : NO_ERROR;
  return {
    ...facts,
    win32Status: facts.win32Status || gone,
    bytesSent: end.bytes,
    bytesRecvd: context.getRequest().getRawHttpRequest().bytesReceived,
    msTimeForProcessing: end.duration,
  };
}

/** Writes back what the filter has changed of what it was told. */
export function tellRecord(
  record: HTTP_LOG_FIELDS_DATA | null,
  log: HTTP_FILTER_LOG,
  told: HTTP_FILTER_LOG,
): void {
  if (record === null) return;
  const changed = NAMES.filter((name) => log[name] !== told[name]);
  Object.assign(record, Object.fromEntries(changed.map((name) => [FIELDS[name], log[name]])));
}

function factsIn(record: HTTP_LOG_FIELDS_DATA): Facts {
  return Object.fromEntries(NAMES.map((name) => [name, record[FIELDS[name]]])) as unknown as Facts;
}

function factsOf(context: IHttpContext4): Facts {
  const variable = (name: string): string => context.getServerVariable(name).value ?? "";
  const { statusCode, errorToReport } = context.getResponse().getStatus();
  return {
    clientHostName: variable("REMOTE_ADDR"),
    clientUserName: context.getUser()?.getUserName() ?? "",
    serverName: variable("SERVER_NAME"),
    operation: context.getRequest().getHttpMethod(),
    target: variable("URL"),
    parameters: variable("QUERY_STRING"),
    httpStatus: statusCode,
    win32Status: win32Of(errorToReport),
  };
}
