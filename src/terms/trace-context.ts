// Terms: what do the pages call it?
// This file: how modules raise trace events, and what the trace option is told.

import type { HRESULT } from "./hresult.ts";
import type { IHttpContext4 } from "./http-context-versions.ts";
import type { HTTP_MODULE_ID } from "./module-registration.ts";
import type {
  HTTP_TRACE_TYPE_BOOL,
  HTTP_TRACE_TYPE_BYTE,
  HTTP_TRACE_TYPE_CHAR,
  HTTP_TRACE_TYPE_LONG,
  HTTP_TRACE_TYPE_LONGLONG,
  HTTP_TRACE_TYPE_LPCGUID,
  HTTP_TRACE_TYPE_LPCSTR,
  HTTP_TRACE_TYPE_LPCWSTR,
  HTTP_TRACE_TYPE_SHORT,
  HTTP_TRACE_TYPE_ULONG,
  HTTP_TRACE_TYPE_ULONGLONG,
  HTTP_TRACE_TYPE_USHORT,
} from "./trace-types.ts";

export * from "./trace-types.ts";

/** Which events of a provider are wanted. */
export interface HTTP_TRACE_CONFIGURATION {
  /** The provider; null fails with ERROR_INVALID_PARAMETER. */
  providerGuid: string | null;
  /** A bit mask of the provider's areas. */
  areas: number;
  /** How much is wanted, from 0, the general events, to 5, everything. */
  verbosity: number;
  /** Whether events of the provider are wanted at all. */
  providerEnabled: boolean;
}

/** What all items of a trace event have. */
export interface HTTP_TRACE_EVENT_ITEM_BASE {
  /** The item's name. */
  name: string;
  /** What the value means, in words, or null. */
  dataDescription: string | null;
}

/** An item that is a number. */
export interface HTTP_TRACE_EVENT_ITEM_NUMBER extends HTTP_TRACE_EVENT_ITEM_BASE {
  /** How wide the number is, and whether it has a sign. */
  dataType:
    | typeof HTTP_TRACE_TYPE_BYTE
    | typeof HTTP_TRACE_TYPE_USHORT
    | typeof HTTP_TRACE_TYPE_ULONG
    | typeof HTTP_TRACE_TYPE_ULONGLONG
    | typeof HTTP_TRACE_TYPE_CHAR
    | typeof HTTP_TRACE_TYPE_SHORT
    | typeof HTTP_TRACE_TYPE_LONG
    | typeof HTTP_TRACE_TYPE_LONGLONG;
  /** The number; a bigint where 64 bits are needed. */
  data: number | bigint;
}

/** An item that is a text. */
export interface HTTP_TRACE_EVENT_ITEM_TEXT extends HTTP_TRACE_EVENT_ITEM_BASE {
  /** Which kind of text. */
  dataType:
    | typeof HTTP_TRACE_TYPE_LPCWSTR
    | typeof HTTP_TRACE_TYPE_LPCSTR
    | typeof HTTP_TRACE_TYPE_LPCGUID;
  /** The text, or null. */
  data: string | null;
}

/** An item that is a yes or no. */
export interface HTTP_TRACE_EVENT_ITEM_BOOL extends HTTP_TRACE_EVENT_ITEM_BASE {
  /** Tells this shape from the others. */
  dataType: typeof HTTP_TRACE_TYPE_BOOL;
  /** The value. */
  data: boolean;
}

/** One named value of a trace event. */
export type HTTP_TRACE_EVENT_ITEM =
  | HTTP_TRACE_EVENT_ITEM_NUMBER
  | HTTP_TRACE_EVENT_ITEM_TEXT
  | HTTP_TRACE_EVENT_ITEM_BOOL;

/**
 * A trace event as modules raise it.
 * @see http-trace-event-structure
 */
