// How does an old filter feel at home? What it holds of its request, and what it can call.
import type { HTTP_FILTER_CONTEXT, SF_REQ_TYPE } from "../terms/http-filter.ts";
import { ERROR_INVALID_PARAMETER, NO_ERROR } from "../terms/hresult.ts";
import type { HSE_IO_RESULT, HSE_RESULT } from "../terms/hse-structs.ts";
import { resultOf, win32Of } from "./hse-result.ts";
import type { FilteredRequest } from "./filter-door.ts";
import { filterSupport } from "./filter-support.ts";
import { readHead } from "./written-head.ts";

const encoder = new TextEncoder();

/** The context of one filter in one request. */
export class FilterContext implements HTTP_FILTER_CONTEXT {
  filterContext: unknown = null;
  readonly #session: FilteredRequest;

  constructor(session: FilteredRequest) {
    this.#session = session;
  }

  get revision(): number {
    return this.#session.filter.revision;
  }

  get isSecurePort(): boolean {
    return this.#session.isSecure;
  }

  getServerVariable(
    filterContext: HTTP_FILTER_CONTEXT,
    variableName: string,
  ): HSE_RESULT & { value: string } {
    const refused = this.#session.refusal(filterContext);
    if (refused !== NO_ERROR) return { ...resultOf(refused), value: "" };
    const { hr, value } = this.#session.context.getServerVariable(variableName);
    return { ...resultOf(win32Of(hr)), value: value ?? "" };
  }

  addResponseHeaders(filterContext: HTTP_FILTER_CONTEXT, headers: string): boolean {
    const session = this.#session;
    if (session.refusal(filterContext) !== NO_ERROR || typeof headers !== "string") return false;
    const head = readHead(null, headers);
    return head !== null && head.body === "" && session.output.add(head.headers);
  }

  writeClient(
    filterContext: HTTP_FILTER_CONTEXT,
    buffer: Uint8Array | string,
  ): HSE_IO_RESULT {
    const known = typeof buffer === "string" || buffer instanceof Uint8Array;
    const error = this.#session.refusal(filterContext) ||
      (known ? this.#session.output.write(buffer) : ERROR_INVALID_PARAMETER);
    const size = typeof buffer === "string" ? encoder.encode(buffer).byteLength : buffer?.length;
    return { ...resultOf(error), bytes: error === NO_ERROR ? size : 0 };
  }

  allocMem(_filterContext: HTTP_FILTER_CONTEXT, size: number): Uint8Array {
    return new Uint8Array(size);
  }

  serverSupportFunction(
    filterContext: HTTP_FILTER_CONTEXT,
    sfReq: SF_REQ_TYPE,
    data: unknown = null,
    ul1: unknown = null,
  ): HSE_RESULT & { data: unknown } {
    const refused = this.#session.refusal(filterContext);
    if (refused !== NO_ERROR) return { ...resultOf(refused), data: null };
    return filterSupport(this.#session, sfReq, data, ul1);
  }
}
