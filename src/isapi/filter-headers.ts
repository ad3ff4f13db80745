// How does an old filter feel at home? The heads of request and response, by names with a colon.
import type {
  HTTP_FILTER_AUTH_COMPLETE_INFO,
  HTTP_FILTER_CONTEXT,
  HTTP_FILTER_PREPROC_HEADERS,
} from "../terms/http-filter.ts";
import {
  ERROR_INVALID_INDEX,
  ERROR_INVALID_PARAMETER,
  FAILED,
  type HRESULT,
  NO_ERROR,
} from "../terms/hresult.ts";
import type { HSE_RESULT } from "../terms/hse-structs.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpRequest4 } from "../terms/http-request.ts";
import type { IHttpResponse4 } from "../terms/http-response.ts";
import { resultOf } from "./hse-result.ts";
import { setLine } from "./response-head.ts";
import { readHead } from "./written-head.ts";

/** Whose heads they are. */
export interface HeadOwner {
  readonly context: IHttpContext4;
  /** Why a call with this context cannot be answered; 0 if it can. */
  refusal(filterContext: HTTP_FILTER_CONTEXT): number;
}

/** A part of a first line, which is no header. */
interface Part {
  get(): string;
  /** Sets it; false if that cannot be. */
  set(value: string): boolean;
}

/** Where headers are kept. */
interface HeaderStore {
  getHeader(name: string): string | null;
  setHeader(name: string, value: string, replace: boolean): HRESULT;
  deleteHeader(name: string): HRESULT;
}

/** What the heads of request and response have in common. */
abstract class Heads implements HTTP_FILTER_PREPROC_HEADERS {
  constructor(protected readonly owner: HeadOwner) {}

  protected abstract store(): HeaderStore;
  protected abstract part(name: string): Part | null;

  get httpStatus(): number {
    return this.response().getStatus().statusCode;
  }

  set httpStatus(statusCode: number) {
    if (statusCode !== this.httpStatus) this.response().setStatus(statusCode, "");
  }

  getHeader(filterContext: HTTP_FILTER_CONTEXT, name: string): HSE_RESULT & { value: string } {
    const refused = this.owner.refusal(filterContext) || wrongName(name);
    if (refused !== NO_ERROR) return { ...resultOf(refused), value: "" };
    const value = this.part(name)?.get() ?? this.store().getHeader(plain(name));
    return { ...resultOf(value === null ? ERROR_INVALID_INDEX : NO_ERROR), value: value ?? "" };
  }

  setHeader(filterContext: HTTP_FILTER_CONTEXT, name: string, value: string): boolean {
    if (this.refuses(filterContext, name, value)) return false;
    const part = this.part(name);
    if (part !== null) return part.set(value);
    const store = this.store();
    return !FAILED(
      value === "" ? store.deleteHeader(plain(name)) : store.setHeader(plain(name), value, true),
    );
  }

  addHeader(filterContext: HTTP_FILTER_CONTEXT, name: string, value: string): boolean {
    if (this.refuses(filterContext, name, value) || this.part(name) !== null) return false;
    return !FAILED(this.store().setHeader(plain(name), value, false));
  }

  protected response(): IHttpResponse4 {
    return this.owner.context.getResponse();
  }

  private refuses(filterContext: HTTP_FILTER_CONTEXT, name: string, value: string): boolean {
    const refused = this.owner.refusal(filterContext) || wrongName(name);
    return refused !== NO_ERROR || typeof value !== "string";
  }
}

/** The head of the request: SF_NOTIFY_PREPROC_HEADERS, SF_NOTIFY_AUTH_COMPLETE. */
export class RequestHeads extends Heads implements HTTP_FILTER_AUTH_COMPLETE_INFO {
  resetAuth = false;

  protected override store(): IHttpRequest4 {
    return this.owner.context.getRequest();
  }

  protected override part(name: string): Part | null {
    const { context } = this.owner;
    const request = context.getRequest();
    const variable = (of: string) => (): string => context.getServerVariable(of).value ?? "";
    if (name === "url" || name === "URL") {
      return { get: variable("HTTP_URL"), set: (url) => setUrl(context, url) };
    }
    if (name === "method") {
      const set = (method: string): boolean => !FAILED(request.setHttpMethod(method));
      return { get: () => request.getHttpMethod(), set };
    }
    if (name !== "version") return null;
    return { get: variable("HTTP_VERSION"), set: (version) => version === this.version() };
  }

  /** Nobody can change it: only what it is already can be set. */
  private version(): string {
    return this.owner.context.getServerVariable("HTTP_VERSION").value ?? "";
  }
}

/** The head of the response: SF_NOTIFY_SEND_RESPONSE. */
export class ResponseHeads extends Heads {
  protected override store(): HeaderStore {
    const response = this.response();
    return {
      getHeader: (name) => response.getHeader(name),
      setHeader: (name, value, replace) => setLine(response, name, value, replace),
      deleteHeader: (name) => response.deleteHeader(name),
    };
  }

  protected override part(name: string): Part | null {
    if (name !== "status") return null;
    return {
      get: () => {
        const { statusCode, reason } = this.response().getStatus();
        return `${statusCode} ${reason}`.trimEnd();
      },
      set: (line) => {
        const head = readHead(line, null);
        return head !== null && !FAILED(this.response().setStatus(head.statusCode, head.reason));
      },
    };
  }
}

/** A path stays one, also where it begins with two slashes, as a URL without its scheme does. */
function setUrl(context: IHttpContext4, url: string): boolean {
  if (!/^(\/|https?:\/\/)/i.test(url)) return false;
  const { fullUrl } = context.getRequest().getRawHttpRequest().cookedUrl;
  const whole = url.startsWith("/") ? new URL(fullUrl).origin + url : url;
  return !FAILED(context.getRequest().setUrl(whole, true));
}

const plain = (name: string): string => name.endsWith(":") ? name.slice(0, -1) : name;

function wrongName(name: unknown): number {
  return typeof name === "string" && plain(name) !== "" ? NO_ERROR : ERROR_INVALID_PARAMETER;
}
