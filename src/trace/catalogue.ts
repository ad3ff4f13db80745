// Who is told what happened? The events that the core raises: number, area, verbosity and items of each.
// Numbers, levels and items are those of traces that IIS has written. Numbers from 1001 on are ours: no trace shows them.
import {
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
  type HTTP_TRACE_TYPE,
  HTTP_TRACE_TYPE_BOOL as BOOL,
  HTTP_TRACE_TYPE_LONG as LONG,
  HTTP_TRACE_TYPE_LPCSTR as NARROW,
  HTTP_TRACE_TYPE_LPCWSTR as TEXT,
  HTTP_TRACE_TYPE_ULONG as ULONG,
  HTTP_TRACE_TYPE_ULONGLONG as ULONGLONG,
  HTTP_TRACE_TYPE_USHORT as USHORT,
} from "../terms/trace-types.ts";

/** What all events of one name have in common. */
export interface EventKind {
  readonly providerGuid: string;
  /** Bit of the area; 0 for the general events, which every subscriber to the provider gets. */
  readonly area: number;
  readonly areaGuid: string | null;
  readonly event: number;
  /** 0 general, 1 fatal, 2 error, 3 warning, 4 information, 5 verbose. */
  readonly verbosity: number;
  /** The items behind ContextId, in order. */
  readonly items: Readonly<Record<string, HTTP_TRACE_TYPE>>;
}

type Area = Pick<EventKind, "area" | "areaGuid">;

const GENERAL: Area = { area: 0, areaGuid: "D42CF7EF-DE92-473E-8B6C-621EA663113A" };
const NOTIFICATIONS: Area = { area: 0x100, areaGuid: "002E91E3-E7AE-44AB-8E07-99230FFA6ADE" };
const CACHE: Area = { area: 0x80, areaGuid: "AC1D69F1-BF33-4CA0-9313-BCA13873E1DC" };
const MODULE: Area = { area: 0x200, areaGuid: null };

const kind = (
  area: Area,
  event: number,
  verbosity: number,
  items: EventKind["items"] = {},
): EventKind =>
  Object.freeze({
    providerGuid: GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
    ...area,
    event,
    verbosity,
    items,
  });

const IN_MODULE = { ModuleName: TEXT, Notification: ULONG } as const;
const HEADER = { HeaderName: NARROW, HeaderValue: NARROW, Replace: BOOL } as const;
const SENT = { BytesSent: ULONGLONG, ErrorCode: LONG } as const;
const ASKED = { RequestURL: TEXT, RequestVerb: NARROW } as const;
const STATUS = { HttpStatus: ULONG, HttpSubStatus: ULONG } as const;

