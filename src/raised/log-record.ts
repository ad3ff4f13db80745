// What interrupts it? The record that a line of the access log is written from, made when somebody asks for it.
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import { type HTTP_LOG_FIELDS_DATA, HttpLogDataTypeFields } from "../terms/log-fields.ts";
import { RQ_SEND_RESPONSE } from "../terms/notifications.ts";
import type { RaisedStep } from "../plan/plan.ts";

/** Rank of the priority class HIGH; that of FIRST is 0. */
const HIGH = 1;

/** What is known of a request and its response now. */
export function logRecord(context: IHttpContext): HTTP_LOG_FIELDS_DATA {
  const variable = (name: string): string => context.getServerVariable(name).value ?? "";
  const header = (name: string): string => request.getHeader(name) ?? "";
  const request = context.getRequest();
  const { verb, cookedUrl } = request.getRawHttpRequest();
  const { statusCode, subStatus, errorToReport } = context.getResponse().getStatus();
  return {
    base: { type: HttpLogDataTypeFields },
    userName: context.getUser()?.getUserName() ?? "",
    uriStem: cookedUrl.absPath,
    clientIp: variable("REMOTE_ADDR"),
    serverName: variable("SERVER_NAME"),
    serviceName: `W3SVC${context.getSite().getSiteId()}`,
    serverIp: variable("LOCAL_ADDR"),
    method: request.getHttpMethod(),
    // What ISAPI extensions have said for the log stands behind the query.
    uriQuery: cookedUrl.queryString.replace(/^\?/, "") + variable("LOG_DATA"),
    host: header("Host"),
    userAgent: header("User-Agent"),
    cookie: header("Cookie"),
    referrer: header("Referer"),
    serverPort: Number(variable("SERVER_PORT")) || 0,
    protocolStatus: statusCode,
    win32Status: win32Of(errorToReport),
    methodNum: verb,
    subStatus,
  };
}

/** Only HIGH and FIRST, which are called last in a send, see the record. */
export function seesLog(step: RaisedStep | null): boolean {
  const rank = step?.registration.priorities.get(RQ_SEND_RESPONSE);
  return rank !== undefined && rank <= HIGH;
}

/** Logs tell the Win32 code where the result was made of one, and the whole result otherwise. */
function win32Of(hr: HRESULT): number {
  if (hr === S_OK) return 0;
  return (hr >>> 16) === 0x8007 ? hr & 0xFFFF : hr >>> 0;
}
