// Which answers are kept for the next request? Traces tell whether there was one.
import type { IHttpContext } from "../../mod.ts";
import { raiseTraceEvent, words } from "../_shared/trace-event.ts";

/** The events of caches, for who wants information. */
const CACHE = { area: 0x80, areaGuid: "AC1D69F1-BF33-4CA0-9313-BCA13873E1DC", verbosity: 4 };
const START = { ...CACHE, event: 15, eventName: "OUTPUT_CACHE_LOOKUP_START", eventItems: [] };
const END = { ...CACHE, event: 16, eventName: "OUTPUT_CACHE_LOOKUP_END" };

/** What a lookup has found. */
export type LookupResult = "FOUND" | "NOT_FOUND";

/** A lookup begins. */
export function tellLookup(context: IHttpContext): void {
  raiseTraceEvent(context, START);
}

/** It has found something that answers the request, or nothing. */
export function tellResult(context: IHttpContext, result: LookupResult): void {
  raiseTraceEvent(context, { ...END, eventItems: [words("Result", result)] });
}
