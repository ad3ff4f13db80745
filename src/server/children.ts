// Who builds the house and lets a request in? The clones of one request: made, executed, cancelled, released.
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_SERVER_VARIABLE,
  CLONE_FLAG_USER_CACHE_VARY_BY,
} from "../terms/flags.ts";
import {
  E_INVALIDARG,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_OPERATION,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { HttpContext } from "../context/http-context.ts";
import type { HttpRequest } from "../context/http-request.ts";
import type { HttpResponse } from "../context/http-response.ts";
import { refused, type Warned } from "../context/refused.ts";
import { DEFAULT_BUFFER_LIMIT } from "../context/response-state.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { Plan } from "../plan/plan.ts";
import {
  type ExecutableChild,
  executeRequest,
  type ExecuteResult,
} from "../raised/child-request.ts";
import type { ServerVariables } from "../variables/server-variables.ts";
import { cloneRequest } from "./clone-request.ts";
import type { PipelineOptions } from "./options.ts";

/** Every CLONE_FLAG_* there is. */
const CLONE_FLAGS = 0x7f;

/** What a request and its clone both are. */
interface Cloned {
  readonly context: HttpContext;
  request(): HttpRequest;
  response(): HttpResponse;
  extras(): { variables(): ServerVariables };
}

/** The request that is cloned. */
export interface ParentRequest extends Cloned, Warned {
  readonly run: RequestRun;
  readonly incoming: Request;
  readonly core: ChildCore & { readonly options: PipelineOptions };
}

/** One clone. */
export interface ClonedRequest extends Cloned, ExecutableChild {
  /** It has been executed, and its parent has not been told of the end. */
  readonly running: boolean;
  /** Gives it up; its parent is told that it was aborted. */
  cancel(): void;
  /** Cleans up, now or when it has ended. */
  release(): void;
}

/** The house in which clones are made and let in. */
export interface ChildCore {
  /** @param abort Aborts the signal of `request`. */
  clone(parent: ParentRequest, request: Request, abort: AbortController): ClonedRequest;
  /** The plan for a URL. */
  planAt(url: string): Plan;
  /** Runs a clone that has its plan. */
  enter(child: Cloned): void;
}

/** The clones of one request that have not been released. */
export class Children {
  private readonly clones = new Map<IHttpContext, ClonedRequest>();

  constructor(private readonly parent: ParentRequest) {}

  clone(cloneFlags: number): { hr: HRESULT; httpContext: IHttpContext | null } {
    const { parent } = this;
    if (!Number.isInteger(cloneFlags) || (cloneFlags & ~CLONE_FLAGS) !== 0) {
      return { hr: E_INVALIDARG, httpContext: null };
    }
    if (parent.run.over) return { hr: HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE), httpContext: null };
    const abort = new AbortController();
    const limit = parent.core.options.responseBufferLimit ?? DEFAULT_BUFFER_LIMIT;
    const request = cloneRequest(parent.request(), cloneFlags, limit, abort.signal);
    const clone = parent.core.clone(parent, request, abort);
    const method = (cloneFlags & CLONE_FLAG_BASICS) === 0 ? "GET" : parent.request().method;
    if (method !== request.method) clone.request().method = method;
    copyRest(parent, clone, cloneFlags);
    this.clones.set(clone.context, clone);
    return { hr: S_OK, httpContext: clone.context };
  }

  execute(
    async: boolean,
    httpContext: IHttpContext,
    executeFlags: number,
    httpUser: IHttpUser | null = null,
  ): ExecuteResult {
    const child = this.clones.get(httpContext) ?? null;
    const result = executeRequest(this.parent.run, async, child, executeFlags, httpUser);
    if (FAILED(result.hr)) {
      const given = async === true ? "a context that cannot be run" : `fAsync ${async}`;
      refused(this.parent, "ExecuteRequest", given, result.hr);
    }
    return result;
  }

  /** Gives up the child that is running; false if none is. */
  cancel(): boolean {
    for (const clone of this.clones.values()) {
      if (!clone.running) continue;
      clone.cancel();
      return true;
    }
    return false;
  }

  /** Ends one clone; a clone that is not here has been released, or its parent has. */
  release(httpContext: IHttpContext): HRESULT {
    const clone = this.clones.get(httpContext);
    if (clone === undefined) return E_INVALIDARG;
    if (clone.running) return HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
    this.clones.delete(httpContext);
    clone.release();
    return S_OK;
  }

  /** The parent is gone: what nobody has released is released now. */
  cleanUp(): void {
    const clones = [...this.clones.values()];
    this.clones.clear();
    for (const clone of clones) clone.release();
  }
}

/** What a clone gets besides its Request. */
function copyRest(parent: Cloned, clone: Cloned, flags: number): void {
  if ((flags & CLONE_FLAG_SERVER_VARIABLE) !== 0) {
    clone.extras().variables().inheritAll(parent.extras().variables());
  }
  if ((flags & CLONE_FLAG_USER_CACHE_VARY_BY) === 0) return;
  const [from, to] = [parent, clone].map((one) => one.response().getCachePolicy());
  to.appendVaryByHeader(from.getVaryByHeaders()!);
  to.appendVaryByQueryString(from.getVaryByQueryStrings()!);
  const value = from.getVaryByValue();
  if (value !== null) to.setVaryByValue(value);
}
