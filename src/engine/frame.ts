// What runs it, stops it, wakes it? One list of steps being walked, with the completions addressed to it.
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
} from "../terms/notification-status.ts";
import type { Step, Walk } from "../plan/plan.ts";
import { waitTicks } from "./clock.ts";
import type { Completion } from "./completion.ts";
import type { Ends } from "./hear.ts";

/** Between two steps. */
export const IDLE = 0;
/** A handler is on the stack. */
export const CALLING = 1;
/** A handler has returned a promise. */
export const HELD = 2;
/** A handler has answered PENDING. */
export const PARKED = 3;
/** OnAsyncCompletion of the parked module is on the stack. */
export const REENTERED = 4;
/** The handler has answered, an operation that it started has not. */
export const SETTLING = 5;
/** Every step is through. */
export const ENDED = 6;

/** Who is told that a step begins to wait. */
interface Watch {
  /** When the request began, in ticks. */
  readonly startTime: number;
  waits(frame: Frame): void;
}

/** One list of steps being walked. The request has one; a nested pass puts another on top. */
export class Frame {
  declare walk: Walk;
  declare readonly below: Frame | null;
  /** Told when every step is through, or none will be any more; null for the request's own frame. */
  declare readonly through: ((abandoned: boolean) => void) | null;
  declare cursor: number;
  declare state: number;
  declare step: Step | null;
  /** Grows with every closed step, so that a late answer is known as late. */
  declare serial: number;
  /** Operations and waited-for sends that the current step has started and that have not settled. */
  declare outstanding: number;
  /** What the current step has answered while it is SETTLING. */
  declare status: REQUEST_NOTIFICATION_STATUS;
  /** First in, first out; null while there are none. */
  declare completions: Completion[] | null;
  /** The response's edit count when EXECUTE_REQUEST_HANDLER began, or -1 before. */
  declare executeMark: number;
  /** When the current step began to wait, in ticks; -1 before the first wait. */
  declare since: number;
  /** Who hears of the promises that are waited for; null before the first. */
  declare ends: Ends | null;

  constructor(walk: Walk, below: Frame | null, through: ((abandoned: boolean) => void) | null) {
    this.walk = walk;
    this.below = below;
    this.through = through;
    this.cursor = this.serial = this.outstanding = 0;
    this.state = IDLE;
    this.step = this.completions = this.ends = null;
    this.status = RQ_NOTIFICATION_CONTINUE;
    this.executeMark = this.since = -1;
  }

  /** Nothing is waited for and nothing has been said besides the answer. */
  get quiet(): boolean {
    return this.outstanding === 0 && this.completions === null;
  }

  /** Whether a completion that closes or posts is already waiting to be taken up. */
  get answered(): boolean {
    return this.completions !== null && this.completions.some((c) => c.posted);
  }

  /** Begins to wait. */
  wait(state: number, host: Watch): void {
    this.state = state;
    this.since = waitTicks(this.since < 0 ? host.startTime : this.since);
    host.waits(this);
  }

  /** A frame that goes on where this one stands, for whom nothing is waited for. */
  again(): Frame {
    const frame = new Frame(this.walk, this.below, this.through);
    const { cursor, step, serial, executeMark, since } = this;
    return Object.assign(frame, { cursor, step, serial, executeMark, since });
  }

  push(completion: Completion): void {
    (this.completions ??= []).push(completion);
  }

  /** Takes the first completion if its time has come. */
  takeDue(): Completion | null {
    const first = this.completions?.[0];
    if (first === undefined || !first.due) return null;
    this.takeFirst();
    return first;
  }

  /** Forgets the first completion. */
  takeFirst(): void {
    this.completions!.shift();
    if (this.completions!.length === 0) this.completions = null;
  }

  /** LOG_REQUEST has not been reached. */
  get early(): boolean {
    return this.cursor <= this.walk.landing;
  }

  /** FINISH_REQUEST goes to LOG_REQUEST; from there on it means CONTINUE. */
  land(): void {
    if (this.cursor < this.walk.landing) this.cursor = this.walk.landing;
  }
}

/**
 * Ends the frames above one whose step has answered, because whoever stood between has not waited for them.
 *
 * @returns The frame that is on top now.
 */
export function abandon(top: Frame, below: Frame): Frame {
  for (let frame = top; frame !== below; frame = frame.below!) {
    frame.state = ENDED;
    frame.through?.(true);
  }
  return below;
}
