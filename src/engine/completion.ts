// What runs it, stops it, wakes it? What is said to a frame that waits.
import type { IHttpCompletionInfo2, PFN_ASYNC_COMPLETION } from "../terms/completion-info.ts";
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import type { REQUEST_NOTIFICATION_STATUS } from "../terms/notification-status.ts";

/** Numbers of GetCompletedOperation. */
export const OPERATION = { POSTED: 0, READ: 1, WRITE: 2, CHILD: 3, CUSTOM: 4 } as const;

/** Which operation completed. */
export type Operation = typeof OPERATION[keyof typeof OPERATION];

/** What a finished operation brings, besides its count. */
export interface CompletionCallback {
  readonly routine: PFN_ASYNC_COMPLETION;
  readonly context: unknown;
}

/** The callback that a call was given; null where it was given none. */
export function callbackOf(
  routine: PFN_ASYNC_COMPLETION | undefined,
  context: unknown,
): CompletionCallback | null {
  return routine === undefined ? null : { routine, context };
}

/** One completion: it either closes the notification with a status, or re-enters the module. */
export class Completion implements IHttpCompletionInfo2 {
  constructor(
    /** The status that closes; null to re-enter. */
    readonly status: REQUEST_NOTIFICATION_STATUS | null,
    /** Said by IndicateCompletion or PostCompletion, not by an operation. */
    readonly posted: boolean,
    /** Whether it may be taken up now; a posted one becomes due in the next microtask. */
    public due: boolean,
    readonly bytes: number = 0,
    readonly hr: HRESULT = S_OK,
    readonly operation: Operation = OPERATION.POSTED,
    readonly callback: CompletionCallback | null = null,
  ) {}

  getCompletionBytes(): number {
    return this.bytes;
  }

  getCompletionStatus(): HRESULT {
    return this.hr;
  }

  getCompletedOperation(): number {
    return this.operation;
  }
}
