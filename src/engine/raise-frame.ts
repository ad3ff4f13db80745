// What runs it, stops it, wakes it? A list of handlers raised in the middle of a notification, which may park it.
// They get a frame of their own on top of the one that has raised them, so that their completions find them.
import type { IHttpEventProvider } from "../terms/event-providers.ts";
import type { ParkingStep, RaisedStep } from "../plan/plan.ts";
import type { HandlerCall, HandlerName } from "../plan/stages.ts";
import type { Operation } from "./completion.ts";
import { CALLING, REENTERED } from "./frame.ts";
import { Outstanding } from "./outstanding.ts";
import type { RequestRun } from "./request-run.ts";

/** One notification being raised. */
export interface ParkingRaise {
  readonly steps: readonly RaisedStep[];
  readonly method: HandlerName;
  readonly provider: IHttpEventProvider;
  readonly call: HandlerCall;
  /** What the completion says that the raiser gets if a handler has waited. */
  readonly operation: Operation;
}

/** Whether there is a notification that can wait: inside a send, a read or a mapping nothing can. */
export function mayPark(run: RequestRun): boolean {
  const { state } = run.top;
  return run.active === null && state >= CALLING && state <= REENTERED;
}

/**
 * Calls the handlers inside this call, as far as they do not wait.
 *
 * The current notification is not left before they are through. If one of them waits, its end becomes a completion of
 * the current notification.
 *
 * @returns Whether a completion is to be expected.
 */
export function raiseParking(run: RequestRun, raised: ParkingRaise): boolean {
  const waiting = new Outstanding(run, true, 0, raised.operation, null);
  const steps = raised.steps.map((step) => parkingStep(step, raised));
  run.nest({ steps, landing: steps.length }, () => waiting.settled(0, 0));
  return waiting.now().expected;
}

function parkingStep(step: RaisedStep, { method, provider, call }: ParkingRaise): ParkingStep {
  return { ...step, post: false, method, call, handler: null, provider };
}
