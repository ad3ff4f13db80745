// What runs it, stops it, wakes it? Which handlers a module has switched off for itself, for this request.
import type { Step } from "../plan/plan.ts";
import { STAGE_BITS } from "../plan/stages.ts";
import type { RequestRun } from "./request-run.ts";

/** Masks by place in the plan, pre and post in turn. */
export type DisabledMasks = number[];

/** Whether the module of a step does not want to hear of it any more. */
export function isDisabled(masks: DisabledMasks | null, step: Step): boolean {
  if (masks === null || step.index < 0) return false;
  return ((masks[step.index * 2 + (step.post ? 1 : 0)] ?? 0) & step.notification) !== 0;
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
