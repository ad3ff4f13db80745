// What does a client see of an error? Traces tell which page, or why none.
import {
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_TRACE_EVENT_ITEM,
  HTTP_TRACE_TYPE_LPCWSTR,
  HTTP_TRACE_TYPE_ULONG,
  type IHttpContext,
} from "../../mod.ts";

/** The general events of the server. */
const GENERAL = "D42CF7EF-DE92-473E-8B6C-621EA663113A";

/** Why an answer stays as it is. */
export type Untouched =
  | "SETSTATUS_SUCCESS"
  | "SETSTATUS_TRYSKIP"
  | "PASSTHROUGH"
  | "EXISTING_RESPONSE";

/** An error page is sent. */
export function tellPage(context: IHttpContext, fileNameOrUrl: string): void {
  const { statusCode, subStatus } = context.getResponse().getStatus();
  raise(context, "GENERAL_SEND_CUSTOM_ERROR", 33, 0, [
    number("HttpStatus", statusCode),
    number("HttpSubStatus", subStatus),
    words("FileNameOrURL", fileNameOrUrl),
  ]);
}

/** None is. */
export function tellNone(context: IHttpContext, reason: Untouched): void {
  raise(context, "GENERAL_NOT_SEND_CUSTOM_ERROR", 52, 5, [words("Reason", reason)]);
}

function raise(
  context: IHttpContext,
  eventName: string,
  event: number,
  verbosity: number,
  eventItems: HTTP_TRACE_EVENT_ITEM[],
): void {
  context.getTraceContext().raiseTraceEvent({
    providerGuid: GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
    area: 0,
    areaGuid: GENERAL,
    event,
    eventName,
    eventVersion: 0,
    verbosity,
    activityGuid: null,
    relatedActivityGuid: null,
    timeStamp: 0,
    flags: 0,
    eventItems,
  });
}

function number(name: string, data: number): HTTP_TRACE_EVENT_ITEM {
  return { name, dataDescription: null, dataType: HTTP_TRACE_TYPE_ULONG, data };
}

function words(name: string, data: string): HTTP_TRACE_EVENT_ITEM {
  return { name, dataDescription: null, dataType: HTTP_TRACE_TYPE_LPCWSTR, data };
}
