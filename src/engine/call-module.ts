// What runs it, stops it, wakes it? Calls into a module that are not the plain call of a handler.
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import type { ParkingStep, Step } from "../plan/plan.ts";
import type { Completion } from "./completion.ts";
import type { Frame } from "./frame.ts";
import { moduleFor, type ModuleOwner } from "./module-instances.ts";
import type { RunHost } from "./run-host.ts";

/** Calls the module, or the routine, that a completion is for. */
export function reenterModule(owner: ModuleOwner, step: Step, completion: Completion): RQResult {
  const { context } = owner.host;
  const { provider = owner.host.provider } = step as Partial<ParkingStep>;
  const { callback } = completion;
  if (callback !== null) return callback.routine(context, completion, callback.context);
  const module = moduleFor(owner, step);
  if (typeof module?.onAsyncCompletion !== "function") return RQ_NOTIFICATION_CONTINUE;
  return module.onAsyncCompletion(context, step.notification, step.post, provider, completion);
}

/** A registered bit without its handler is a warning, not an error of the request. */
export function lacks(host: RunHost, module: CHttpModule, step: Step): boolean {
  if (typeof module[step.method] === "function") return false;
  host.tracer?.warn(
    step,
    `${step.method} is registered, but the module has no such handler`,
  );
  return true;
}

/** Traces a completion that nothing waits for. */
export function ignored(host: RunHost, step: Step | null, what: string): void {
  host.tracer?.warn(step, `${what} found no notification that waits for it`);
}

/** Forgets the completions of a step that has answered by itself. */
export function dropCompletions(host: RunHost, frame: Frame): void {
  frame.completions = null;
  host.tracer?.warn(frame.step, "A completion came for a notification that had been answered");
}

/** Traces that a module has failed where nobody asks for its answer any more. */
export function late(host: RunHost, step: Step): void {
  host.tracer?.warn(step, "A module failed after its notification had been answered");
}

/** Whether an answer has to be waited for. */
export function isThenable(
  result: RQResult,
): result is Promise<REQUEST_NOTIFICATION_STATUS | void> {
  return typeof result === "object" &&
    typeof (result as { then?: unknown } | null)?.then === "function";
}

/** Whether an answer closes its notification. */
export function isFinal(result: unknown): result is 0 | 2 {
  return result === RQ_NOTIFICATION_CONTINUE || result === RQ_NOTIFICATION_FINISH_REQUEST;
}

/** Tells that a handler has answered with something that is no status. */
export function noStatus(step: Step, found: unknown): TypeError {
  return new TypeError(
    `${step.method} of module "${step.registration.name}" answered with ${String(found)}, ` +
      "wished for RQ_NOTIFICATION_CONTINUE, PENDING or FINISH_REQUEST, a promise of one, or nothing",
  );
}
