// Who is told what happened? The values of an event, as the named and typed items of HTTP_TRACE_EVENT.
import { GL_NOTIFICATION_HANDLED } from "../terms/notification-status.ts";
import * as RQ from "../terms/notifications.ts";
import type { HTTP_TRACE_EVENT, HTTP_TRACE_EVENT_ITEM } from "../terms/trace-context.ts";
import {
  HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS,
  type HTTP_TRACE_TYPE,
  HTTP_TRACE_TYPE_BOOL,
  HTTP_TRACE_TYPE_LPCGUID,
  HTTP_TRACE_TYPE_LPCSTR,
  HTTP_TRACE_TYPE_LPCWSTR,
} from "../terms/trace-types.ts";
import type { TraceValue } from "../engine/run-host.ts";
import { kindOf } from "./catalogue.ts";

/** Bytes of a body that an event shows. */
const MOST_BYTES = 16_384;

/** Notifications as IIS's traces write them; RQ_ACQUIRE_REQUEST_STATE is turned round there. */
const NOTIFICATIONS: ReadonlyMap<number, string> = new Map([
  [RQ.RQ_BEGIN_REQUEST, "BEGIN_REQUEST"],
  [RQ.RQ_AUTHENTICATE_REQUEST, "AUTHENTICATE_REQUEST"],
  [RQ.RQ_AUTHORIZE_REQUEST, "AUTHORIZE_REQUEST"],
  [RQ.RQ_RESOLVE_REQUEST_CACHE, "RESOLVE_REQUEST_CACHE"],
  [RQ.RQ_MAP_REQUEST_HANDLER, "MAP_REQUEST_HANDLER"],
  [RQ.RQ_ACQUIRE_REQUEST_STATE, "REQUEST_ACQUIRE_STATE"],
  [RQ.RQ_PRE_EXECUTE_REQUEST_HANDLER, "PRE_EXECUTE_REQUEST_HANDLER"],
  [RQ.RQ_EXECUTE_REQUEST_HANDLER, "EXECUTE_REQUEST_HANDLER"],
  [RQ.RQ_RELEASE_REQUEST_STATE, "RELEASE_REQUEST_STATE"],
  [RQ.RQ_UPDATE_REQUEST_CACHE, "UPDATE_REQUEST_CACHE"],
  [RQ.RQ_LOG_REQUEST, "LOG_REQUEST"],
  [RQ.RQ_END_REQUEST, "END_REQUEST"],
  [RQ.RQ_SEND_RESPONSE, "SEND_RESPONSE"],
  [RQ.RQ_READ_ENTITY, "READ_ENTITY"],
  [RQ.RQ_MAP_PATH, "MAP_PATH"],
  [RQ.RQ_CUSTOM_NOTIFICATION, "CUSTOM_NOTIFICATION"],
]);

const STATUSES = [
  "NOTIFICATION_CONTINUE",
  "NOTIFICATION_PENDING",
  "NOTIFICATION_FINISH_REQUEST",
];

/** The name of a notification in a trace; undefined for a number that is none. */
export function notificationName(notification: number): string | undefined {
  return NOTIFICATIONS.get(notification);
}

/** What a number in an event means, in words. */
function describe(event: string, name: string, value: TraceValue): string | null {
  if (typeof value !== "number") return null;
  if (name === "Notification") return notificationName(value) ?? null;
  if (name !== "NotificationStatus") return null;
  const handled = event === "PRE_BEGIN_REQUEST_END" && value === GL_NOTIFICATION_HANDLED;
  return handled ? "NOTIFICATION_HANDLED" : STATUSES[value] ?? null;
}

/** One value under its name and type. */
export function eventItem(
  name: string,
  dataType: HTTP_TRACE_TYPE,
  value: TraceValue,
  event = "",
): HTTP_TRACE_EVENT_ITEM {
  const base = { name, dataDescription: describe(event, name, value) };
  switch (dataType) {
    case HTTP_TRACE_TYPE_BOOL:
      return { ...base, dataType, data: Boolean(value) };
    case HTTP_TRACE_TYPE_LPCWSTR:
    case HTTP_TRACE_TYPE_LPCSTR:
    case HTTP_TRACE_TYPE_LPCGUID:
      return { ...base, dataType, data: value === null ? null : textOf(value) };
    default:
      return { ...base, dataType, data: typeof value === "bigint" ? value : Number(value) };
  }
}

/** An event of the core, with its values in the order of the catalogue. */
export function coreEvent(
  name: string,
  values: readonly TraceValue[],
  activityId: string,
  timeStamp: number,
): HTTP_TRACE_EVENT {
  const { items, ...kind } = kindOf(name);
  const typed = Object.entries(items).map(([item, type], place) =>
    eventItem(item, type, values[place] ?? null, name)
  );
  return {
    ...kind,
    eventName: name,
    eventVersion: 1,
    activityGuid: activityId,
    relatedActivityGuid: null,
    timeStamp,
    flags: HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS,
    eventItems: [eventItem("ContextId", HTTP_TRACE_TYPE_LPCGUID, activityId), ...typed],
  };
}

function textOf(value: Exclude<TraceValue, null>): string {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value.subarray(0, MOST_BYTES));
  const text = String(value);
  return text.length > MOST_BYTES ? text.slice(0, MOST_BYTES) : text;
}
