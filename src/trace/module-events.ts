// Who is told what happened? Events that modules raise themselves.
import type { HTTP_TRACE_EVENT } from "../terms/trace-context.ts";
import {
  HTTP_TRACE_TYPE_LONG,
  HTTP_TRACE_TYPE_LPCWSTR,
  HTTP_TRACE_TYPE_ULONG,
} from "../terms/trace-types.ts";
import { ticks } from "../engine/clock.ts";
import { eventItem } from "./event-items.ts";

/** The name of what QuickTrace raises; ours, as its number is: no trace shows them. */
const QUICK_TRACE = "QUICK_TRACE";
const QUICK_TRACE_NUMBER = 1005;

/** The event of a QuickTrace call. */
export function quickTraceEvent(
  providerGuid: string,
  data1: string,
  data2: string | null,
  lastError: number,
  level: number,
): HTTP_TRACE_EVENT {
  return {
    providerGuid,
    area: 0,
    areaGuid: null,
    event: QUICK_TRACE_NUMBER,
    eventName: QUICK_TRACE,
    eventVersion: 1,
    verbosity: level,
    activityGuid: null,
    relatedActivityGuid: null,
    timeStamp: 0,
    flags: 0,
    eventItems: [
      eventItem("Data1", HTTP_TRACE_TYPE_LPCWSTR, data1),
      eventItem("Data2", HTTP_TRACE_TYPE_LPCWSTR, data2),
      eventItem("LastError", HTTP_TRACE_TYPE_LONG, lastError),
      eventItem("Level", HTTP_TRACE_TYPE_ULONG, level),
    ],
  };
}

/** A copy in which the server has filled in what the module has left open. */
export function completed(event: HTTP_TRACE_EVENT, activityGuid: string): HTTP_TRACE_EVENT {
  return {
    ...event,
    activityGuid: event.activityGuid ?? activityGuid,
    timeStamp: event.timeStamp || ticks(),
    eventItems: event.eventItems.map((item) => ({ ...item })),
  };
}

/** The values of an event in one line. */
export function textOfItems({ eventItems }: HTTP_TRACE_EVENT): string {
  return eventItems.filter(({ data }) => data !== null)
    .map(({ name, data }) => `${name}: ${data}`).join(", ");
}
