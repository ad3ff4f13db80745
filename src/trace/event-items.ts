// Who is told what happened? The values of an event, as the named and typed items of HTTP_TRACE_EVENT.
import { GL_NOTIFICATION_HANDLED } from "../terms/notification-status.ts";
import { RQ_ACQUIRE_REQUEST_STATE } from "../terms/notifications.ts";
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
import { nameOf } from "../plan/stages.ts";
import { kindOf } from "./catalogue.ts";

/** Bytes of a body that an event shows. */
const MOST_BYTES = 16_384;

const STATUSES = [
  "NOTIFICATION_CONTINUE",
  "NOTIFICATION_PENDING",
  "NOTIFICATION_FINISH_REQUEST",
];

/** The name of a notification as IIS's traces write it; undefined for a number that is none. */
export function notificationName(notification: number): string | undefined {
  // They have turned this one round.
  if (notification === RQ_ACQUIRE_REQUEST_STATE) return "REQUEST_ACQUIRE_STATE";
  return nameOf(notification);
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
