// How does an old filter feel at home? What its calls ask of the request, and the request of its filter.
import type {
  FilterNotification,
  HTTP_FILTER_CONTEXT,
  ISAPI_FILTER_ENTRY,
} from "../terms/http-filter.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { FilterOutput } from "./filter-output.ts";
import type { IncomingData } from "./filter-raw.ts";
import type { SharedByFilters } from "./filter-shared.ts";
import type { Status } from "./filter-status.ts";

/** A filter that is loaded. */
export interface LoadedFilter {
  readonly entry: ISAPI_FILTER_ENTRY;
  readonly name: string;
  /** What it wants to hear of: a bit mask of SF_NOTIFY_*. */
  readonly flags: number;
  /** The version of its context. */
  readonly revision: number;
}

/** One request of one filter. */
export interface FilteredRequest {
  readonly filter: LoadedFilter;
  readonly context: IHttpContext4;
  readonly shared: SharedByFilters;
  readonly output: FilterOutput;
  readonly incoming: IncomingData;
  /** Whether it has come over a secure channel. */
  readonly isSecure: boolean;
  /** SF_REQ_DISABLE_NOTIFICATIONS. */
  disabled: number;
  /** The 401 was told of. */
  denialSeen: boolean;
  /** With what the filter has ended the request inside a call that cannot end it; null if it has not. */
  ending: number | null;
  /** Why a call with this context cannot be answered; 0 if it can. */
  refusal(filterContext: HTTP_FILTER_CONTEXT): number;
  /** Whether the filter is to hear of this. `token` tells it from others of its type. */
  wants(type: number, token?: unknown): boolean;
  /** Calls the filter, if it is to hear of this. */
  notify(type: number, notification: FilterNotification, token?: unknown): Status;
}
