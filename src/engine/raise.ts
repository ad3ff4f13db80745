// What runs it, stops it, wakes it? A list of handlers called inside somebody else's call: a send, a read.
// No handler of such a list can park the request: a promise is awaited in place, PENDING counts as CONTINUE (ruling 5).
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../terms/notification-status.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import type { RaisedStep } from "../plan/plan.ts";
import type { HandlerName } from "../plan/stages.ts";
import { isThenable } from "./call-module.ts";
import { moduleFor } from "./module-instances.ts";
import type { RequestRun } from "./request-run.ts";

/** How one notification calls its handlers. */
export interface Raising {
  readonly steps: readonly RaisedStep[];
  readonly method: HandlerName;
  call(module: CHttpModule, step: RaisedStep): RQResult;
  /** What a handler that threw stands for. */
  threw(step: RaisedStep, error: unknown): REQUEST_NOTIFICATION_STATUS;
}

/**
 * Calls the handlers in order, from place `from` on, until one answers FINISH_REQUEST.
 *
 * @returns The last answer; a promise only if a handler has returned one.
 */
export function raise(
  run: RequestRun,
  raising: Raising,
  from = 0,
): REQUEST_NOTIFICATION_STATUS | Promise<REQUEST_NOTIFICATION_STATUS> {
  for (let place = from; place < raising.steps.length; place++) {
    const step = raising.steps[place];
    const result = callRaised(run, raising, step);
    if (isThenable(result)) {
      return run.host.bounded(step, Promise.resolve(result)).then(
        (status) => continueAfter(run, raising, place, settle(run, step, status)),
        (error) =>
          continueAfter(run, raising, place, settle(run, step, raising.threw(step, error))),
      );
    }
    if (settle(run, step, result) === RQ_NOTIFICATION_FINISH_REQUEST) {
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  return RQ_NOTIFICATION_CONTINUE;
}

function continueAfter(
  run: RequestRun,
  raising: Raising,
  place: number,
  status: REQUEST_NOTIFICATION_STATUS,
): REQUEST_NOTIFICATION_STATUS | Promise<REQUEST_NOTIFICATION_STATUS> {
  return status === RQ_NOTIFICATION_FINISH_REQUEST ? status : raise(run, raising, place + 1);
}

function callRaised(run: RequestRun, raising: Raising, step: RaisedStep): RQResult {
  const module = moduleFor(run, step);
  run.host.tracer?.start(step, module);
  if (module === null) return RQ_NOTIFICATION_CONTINUE;
  const before = run.active;
  run.active = step;
  try {
    return raising.call(module, step);
  } catch (error) {
    if (typeof module[raising.method] === "function") return raising.threw(step, error);
    run.host.tracer?.warn(
      step,
      `${raising.method} is registered, but the module has no such handler`,
    );
    return RQ_NOTIFICATION_CONTINUE;
  } finally {
    run.active = before;
  }
}

function settle(
  run: RequestRun,
  step: RaisedStep,
  result: REQUEST_NOTIFICATION_STATUS | void,
): REQUEST_NOTIFICATION_STATUS {
  const { tracer } = run.host;
  if (result === RQ_NOTIFICATION_PENDING) {
    tracer?.warn(step, "PENDING has no meaning here, it counts as CONTINUE");
  }
  const status = result === RQ_NOTIFICATION_FINISH_REQUEST ? result : RQ_NOTIFICATION_CONTINUE;
  tracer?.end(step, status);
  return status;
}
