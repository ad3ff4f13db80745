// What runs it, stops it, wakes it? One operation between its call and its end, asynchronous or waited for.
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import { dropCompletions } from "./call-module.ts";
import { Completion, type CompletionCallback, type Operation } from "./completion.ts";
import { type Frame, SETTLING } from "./frame.ts";
import type { RequestRun } from "./request-run.ts";

/** Bits of RequestRun.operations. */
export const READING = 1;
export const WRITING = 2;

/** Whether an operation may not start, because another is outstanding. */
export function busyFor(run: RequestRun, bit: typeof READING | typeof WRITING): boolean {
  return run.fullDuplex ? (run.operations & bit) !== 0 : run.operations !== 0;
}

/** The current step has started something that has to settle before the next step. */
export function hold(run: RequestRun): Frame {
  run.top.outstanding++;
  return run.top;
}

/** It has settled, and says so with a completion if it was an asynchronous operation. */
export function release(run: RequestRun, frame: Frame, completion: Completion | null): void {
  frame.outstanding--;
  if (frame.state === SETTLING) {
    if (completion !== null) dropCompletions(run.host, frame);
    if (frame.outstanding === 0) run.proceed(frame, run.close(frame, frame.status));
    return;
  }
  if (completion === null) return;
  frame.push(completion);
  run.deliver(frame);
}

/** How an operation ended. */
export interface Outcome {
  readonly hr: HRESULT;
  readonly bytes: number;
}

/** An operation that the current step has started; the next step waits for it. */
export class Outstanding {
  private readonly frame: Frame;
  private outcome: Outcome | null = null;
  private resolve: ((outcome: Outcome) => void) | null = null;
  private returned = false;

  constructor(
    private readonly run: RequestRun,
    private readonly async: boolean,
    /** 0 for what does not count as an operation of its own. */
    private readonly bit: typeof READING | typeof WRITING | 0,
    private readonly operation: Operation,
    private readonly callback: CompletionCallback | null,
  ) {
    this.frame = hold(run);
    if (async) run.operations |= bit;
  }

  /** Said once, by whoever does the work. */
  readonly settled = (hr: HRESULT, bytes: number): void => {
    if (this.async && this.callback !== null && !this.returned) {
      // A callback is always called, also for what was done at once, and never inside the call (ruling 13).
      return queueMicrotask(() => this.settled(hr, bytes));
    }
    this.outcome = { hr, bytes };
    if (!this.async) return this.fulfil(this.outcome);
    this.run.operations &= ~this.bit;
    release(this.run, this.frame, this.returned ? this.completion(hr, bytes) : null);
  };

  /** The caller's own continuation comes first, also one that is attached after the call; then the next step. */
  private fulfil(outcome: Outcome): void {
    this.resolve?.(outcome);
    queueMicrotask(() => queueMicrotask(() => release(this.run, this.frame, null)));
  }

  /** What the caller of an asynchronous operation is told: the outcome if it is done, else that it will be completed. */
  now(): Outcome & { readonly expected: boolean } {
    this.returned = true;
    const { hr, bytes } = this.outcome ?? { hr: S_OK, bytes: 0 };
    return { hr, bytes, expected: this.outcome === null };
  }

  /** What the caller waits for who has asked for a synchronous operation. */
  later<T>(result: (outcome: Outcome) => T): Promise<T> {
    if (this.outcome !== null) return Promise.resolve(result(this.outcome));
    return new Promise((resolve) => this.resolve = (outcome) => resolve(result(outcome)));
  }

  private completion(hr: HRESULT, bytes: number): Completion {
    return new Completion(null, false, true, bytes, hr, this.operation, this.callback);
  }
}
