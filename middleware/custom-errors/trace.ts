// What does a client see of an error? Traces tell which page, or why none.
import type { HTTP_TRACE_EVENT_ITEM, IHttpContext } from "../../mod.ts";
import { number, raiseTraceEvent, words } from "../_shared/trace-event.ts";

/** The general events of the server. */
const GENERAL = { area: 0, areaGuid: "D42CF7EF-DE92-473E-8B6C-621EA663113A" };

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
  raiseTraceEvent(context, { ...GENERAL, eventName, event, verbosity, eventItems });
}
