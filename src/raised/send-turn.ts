// What interrupts it? A send that is being raised: whose handlers may not begin another.
import { RQ_SEND_RESPONSE } from "../terms/notifications.ts";
import { CALLING, REENTERED } from "../engine/frame.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** No send is being raised. */
export const QUIET = 0;
/** One is, and the turn of the call for it is not over. */
export const RAISED = 1;
/** A promise of its handlers is waited for. */
export const HOLDING = 2;
/** How far a send is. */
export type Turn = typeof QUIET | typeof RAISED | typeof HOLDING;

/**
 * Whether it may be a handler of RQ_SEND_RESPONSE who asks: on the stack, in a send that nobody else runs beside, or
 * behind an await of its own, where it would wait for itself. Nobody can tell who calls then; it is somebody else in the
 * turn of the call for the send, and while a handler of the request is on the stack.
 */
export function asksInside({ active, top }: RequestRun, turn: Turn, alone: boolean): boolean {
  if (alone || active?.notification === RQ_SEND_RESPONSE) return true;
  return turn === HOLDING && top.state !== CALLING && top.state !== REENTERED;
}
