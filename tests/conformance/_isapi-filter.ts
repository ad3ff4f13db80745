// What do the tests of ISAPI filters share? A filter of one function, a house around it, and calls without their first argument.
import type { ModuleInput, WebServerOptions } from "../../mod.ts";
import {
  type HTTP_FILTER_AUTH_COMPLETE_INFO,
  type HTTP_FILTER_CONTEXT,
  type HTTP_FILTER_PREPROC_HEADERS,
  type HTTP_FILTER_RAW_DATA,
  HTTP_FILTER_REVISION,
  type ISAPI_FILTER_ENTRY,
  type IsapiFilter,
  isapiFilter,
  SF_STATUS_REQ_NEXT_NOTIFICATION,
} from "../../isapi.ts";
import { type House, house } from "../_house.ts";
import { app } from "./_notes.ts";

export type Pfc = HTTP_FILTER_CONTEXT;
export type Heads = HTTP_FILTER_PREPROC_HEADERS & HTTP_FILTER_AUTH_COMPLETE_INFO;
export type Raw = HTTP_FILTER_RAW_DATA;
/** HttpFilterProc, whose structure is what the test knows it to be; without an answer it goes on. */
export type FilterProc<T = never> = (
  pfc: Pfc,
  notification: T,
  type: number,
) => number | void | Promise<number | void>;

/** A filter that wants to hear of `flags`, and is nothing but its HttpFilterProc. */
export function filter<T>(
  flags: number,
  proc: FilterProc<T>,
  more: Partial<ISAPI_FILTER_ENTRY> = {},
  name?: string,
): IsapiFilter {
  return isapiFilter({
    getFilterVersion(version) {
      version.filterVersion = HTTP_FILTER_REVISION;
      version.filterDesc = "under test";
      version.flags = flags;
      return true;
    },
    httpFilterProc: (pfc, type, notification) => answered(proc(pfc, notification as T, type)),
    ...more,
  }, name);
}

/** A server around filters and an app that answers "app", if no other is named. */
export function filterHouse(
  modules: ModuleInput,
  options: Omit<WebServerOptions, "modules"> = {},
): House {
  return house(modules as never, { app, ...options });
}

/** ServerSupportFunction. */
export const support = (pfc: Pfc, code: number, data?: unknown, ul1?: unknown) =>
  pfc.serverSupportFunction(pfc, code, data, ul1);

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function answered(answer: ReturnType<FilterProc>): number | Promise<number> {
  if (answer instanceof Promise) return answer.then((later) => later ?? NEXT);
  return answer ?? NEXT;
}

const NEXT = SF_STATUS_REQ_NEXT_NOTIFICATION;
