// How does an old filter feel at home? Exported functions become a filter, and that a module.
import type { ISAPI_FILTER_ENTRY } from "../terms/http-filter.ts";
import { IsapiFilter } from "./filter.ts";

/**
 * An ISAPI filter of its exported functions: a module for `modules`, or for `pipeline`.
 *
 * @param entry GetFilterVersion, HttpFilterProc and, if there is something to clean up, TerminateFilter.
 * @param name A name for messages and traces, and for `before` and `after` of other modules.
 * Throws a `TypeError` that names what is missing.
 */
export function isapiFilter(entry: ISAPI_FILTER_ENTRY, name = "IsapiFilterModule"): IsapiFilter {
  for (const key of ["getFilterVersion", "httpFilterProc"] as const) need(entry, key);
  if (entry.terminateFilter !== undefined) need(entry, "terminateFilter");
  return new IsapiFilter(entry, name);
}

function need(entry: ISAPI_FILTER_ENTRY, key: keyof ISAPI_FILTER_ENTRY): void {
  const found: unknown = entry?.[key];
  if (typeof found === "function") return;
  throw new TypeError(`isapiFilter: ${key} is ${String(found)}, wished for a function`);
}
