// What runs it, stops it, wakes it? PostCompletion: first in, first out, in microtasks, never inside the call.
import { ERROR_INVALID_HANDLE, type HRESULT, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import { ignored } from "./call-module.ts";
import { Completion } from "./completion.ts";
import { CALLING, REENTERED } from "./frame.ts";
import type { RequestRun } from "./request-run.ts";

/** @see ihttpcontext-postcompletion-method */
export function postCompletion(run: RequestRun, bytes: number): HRESULT {
  const frame = run.top;
  const waits = frame.state >= CALLING && frame.state <= REENTERED && frame.step!.index >= 0;
  if (!waits || frame.answered) {
    ignored(run.host, frame.step, "PostCompletion");
    return HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE);
  }
  const completion = new Completion(null, true, false, bytes);
  frame.push(completion);
  queueMicrotask(() => {
    completion.due = true;
    run.deliver(frame);
  });
  return S_OK;
}
