// What do several suites share? An event as a module would raise it, and the question whether anybody listens.
import type { HTTP_TRACE_CONFIGURATION, HTTP_TRACE_EVENT } from "../mod.ts";

/** An event of a provider, without items. */
export const traceEvent = (
  providerGuid: string,
  eventName: string,
  more: Partial<HTTP_TRACE_EVENT> = {},
): HTTP_TRACE_EVENT => ({
  providerGuid,
  area: 1,
  areaGuid: null,
  event: 1,
  eventName,
  eventVersion: 1,
  verbosity: 1,
  activityGuid: null,
  relatedActivityGuid: null,
  timeStamp: 0,
  flags: 0,
  eventItems: [],
  ...more,
});

/** What is asked about a provider, before there is an answer. */
export const traceQuestion = (providerGuid: string): HTTP_TRACE_CONFIGURATION => ({
  providerGuid,
  areas: 0,
  verbosity: 0,
  providerEnabled: false,
});