/** The general events, by their names. */
const generalEvents = (): Record<string, EventKind> => ({
  GENERAL_REQUEST_START: kind(GENERAL, 1, 0, {
    SiteId: ULONG,
    AppPoolId: TEXT,
    ConnId: ULONGLONG,
    RawConnId: ULONGLONG,
    ...ASKED,
  }),
  GENERAL_REQUEST_END: kind(GENERAL, 2, 0, {
    BytesSent: ULONGLONG,
    BytesReceived: ULONGLONG,
    ...STATUS,
  }),
  GENERAL_FLUSH_RESPONSE_START: kind(GENERAL, 35, 4),
  GENERAL_FLUSH_RESPONSE_END: kind(GENERAL, 36, 4, SENT),
  GENERAL_READ_ENTITY_START: kind(GENERAL, 37, 4),
  GENERAL_READ_ENTITY_END: kind(GENERAL, 38, 4, { BytesReceived: ULONGLONG, ErrorCode: LONG }),
  HANDLER_CHANGED: kind(GENERAL, 43, 4, {
    OldHandlerName: TEXT,
    NewHandlerName: TEXT,
    NewHandlerModules: TEXT,
    NewHandlerScriptProcessor: TEXT,
    NewHandlerType: TEXT,
  }),
  USER_SET: kind(GENERAL, 44, 4, { AuthType: TEXT, UserName: TEXT, SupportsIsInRole: BOOL }),
  GENERAL_RESPONSE_HEADERS: kind(GENERAL, 47, 4, { Headers: NARROW }),
  GENERAL_RESPONSE_ENTITY_BUFFER: kind(GENERAL, 49, 5, { Buffer: NARROW }),
  GENERAL_REQUEST_HEADERS: kind(GENERAL, 50, 4, { Headers: NARROW }),
  GENERAL_REQUEST_ENTITY: kind(GENERAL, 51, 5, { Buffer: NARROW }),
  GENERAL_NOT_SEND_CUSTOM_ERROR: kind(GENERAL, 52, 5, { Reason: TEXT }),
  GENERAL_SET_REQUEST_HEADER: kind(GENERAL, 53, 5, HEADER),
  GENERAL_ENDPOINT_INFORMATION: kind(GENERAL, 55, 4, {
    RemoteAddress: TEXT,
    RemotePort: USHORT,
    LocalAddress: TEXT,
    LocalPort: USHORT,
  }),
  GENERAL_SET_RESPONSE_HEADER: kind(GENERAL, 56, 4, HEADER),
  URL_CHANGED: kind(GENERAL, 1001, 4, { OldUrl: TEXT, NewUrl: TEXT }),
  GENERAL_CHILD_REQUEST_START: kind(GENERAL, 1002, 0, {
    SiteId: ULONG,
    ...ASKED,
    RecursiveLevel: ULONG,
  }),
  GENERAL_CHILD_REQUEST_END: kind(GENERAL, 1003, 0, { BytesSent: ULONGLONG, ...STATUS }),
});

/** The events of an area, by their names. */
const eventsOfAreas = (): Record<string, EventKind> => ({
  FILE_CACHE_ACCESS_START: kind(CACHE, 1006, 4, { FileName: TEXT }),
  FILE_CACHE_ACCESS_END: kind(CACHE, 1007, 4, { Successful: BOOL, ErrorCode: LONG }),
  HTTPSYS_CACHEABLE: kind(CACHE, 14, 4, {
    HttpsysCacheable: BOOL,
    Reason: ULONG,
    CachePolicy: ULONG,
    TimeToLive: ULONG,
  }),
  NOTIFY_MODULE_START: kind(NOTIFICATIONS, 1, 5, { ...IN_MODULE, fIsPostNotification: BOOL }),
  NOTIFY_MODULE_END: kind(NOTIFICATIONS, 2, 5, {
    ...IN_MODULE,
    fIsPostNotificationEvent: BOOL,
    NotificationStatus: ULONG,
  }),
  NOTIFY_MODULE_COMPLETION: kind(NOTIFICATIONS, 3, 5, {
    ...IN_MODULE,
    fIsPostNotificationEvent: BOOL,
    CompletionBytes: ULONG,
    ErrorCode: LONG,
  }),
  PRE_BEGIN_REQUEST_START: kind(NOTIFICATIONS, 4, 5, { ModuleName: TEXT }),
  PRE_BEGIN_REQUEST_END: kind(NOTIFICATIONS, 5, 5, { ModuleName: TEXT, NotificationStatus: ULONG }),
  MODULE_SET_RESPONSE_ERROR_STATUS: kind(NOTIFICATIONS, 16, 3, {
    ...IN_MODULE,
    HttpStatus: ULONG,
    HttpReason: TEXT,
    HttpSubStatus: ULONG,
    ErrorCode: LONG,
    ConfigExceptionInfo: TEXT,
  }),
  // What an event is that has no name of its own: something suspicious, told in words.
  TRACE_WARNING: kind(MODULE, 1004, 3, { ...IN_MODULE, Message: TEXT }),
});

let made: Readonly<Record<string, EventKind>> | null = null;

/** Made when the first event is told. */
const catalogue = (): Readonly<Record<string, EventKind>> =>
  made ??= {
    ...generalEvents(),
    ...eventsOfAreas(),
  };

/** What is known of the events of a name. */
export function kindOf(name: string): EventKind {
  return catalogue()[name] ?? catalogue().TRACE_WARNING;
}

/** The names of the core's events. */
export const eventNames = (): string[] => Object.keys(catalogue());
