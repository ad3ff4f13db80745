// What do ready modules share? Events of the server's provider, for traces.
import {
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_TRACE_EVENT,
  type HTTP_TRACE_EVENT_ITEM,
  HTTP_TRACE_TYPE_LPCWSTR,
  HTTP_TRACE_TYPE_ULONG,
  type IHttpContext,
} from "../../mod.ts";

/** What one event has of its own. */
export type OwnEvent = Pick<
  HTTP_TRACE_EVENT,
  "area" | "areaGuid" | "event" | "eventName" | "verbosity" | "eventItems"
>;

/** Raises an event for whoever listens to this request. */
export function raiseTraceEvent(context: IHttpContext, own: OwnEvent): void {
  context.getTraceContext().raiseTraceEvent({
    providerGuid: GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
    eventVersion: 0,
    activityGuid: null,
    relatedActivityGuid: null,
    timeStamp: 0,
    flags: 0,
    ...own,
  });
}

/** A number of an event. */
export function number(name: string, data: number): HTTP_TRACE_EVENT_ITEM {
  return { name, dataDescription: null, dataType: HTTP_TRACE_TYPE_ULONG, data };
}

/** A text of an event. */
export function words(name: string, data: string): HTTP_TRACE_EVENT_ITEM {
  return { name, dataDescription: null, dataType: HTTP_TRACE_TYPE_LPCWSTR, data };
}
