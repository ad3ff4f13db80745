// Terms: what do the pages call it?
// This file: what later versions added to the request context.

import type { HRESULT } from "./hresult.ts";
import type { IHttpContext } from "./http-context.ts";
import type { IHttpUser } from "./http-user.ts";
import type { INamedContextContainer } from "./stored-context.ts";

/**
 * The request context of IIS 7.5.
 * @see ihttpcontext2-interface
 */
export interface IHttpContext2 extends IHttpContext {
  /**
   * The user that was set first, whoever replaced it later.
   * @see ihttpcontext2-getoriginaluser-method
   */
  getOriginalUser(): IHttpUser | null;
}

/**
 * The request context of IIS 8.
 * @see ihttpcontext3-interface
 */
export interface IHttpContext3 extends IHttpContext2 {
  /**
   * Where objects of this request are kept under names.
   * @see ihttpcontext3-getnamedcontextcontainer-method
   */
  getNamedContextContainer(): INamedContextContainer;
  /**
   * Lets one read and one write be outstanding together. Whether body and response overlap is up to
   * the runtime.
   * @see ihttpcontext3-enablefullduplex-method
   */
  enableFullDuplex(): void;
  /**
   * Copies a server variable from the parent. A missing one fails only if `failIfNotExist` is true.
   * @see ihttpcontext3-inheritservervariable-method
   */
  inheritServerVariable(name: string, failIfNotExist?: boolean): HRESULT;
  /**
   * Has `onAsyncCompletion` called later, never inside this call, with the given number as bytes.
   * Fails with ERROR_INVALID_HANDLE when the notification has been answered already.
   * @see ihttpcontext-postcompletion-method
   */
  postCompletion(bytes: number): HRESULT;
  /**
   * The same, with a routine to be called in place of `onAsyncCompletion`.
   * @see ihttpcontext3-postcompletion-method
   */
  postCompletion(
    bytes: number,
    completionRoutine: (errorCode: number, bytes: number, completionContext: unknown) => void,
    completionContext: unknown,
  ): HRESULT;
}

/**
 * The request context of IIS 10, the version that handlers are given.
 * @see ihttpcontext4-interface
 */
export interface IHttpContext4 extends IHttpContext3 {
  /**
   * When the request began, in milliseconds of a clock that only goes forward.
   * @see ihttpcontext4-getrequeststarttime-method
   */
  getRequestStartTime(): number;
  /**
   * Milliseconds since the request began. Some edge runtimes stop the clock while code runs.
   * @see ihttpcontext4-getrequestelapsedtime-method
   */
  getRequestElapsedTime(): number;
  /**
   * The first request of a chain of children, itself at the root. Ours: `getRootContext` gives null
   * there.
   */
  readonly rootContext: IHttpContext4;
  /**
   * Aborted when nobody waits for an answer any more: its reason is a `TimeLimitError` (name
   * "TimeoutError") where one of the `limits` was reached, a `DOMException` named "AbortError" where
   * the client has left. Ours.
   */
  readonly signal: AbortSignal;
}
