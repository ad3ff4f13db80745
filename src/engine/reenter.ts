// What runs it, stops it, wakes it? OnAsyncCompletion of a parked step, or the routine that was given in its place.
import type { RQResult } from "../terms/notification-status.ts";
import { isThenable, late, reenterModule } from "./call-module.ts";
import type { Completion } from "./completion.ts";
import { type Frame, REENTERED } from "./frame.ts";
import type { ModuleOwner } from "./module-instances.ts";

/** The run of a parked step. */
interface Parked extends ModuleOwner {
  failed(frame: Frame, error: unknown): RQResult;
  goOn(frame: Frame, result: RQResult): void;
}

/** Tells a parked step of a completion, and goes on with what it answers. */
export function reenter(run: Parked, frame: Frame, completion: Completion): void {
  const { serial } = frame;
  const step = frame.step!;
  // IndicateCompletion inside the call has answered, and may still be settling: what is answered then is too late.
  const counts = () => frame.serial === serial && frame.state === REENTERED;
  frame.state = REENTERED;
  run.host.tracer?.completion(step, completion.bytes, completion.hr);
  let result: RQResult = undefined;
  try {
    result = reenterModule(run, step, completion);
  } catch (error) {
    if (counts()) result = run.failed(frame, error);
    else late(run.host, step);
  }
  if (counts()) run.goOn(frame, result);
  else if (isThenable(result)) result.then(undefined, () => late(run.host, step));
}
