// What interrupts it? A child request: which may start, and what the one who has started it is told.
import {
  E_FAIL,
  ERROR_INVALID_FUNCTION,
  ERROR_INVALID_HANDLE,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_SUPPORTED,
  ERROR_STACK_OVERFLOW,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { OPERATION } from "../engine/completion.ts";
import { busyFor, Outstanding, WRITING } from "../engine/outstanding.ts";
import { mayPark } from "../engine/raise-frame.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** Every EXECUTE_FLAG_* there is. */
const EXECUTE_FLAGS = 0x7f;

/** How many requests may be inside each other below the one of the client. */
const DEEPEST = 10;

/** A clone that may be executed. */
export interface ExecutableChild {
  /** 1 for the child of a request that a client has made. */
  readonly level: number;
  /** Neither executed nor released yet, and there is something that can execute it. */
  readonly ready: boolean;
  /** Runs it; `settled` is told once, never inside this call. */
  execute(flags: number, user: IHttpUser | null, settled: Settled): void;
}

type Settled = (hr: HRESULT, bytes: number) => void;

/** What the parent is told. */
export interface ExecuteResult {
  hr: HRESULT;
  completionExpected: boolean;
}

/**
 * Runs a clone, or says why not. The current notification is not left before the child has ended.
 *
 * @param child Null for a context that is no clone of this request.
 * @see ihttpcontext-executerequest-method
 */
export function executeRequest(
  run: RequestRun,
  async: boolean,
  child: ExecutableChild | null,
  flags: number,
  user: IHttpUser | null,
): ExecuteResult {
  if (async !== true || child === null || !child.ready) return refused(ERROR_NOT_SUPPORTED);
  if (child.level > DEEPEST) return refused(ERROR_STACK_OVERFLOW);
  const wrong = refusal(run, flags, user);
  if (wrong !== null) return refused(wrong);
  const executing = new Outstanding(run, true, WRITING, OPERATION.CHILD, null);
  try {
    child.execute(flags, user, executing.settled);
  } catch (error) {
    // It has not begun, so nobody else would ever say that it has ended.
    executing.settled(E_FAIL, 0);
    throw error;
  }
  return { hr: S_OK, completionExpected: executing.now().expected };
}

function refusal(run: RequestRun, flags: number, user: unknown): number | null {
  if (((flags & ~EXECUTE_FLAGS) !== 0) || !Number.isInteger(flags) || typeof user !== "object") {
    return ERROR_INVALID_PARAMETER;
  }
  // Inside a send, a read or a mapping that a module has asked for, nothing can wait.
  if (run.active !== null) return ERROR_INVALID_FUNCTION;
  if (!mayPark(run)) return ERROR_INVALID_HANDLE;
  return busyFor(run, WRITING) ? ERROR_INVALID_OPERATION : null;
}

function refused(code: number): ExecuteResult {
  return { hr: HRESULT_FROM_WIN32(code), completionExpected: false };
}
