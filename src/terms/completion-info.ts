// Terms: what do the pages call it?
// This file: what a finished operation reports, and to whom.

import type { HRESULT } from "./hresult.ts";
import type { IHttpContext3 } from "./http-context-versions.ts";
import type { RQResult } from "./notification-status.ts";

/**
 * What a finished operation reports.
 * @see ihttpcompletioninfo-interface
 */
export interface IHttpCompletionInfo {
  /**
   * How many bytes were read or sent, or the number that `postCompletion` was given. Bytes sent
   * count the body, not the head.
   * @see ihttpcompletioninfo-getcompletionbytes-method
   */
  getCompletionBytes(): number;
  /**
   * How the operation ended; below zero is failure.
   * @see ihttpcompletioninfo-getcompletionstatus-method
   */
  getCompletionStatus(): HRESULT;
}

/**
 * A completion that also tells which operation it belongs to.
 * @see ihttpcompletioninfo2-interface
 */
export interface IHttpCompletionInfo2 extends IHttpCompletionInfo {
  /**
   * Which operation it was: 0 none or posted, 1 read, 2 write or flush, 3 child request, 4 custom
   * notification.
   *
   * Differs: the page describes a byte count.
   *
   * @see ihttpcompletioninfo2-getcompletedoperation-method
   */
  getCompletedOperation(): number;
}

/**
 * A routine that is called in place of `onAsyncCompletion` when the one operation it was given to
 * completes; its answer counts in the same way.
 * @see pfn-async-completion-function
 */
export type PFN_ASYNC_COMPLETION = (
  httpContext: IHttpContext3,
  completionInfo: IHttpCompletionInfo2,
  completionContext: unknown,
) => RQResult;
