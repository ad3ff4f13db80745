// What runs it, stops it, wakes it? Which steps are not called: switched off, or handlers of a request that is answered.
import { RQ_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";
import type { Step } from "../plan/plan.ts";
import { type DisabledMasks, isDisabled } from "./disabled.ts";

/** What is asked of a run. */
interface Passing {
  readonly disabled: DisabledMasks | null;
  readonly host: Answering;
}

/** What is asked of the response. */
interface Answering {
  edits(): number;
  handled(): boolean;
}

/** Where it is kept how often the response had been edited when its first handler was called; -1 before. */
interface Mark {
  executeMark: number;
}

/** Whether a step is not called as things stand. */
export function isPassedOver(run: Passing, mark: Mark, step: Step): boolean {
  if (run.disabled !== null && isDisabled(run.disabled, step)) return true;
  return executes(step) && isAnswered(run.host, mark.executeMark);
}

/** Whether a step that is reached is passed over; if not, it is taken. */
export function passesOver(run: Passing, mark: Mark, step: Step): boolean {
  if (run.disabled === null && !executes(step)) return false;
  if (isPassedOver(run, mark, step)) return true;
  taken(run.host, mark, step);
  return false;
}

/** A step is taken: what is written from now on is written by a handler of the request, if that is what it is. */
export function taken(host: Answering, mark: Mark, step: Step): void {
  if (executes(step) && mark.executeMark < 0) mark.executeMark = host.edits();
}

function executes(step: Step): boolean {
  return step.notification === RQ_EXECUTE_REQUEST_HANDLER && !step.post;
}

function isAnswered(host: Answering, mark: number): boolean {
  return host.handled() || (mark >= 0 && host.edits() !== mark);
}
