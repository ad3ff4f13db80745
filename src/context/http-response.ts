// What does a module hold in its hand? IHttpResponse over the state that is being built and the door through which it leaves.
import type { PFN_ASYNC_COMPLETION } from "../terms/completion-info.ts";
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { type HTTP_HEADER_ID, RESPONSE_HEADER_NAMES } from "../terms/header-ids.ts";
import type { HeaderSnapshot } from "../terms/header-snapshot.ts";
import {
  E_INVALIDARG,
  ERROR_ARITHMETIC_OVERFLOW,
  ERROR_INVALID_DATA,
  ERROR_NOT_SUPPORTED,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { BodyFilter, FlushResult, HTTP_RESPONSE } from "../terms/http-response.ts";
import type { IHttpResponse4 } from "../terms/http-response-versions.ts";
import type { Io } from "../terms/io.ts";
import { callbackOf } from "../engine/completion.ts";
import { refused } from "./refused.ts";
import { isFilter } from "../wire/filters.ts";
import { readChunks } from "./chunks.ts";
import { headerChanges } from "./header-changes.ts";
import { tellResponseHeader } from "./header-events.ts";
import { headerName } from "./header-table.ts";
import { encodeHtml } from "./html.ts";
import { pushLink } from "./push-link.ts";
import { redirect } from "./redirect.ts";
import { type ResponseDoor, warnIfSent } from "./response-door.ts";
import type { ResponseState } from "./response-state.ts";
import { answer } from "./send-result.ts";
import { isReason, isStatus } from "./status.ts";
import { RawResponse } from "./raw-response.ts";
import { CachePolicy, disableKernelCache } from "./cache-policy.ts";

const MAX_REASON = 65_535;

/** The response of one request. */
export class HttpResponse implements IHttpResponse4 {
  declare readonly state: ResponseState;
  declare private readonly door: ResponseDoor;
  declare private raw: RawResponse | null;
  declare private policy: CachePolicy | null;

  constructor(state: ResponseState, door: ResponseDoor) {
    this.state = state;
    this.door = door;
    this.raw = this.policy = null;
  }

  getRawHttpResponse(): HTTP_RESPONSE {
    return this.raw ??= new RawResponse(this.state, () => this.door.reach().trailers);
  }

  getCachePolicy(): CachePolicy {
    return this.policy ??= new CachePolicy();
  }

  setStatus(
    statusCode: number,
    reason: string,
    subStatus = 0,
    errorToReport: HRESULT = S_OK,
    exception: unknown = null,
    trySkipCustomErrors = false,
  ): HRESULT {
    const hr = statusCode === 101 ? this.door.reach().upgradable() : S_OK;
    if (hr !== S_OK) return hr;
    if (!isStatus(statusCode) || !isReason(reason)) {
      return refused(this.door, "SetStatus", `${statusCode} ${reason}`, E_INVALIDARG);
    }
    if (reason.length > MAX_REASON) return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
    warnIfSent(this.door, "SetStatus");
    const error = { errorToReport, exception, trySkipCustomErrors };
    this.state.setStatus({ statusCode, reason, subStatus, ...error, ...this.door.who() });
    this.door.statusSet();
    return S_OK;
  }

  getStatus(): ReturnType<IHttpResponse4["getStatus"]> {
    return { ...this.state.status };
  }

  setHeader(header: string | HTTP_HEADER_ID, headerValue: string, replace: boolean): HRESULT {
    const name = headerName(header, RESPONSE_HEADER_NAMES);
    if (name === null) return refused(this.door, "SetHeader", header, E_INVALIDARG);
    warnIfSent(this.door, "SetHeader");
    const hr = this.state.headers.set(name, headerValue, replace);
    if (FAILED(hr)) refused(this.door, "SetHeader", `${name}: ${headerValue}`, hr);
    return tellResponseHeader(this.door.tracer, hr, name, headerValue, replace);
  }

  deleteHeader(header: string | HTTP_HEADER_ID): HRESULT {
    const name = headerName(header, RESPONSE_HEADER_NAMES);
    if (typeof name !== "string") return E_INVALIDARG;
    warnIfSent(this.door, "DeleteHeader");
    return tellResponseHeader(this.door.tracer, this.state.headers.delete(name), name, "", true);
  }

  getHeader(header: string | HTTP_HEADER_ID): string | null {
    const name = headerName(header, RESPONSE_HEADER_NAMES);
    return typeof name === "string" ? this.state.headers.get(name) : null;
  }

  clear(): void {
    this.state.clear();
  }

  clearHeaders(): void {
    this.state.headers.clear();
  }

  setNeedDisconnect(): void {
    this.state.needDisconnect = true;
  }

  resetConnection(): void {
    this.door.reset();
  }

  closeConnection(): void {
    this.door.reset();
  }

  resetStream(errorCode: number): void {
    this.door.reach().resetStream(errorCode);
    this.door.reset();
  }

  disableKernelCache(reason = 9): void {
    disableKernelCache(this.getCachePolicy(), reason, this.door.tracer);
  }

  getKernelCacheEnabled(): boolean {
    return this.policy === null || this.policy.kernelReason === 0;
  }

  suppressHeaders(): void {
    this.state.suppressed = true;
  }

  getHeadersSuppressed(): boolean {
    return this.state.suppressed;
  }

  flush<A extends boolean>(
    async: A,
    moreData: boolean,
    completionCallback?: PFN_ASYNC_COMPLETION,
    completionContext?: unknown,
  ): Io<A, FlushResult> {
    const callback = callbackOf(completionCallback, completionContext);
    return this.door.flush(async, moreData, callback) as Io<A, FlushResult>;
  }

  writeEntityChunks<A extends boolean>(
    dataChunks: HTTP_DATA_CHUNK[],
    async: A,
    moreData: boolean,
    completionCallback?: PFN_ASYNC_COMPLETION,
    completionContext?: unknown,
  ): Io<A, FlushResult> {
    const callback = callbackOf(completionCallback, completionContext);
    const read = this.state.fits(dataChunks?.length)
      ? readChunks(dataChunks, this.door.host)
      : HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW);
    return (typeof read === "number"
      ? answer(async, refused(this.door, "WriteEntityChunks", dataChunks, read), 0)
      : this.door.write(read, async, moreData, callback)) as Io<A, FlushResult>;
  }

  writeEntityChunkByReference(dataChunk: HTTP_DATA_CHUNK, insertPosition = -1): HRESULT {
    const { chunks } = this.state;
    const read = readChunks([dataChunk], this.door.host);
    if (typeof read === "number") {
      return refused(this.door, "WriteEntityChunkByReference", dataChunk, read);
    }
    if (!Number.isInteger(insertPosition)) return E_INVALIDARG;
    if (insertPosition < -1 || insertPosition > chunks.length) return E_INVALIDARG;
    if (!this.state.fits(1)) return HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW);
    this.state.add(read[0], insertPosition < 0 ? chunks.length : insertPosition);
    return S_OK;
  }

  disableBuffering(): void {
    this.state.buffering = false;
  }

  redirect(url: string, resetStatusCode = true, includeParameters = false): HRESULT {
    if (typeof url !== "string") return E_INVALIDARG;
    if (this.door.headersSent()) return S_OK;
    const target = redirect(url, this.door.requestUrl(), includeParameters);
    const hr = this.state.headers.set("Location", target, true);
    if (FAILED(tellResponseHeader(this.door.tracer, hr, "Location", target, true))) return hr;
    if (resetStatusCode) this.setStatus(302, "Found");
    this.state.dropBody();
    this.state.redirectTo = target;
    this.state.edits++;
    return S_OK;
  }

  setErrorDescription(description: string, htmlEncode = true): HRESULT {
    if (typeof description !== "string") return E_INVALIDARG;
    this.state.description = htmlEncode ? encodeHtml(description) : description;
    return S_OK;
  }

  getErrorDescription(): string | null {
    return this.state.description;
  }

  getHeaderChanges(...old: [number, HeaderSnapshot]): ReturnType<typeof headerChanges> {
    return headerChanges(this.state.headers, RESPONSE_HEADER_NAMES, ...old);
  }

  addBodyFilter(filter: BodyFilter): HRESULT {
    if (!isFilter(filter)) return refused(this.door, "addBodyFilter", filter, E_INVALIDARG);
    if (this.door.headersSent()) return HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
    (this.state.filters ??= []).push(filter);
    return S_OK;
  }

  hasBodyFilters(): boolean {
    return this.state.filters !== null;
  }

  pushPromise(...promise: Parameters<IHttpResponse4["pushPromise"]>): HRESULT {
    const link = pushLink(...promise);
    if (typeof link === "number") return link;
    if (this.door.headersSent()) return HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
    return this.state.headers.set("Link", link, false);
  }

  setTrailer(headerName: string, headerValue: string, replace: boolean): HRESULT {
    return this.door.reach().trailers.set(headerName, headerValue, replace);
  }

  getTrailer(headerName: string): string | null {
    return this.door.reach().trailers.get(headerName);
  }

  deleteTrailer(headerName: string): HRESULT {
    return this.door.reach().trailers.delete(headerName);
  }

  setNeedGoAway(): void {
    this.state.needDisconnect = true;
    this.door.reach().goAway();
  }
}
