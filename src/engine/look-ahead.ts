// What runs it, stops it, wakes it? What a module may ask of the steps that are still to come.
import type { IHttpContext } from "../terms/http-context.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../terms/notification-status.ts";
import type { Step } from "../plan/plan.ts";
import { STAGE_BITS } from "../plan/stages.ts";
import type { Frame } from "./frame.ts";
import { moduleFor } from "./module-instances.ts";
import { isPassedOver, taken } from "./passed-over.ts";
import type { RequestRun } from "./request-run.ts";

/** The next step if `status` were answered now, with its place in the walk; null at the end. */
function upcoming(run: RequestRun, status: REQUEST_NOTIFICATION_STATUS): [Step, number] | null {
  const frame = run.top;
  let place = frame.cursor;
  if (finishes(run, status) && place < frame.walk.landing) {
    place = frame.walk.landing;
  }
  const { steps } = frame.walk;
  while (place < steps.length && isPassedOver(run, frame, steps[place])) place++;
  return place < steps.length ? [steps[place], place] : null;
}

/** Whether the request goes to LOG_REQUEST after this answer: by it, or by a send that has said so before. */
function finishes(run: RequestRun, status: REQUEST_NOTIFICATION_STATUS): boolean {
  return status === RQ_NOTIFICATION_FINISH_REQUEST || run.finishRequested;
}

/** Only deterministic notifications are looked at, not what a module raises in the middle of one. */
function isOfStage(step: Step): boolean {
  return (step.notification & STAGE_BITS) !== 0;
}

/**
 * Goes on to the next step if it belongs to the same host as the current one.
 *
 * @returns The step, which the pipeline will not call any more; null if anything else comes before.
 * @see ihttpcontext-getnextnotification-method
 */
function takeNext(run: RequestRun, status: REQUEST_NOTIFICATION_STATUS): Step | null {
  const current = run.top.step;
  if (current === null || !isOfStage(current) || status === RQ_NOTIFICATION_PENDING) return null;
  const next = upcoming(run, status);
  if (next === null || next[0].registration.host !== current.registration.host) return null;
  run.host.tracer?.end(current, status);
  run.host.tracer?.start(next[0], null);
  run.top.cursor = next[1] + 1;
  taken(run.host, run.top, next[0]);
  run.top.step = next[0];
  return next[0];
}

/** What GetNextNotification gives back, with the object that the caller now has to call itself. */
export function nextNotification(
  run: RequestRun,
  status: REQUEST_NOTIFICATION_STATUS,
): ReturnType<IHttpContext["getNextNotification"]> {
  const next = takeNext(run, status);
  return {
    ret: next !== null,
    notification: next?.notification ?? 0,
    isPostNotification: next?.post ?? false,
    moduleInfo: next === null ? null : moduleFor(run, next),
    requestOutput: next === null ? null : run.host.provider,
  };
}

/**
 * Whether the current host would hear no more of this request if it answered `status` now.
 *
 * @see ihttpcontext-getislastnotification-method
 */
export function isLast(run: RequestRun, status: REQUEST_NOTIFICATION_STATUS): boolean {
  const host = run.top.step?.registration.host;
  for (let frame: Frame | null = run.top; frame !== null; frame = frame.below) {
    const from = finishes(run, status) ? Math.max(frame.cursor, frame.walk.landing) : frame.cursor;
    const later = frame.walk.steps.slice(from);
    const counts = (s: Step): boolean => isOfStage(s) && s.registration.host === host;
    if (later.some((s) => counts(s) && !isPassedOver(run, frame!, s))) return false;
  }
  return true;
}

/**
 * Switches off, for this request, notifications of the module whose handler is running.
 *
 * @param notifications Bit mask of RQ_* whose handlers are not called any more.
 * @param postNotifications The same for post handlers. Only stages count; other bits are without effect.
 * @see ihttpcontext-disablenotifications-method
 */
export function disable(
  run: RequestRun,
  notifications: number,
  postNotifications: number,
): void {
  const step = run.active ?? run.top.step;
  if (step === null || step.index < 0) return;
  const masks = run.disabled ??= [];
  const place = step.index * 2;
  masks[place] = ((masks[place] ?? 0) | (notifications & STAGE_BITS)) >>> 0;
  masks[place + 1] = ((masks[place + 1] ?? 0) | (postNotifications & STAGE_BITS)) >>> 0;
}
