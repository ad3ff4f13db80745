// What runs it, stops it, wakes it? Which handlers a module has switched off for itself, for this request.
import type { Registration, Step } from "../plan/plan.ts";

/** Masks by place in the plan, pre and post in turn. */
export type DisabledMasks = number[];

/** Whether the module of a step does not want to hear of it any more. */
export function isDisabled(masks: DisabledMasks | null, step: Step): boolean {
  if (masks === null || step.index < 0) return false;
  return ((masks[step.index * 2 + (step.post ? 1 : 0)] ?? 0) & step.notification) !== 0;
}

/** Keeps the handlers of one stage from being called, for the modules that `which` picks. */
export function skipStage(
  run: { disabled: DisabledMasks | null },
  registrations: readonly Registration[],
  [pre, post]: readonly [number, number],
  which: (module: Registration) => boolean,
): void {
  const masks = run.disabled ??= [];
  registrations.forEach((module, place) => {
    if (!which(module)) return;
    masks[place * 2] = ((masks[place * 2] ?? 0) | pre) >>> 0;
    masks[place * 2 + 1] = ((masks[place * 2 + 1] ?? 0) | post) >>> 0;
  });
}
