// What runs it, stops it, wakes it? The two ways in which a module wakes its request.
// IndicateCompletion goes on inside the call; PostCompletion comes in microtasks, first in, first out.
import { ERROR_INVALID_HANDLE, type HRESULT, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import { ignored } from "./call-module.ts";
import { Completion } from "./completion.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_PENDING,
} from "../terms/notification-status.ts";
import { CALLING, PARKED, REENTERED } from "./frame.ts";
import { reenter } from "./reenter.ts";
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

/** @see ihttpcontext-indicatecompletion-method */
export function indicateCompletion(run: RequestRun, status: REQUEST_NOTIFICATION_STATUS): void {
  const frame = run.top;
  const entersAgain = status === RQ_NOTIFICATION_PENDING;
  const waits = frame.state >= CALLING && frame.state <= REENTERED;
  if (!waits || frame.answered) return ignored(run.host, frame.step, "IndicateCompletion");
  // A handler unwinds first, and so does OnAsyncCompletion that is to be entered again.
  const kept = frame.state === REENTERED ? entersAgain : frame.state !== PARKED;
  if (kept) return frame.push(new Completion(entersAgain ? null : status, true, true));
  if (entersAgain) return reenter(run, frame, new Completion(null, true, true));
  run.host.tracer?.completion(frame.step!, 0, S_OK);
  run.goOn(frame, status);
}
