// How does an old extension feel at home? Another URL run inside its request: HSE_REQ_EXEC_URL and HSE_REQ_SEND_URL.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_NO_PRECONDITION,
  EXECUTE_FLAG_DISABLE_CUSTOM_ERROR,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR,
  EXECUTE_FLAG_NO_HEADERS,
  EXECUTE_FLAG_SAME_URL,
} from "../terms/flags.ts";
import {
  ERROR_INVALID_PARAMETER,
  ERROR_OPERATION_ABORTED,
  FAILED,
  NO_ERROR,
  S_OK,
} from "../terms/hresult.ts";
import * as HSE from "../terms/hse-flags.ts";
import type {
  HSE_EXEC_URL_INFO,
  HSE_EXEC_URL_STATUS,
  HSE_EXEC_URL_USER_INFO,
} from "../terms/hse-structs.ts";
import type { IHttpContext, IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { type IoOutcome, win32Of } from "./hse-result.ts";
import { type Entity, UNKNOWN_BYTES } from "./read-ahead.ts";
import { readHead } from "./written-head.ts";

/** What HSE_EXEC_URL_* are for a child request; those that are missing here are for its clone, or for nothing. */
const EXECUTE: readonly (readonly [number, number])[] = [
  [HSE.HSE_EXEC_URL_NO_HEADERS, EXECUTE_FLAG_NO_HEADERS],
  [HSE.HSE_EXEC_URL_IGNORE_CURRENT_INTERCEPTOR, EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR],
  [HSE.HSE_EXEC_URL_DISABLE_CUSTOM_ERROR, EXECUTE_FLAG_DISABLE_CUSTOM_ERROR],
  [HSE.HSE_EXEC_URL_HTTP_CACHE_ELIGIBLE, EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE],
];

/** The request in which another one runs. */
interface ChildOwner {
  readonly context: IHttpContext4;
  readonly entity: Entity;
  /** What of the body nobody has taken. */
  readonly unread: Uint8Array;
}

/** The child requests of one extension, one after the other. */
export class ChildUrl {
  #context: IHttpContext | null = null;
  #status: HSE_EXEC_URL_STATUS | null = null;
  #settled: ((outcome: IoOutcome) => void) | null = null;

  constructor(private readonly owner: ChildOwner) {}

  get running(): boolean {
    return this.#context !== null;
  }

  /** How the last one went; null before there was one. */
  get status(): HSE_EXEC_URL_STATUS | null {
    return this.#status;
  }

  /** Starts one; answers with a Win32 code. */
  start(info: HSE_EXEC_URL_INFO): number {
    const { context } = this.owner;
    const clone = context.cloneContext(cloneFlags(info)).httpContext;
    if (clone === null) return ERROR_INVALID_PARAMETER;
    const wrong = this.prepare(clone, info);
    const { hr } = wrong
      ? { hr: S_OK }
      : context.executeRequest(true, clone, executeFlags(info), userOf(info.userInfo));
    if (wrong || FAILED(hr)) {
      clone.releaseClonedContext();
      return wrong ? ERROR_INVALID_PARAMETER : win32Of(hr);
    }
    this.#context = clone;
    return NO_ERROR;
  }

  /** The end of the one that runs. */
  outcome(): Promise<IoOutcome> {
    return new Promise((resolve) => this.#settled = resolve);
  }

  /** It has ended. */
  ended(hr: number): void {
    const child = this.#context;
    if (child === null) return;
    const { statusCode, subStatus, errorToReport } = child.getResponse().getStatus();
    const win32Error = win32Of(FAILED(hr) ? hr : errorToReport);
    this.#status = { httpStatusCode: statusCode, httpSubStatus: subStatus, win32Error };
    this.#context = null;
    child.releaseClonedContext();
    this.#settled?.({ bytes: 0, error: win32Of(hr) });
    this.#settled = null;
  }

  /** The request has ended without waiting for it. */
  abandoned(): void {
    this.#settled?.({ bytes: 0, error: ERROR_OPERATION_ABORTED });
    this.#settled = null;
  }

  /** Gives the clone what the extension wants it to have; true if that is malformed. */
  private prepare(clone: IHttpContext, info: HSE_EXEC_URL_INFO): boolean {
    const request = clone.getRequest();
    const { url = null, method = null, childHeaders = null, entity = null } = info;
    if (url !== null && FAILED(request.setUrl(url, true))) return true;
    if (method !== null && FAILED(request.setHttpMethod(method))) return true;
    const headers = childHeaders === null ? null : readHead(null, childHeaders);
    if (childHeaders !== null && headers === null) return true;
    for (const [name, value] of headers?.headers ?? []) request.setHeader(name, value, false);
    const body = entity?.data ?? this.owner.unread;
    if (body.byteLength === 0 && entity === null) return false;
    request.insertEntityBody(body);
    const length = entity === null ? this.owner.entity.total : body.byteLength;
    if (length !== UNKNOWN_BYTES) request.setHeader("Content-Length", String(length), true);
    return false;
  }
}

function cloneFlags(info: HSE_EXEC_URL_INFO): number {
  const headers = (info.childHeaders ?? null) === null ? CLONE_FLAG_HEADERS : 0;
  const entity = (info.entity ?? null) === null ? CLONE_FLAG_ENTITY : 0;
  const unconditional = (info.execUrlFlags & HSE.HSE_EXEC_URL_IGNORE_VALIDATION_AND_RANGE) === 0
    ? 0
    : CLONE_FLAG_NO_PRECONDITION;
  return CLONE_FLAG_BASICS | headers | entity | unconditional;
}

function executeFlags({ url, execUrlFlags }: HSE_EXEC_URL_INFO): number {
  const same = (url ?? null) === null ? EXECUTE_FLAG_SAME_URL : 0;
  return EXECUTE.reduce(
    (flags, [hse, execute]) => (execUrlFlags & hse) === 0 ? flags : flags | execute,
    same as number,
  );
}

/** Null leaves the parent's. */
function userOf(info: HSE_EXEC_URL_USER_INFO | null | undefined): IHttpUser | null {
  if ((info ?? null) === null) return null;
  const { customUserName, customAuthType } = info!;
  return {
    getRemoteUserName: () => customUserName,
    getUserName: () => customUserName,
    getAuthenticationType: () => customAuthType,
    getPassword: () => "",
    referenceUser: () => {},
    dereferenceUser: () => {},
    supportsIsInRole: () => false,
    isInRole: () => ({ hr: S_OK, inRole: false }),
    getUserVariable: () => null,
  };
}