export interface HTTP_TRACE_EVENT {
  /** The provider that the event belongs to. */
  providerGuid: string;
  /** The area inside the provider, one bit. */
  area: number;
  /** The area as a GUID, or null. */
  areaGuid: string | null;
  /** The event's number inside its area. */
  event: number;
  /** The event's name. */
  eventName: string;
  /** The version of its items. */
  eventVersion: number;
  /** How chatty it is, from 0 to 5; quieter configurations do not see it. */
  verbosity: number;
  /** The activity that it belongs to, or null. */
  activityGuid: string | null;
  /** An activity that it is related to, or null. */
  relatedActivityGuid: string | null;
  /** When it happened, in milliseconds; 0 lets the server fill it in. */
  timeStamp: number;
  /** A bit mask of HTTP_TRACE_EVENT_FLAG_*. */
  flags: number;
  /** Zero or more values. */
  eventItems: HTTP_TRACE_EVENT_ITEM[];
}

/**
 * Where modules raise trace events, for one request or for the server.
 * @see ihttptracecontext-interface
 */
export interface IHttpTraceContext {
  /**
   * Which events of the named provider are wanted by anybody, in a copy; all zeros stand for any
   * provider. Where nobody wants any, `providerEnabled` is false and the other fields are as they
   * were. Fails with ERROR_INVALID_PARAMETER without a provider.
   * @see ihttptracecontext-gettraceconfiguration-method
   */
  getTraceConfiguration(
    httpTraceConfiguration: HTTP_TRACE_CONFIGURATION,
  ): { hr: HRESULT; httpTraceConfiguration: HTTP_TRACE_CONFIGURATION };
  /**
   * Says which events a module wants to see: of all requests, if it is said to the server, else of
   * this one besides. A module of GL_TRACE_EVENT that has never said anything sees all of them. Fails
   * with ERROR_INVALID_PARAMETER without a module or a provider; switching off a provider that the
   * module has not switched on fails with ERROR_NOT_FOUND. Of a list, all is taken or nothing.
   * @see ihttptracecontext-settraceconfiguration-method
   */
  setTraceConfiguration(
    moduleId: HTTP_MODULE_ID,
    httpTraceConfiguration: HTTP_TRACE_CONFIGURATION | HTTP_TRACE_CONFIGURATION[],
  ): HRESULT;
  /**
   * Raises an event: a copy with activity and time filled in reaches those who want it. Fails with
   * ERROR_INVALID_PARAMETER where the event has no provider, no name or no list of items.
   * @see ihttptracecontext-raisetraceevent-method
   */
  raiseTraceEvent(traceEvent: HTTP_TRACE_EVENT): HRESULT;
  /**
   * The GUID that ties the events of a request together.
   * @see ihttptracecontext-gettraceactivityid-method
   */
  getTraceActivityId(): string;
  /**
   * Raises a plain event of one or two texts, a result and a level from 1 to 7; other levels fail
   * with ERROR_INVALID_PARAMETER. Levels 6 and 7, start and end, are as general as level 0 of events.
   * @see ihttptracecontext-quicktrace-method
   */
  quickTrace(data1: string, data2?: string | null, lastError?: HRESULT, level?: number): HRESULT;
}

/**
 * What the `trace` option is told of each step of a request.
 *
 * Ours: the flat, cheap sister of HTTP_TRACE_EVENT. Fields that do not belong to the event are
 * absent.
 */
export interface TraceEvent {
  /** What happened, for example "NOTIFY_MODULE_START"; "TRACE_WARNING" for what is suspicious. */
  readonly name: string;
  /** The event's place among those of its request and its children, from 1. Counts where clocks stand still. */
  readonly sequence: number;
  /** Milliseconds since the request of the client began. */
  readonly time: number;
  /** The registered name of the module. */
  readonly module?: string;
  /** The notification, one bit of RQ_*. */
  readonly notification?: number;
  /** Whether it is the post handler. */
  readonly post?: boolean;
  /** The answer of a handler, or the status of the response. */
  readonly status?: number;
  /** How many bytes were read, sent or completed. */
  readonly bytes?: number;
  /** The result that belongs to it. */
  readonly hr?: HRESULT;
  /** In words: what a warning says, the notification's name, a reason, headers, what has changed. */
  readonly message?: string;
  /** The request; null for a warning that was raised before there was one. */
  readonly context: IHttpContext4 | null;
}
