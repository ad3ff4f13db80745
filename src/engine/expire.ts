// What runs it, stops it, wakes it? The end of a wait that nobody else ends.
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../terms/notification-status.ts";
import { abandon, ENDED, type Frame } from "./frame.ts";
import type { RequestRun } from "./request-run.ts";

/**
 * Ends the step that a frame waits in as if its handler had thrown, and everything above that frame.
 *
 * The walk goes on in a frame of its own. Whatever the step has started still has the old one in its hand: a promise
 * or an operation that settles later finds a frame that has ended, and moves nothing.
 *
 * @param error What the step is said to have failed with; null where that was said before.
 */
export function expire(run: RequestRun, frame: Frame, error: unknown): void {
  const fresh = frame.again();
  if (run.bottom === frame) run.bottom = fresh;
  abandon(run.top, frame);
  frame.state = ENDED;
  run.top = fresh;
  run.operations = 0;
  if (fresh.step === null) {
    fresh.land();
    return run.walk(fresh);
  }
  if (error !== null) run.host.failed(fresh.step, error);
  run.goOn(fresh, RQ_NOTIFICATION_FINISH_REQUEST);
}
