// What does a module hold in its hand? One read, write or close of a WebSocket between its call and its end.
import type { HRESULT } from "../terms/hresult.ts";
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../terms/notification-status.ts";
import type { PFN_WEBSOCKET_COMPLETION } from "../terms/websocket-context.ts";
import { indicateCompletion } from "../engine/complete.ts";
import { Completion, type Operation } from "../engine/completion.ts";
import { type Frame, PARKED } from "../engine/frame.ts";
import { hold, release } from "../engine/outstanding.ts";
import type { RequestRun } from "../engine/request-run.ts";

/** How an operation ended; what only a read can say is false elsewhere. */
export interface SocketOutcome {
  readonly hr: HRESULT;
  readonly bytes: number;
  readonly utf8: boolean;
  readonly final: boolean;
  readonly close: boolean;
}

/** The routine that a caller has given along. */
export interface SocketRoutine {
  readonly completion: PFN_WEBSOCKET_COMPLETION;
  readonly context: unknown;
}

/** The outcome of a write or a close. */
export const written = (hr: HRESULT, bytes: number): SocketOutcome => ({
  hr,
  bytes,
  utf8: false,
  final: false,
  close: false,
});

/** An operation of a WebSocket; the next step of the pipeline waits for it. */
export class SocketOperation {
  private readonly frame: Frame;
  private outcome: SocketOutcome | null = null;
  private resolve: ((outcome: SocketOutcome) => void) | null = null;
  private returned = false;

  constructor(
    private readonly run: RequestRun,
    private readonly async: boolean,
    private readonly operation: Operation,
    private readonly routine: SocketRoutine | null,
    /** The routine threw. */
    private readonly threw: (error: unknown) => void,
  ) {
    this.frame = hold(run);
  }

  /** Said once, by whoever does the work. */
  readonly settled = (outcome: SocketOutcome): void => {
    const { async, routine, run, frame } = this;
    if (async && routine !== null) {
      // Never inside the call, also for what was done at once (ruling 13).
      if (!this.returned) return queueMicrotask(() => this.settled(outcome));
      return this.call(routine, outcome);
    }
    this.outcome = outcome;
    this.resolve?.(outcome);
    if (async) return release(run, frame, this.returned ? this.completion(outcome) : null);
    queueMicrotask(() => queueMicrotask(() => release(run, frame, null)));
  };

  /**
   * What the caller gets: with async the state of things now, else a promise of the outcome.
   *
   * A result that was given before the end is filled in at the end, as what a C++ pointer leads to would be.
   */
  result<T extends object>(
    shape: (outcome: SocketOutcome, expected: boolean) => T,
  ): T | Promise<T> {
    this.returned = true;
    const { outcome } = this;
    if (outcome !== null) {
      const result = shape(outcome, false);
      return this.async ? result : Promise.resolve(result);
    }
    if (!this.async) {
      return new Promise((fulfil) => this.resolve = (late) => fulfil(shape(late, false)));
    }
    const result = shape(written(0, 0), true);
    this.resolve = (late) => void Object.assign(result, shape(late, true));
    return result;
  }

  /** A routine that answers with a promise is waited for, so that what it starts next is part of the same step. */
  private call({ completion, context }: SocketRoutine, outcome: SocketOutcome): void {
    const { hr, bytes, utf8, final, close } = outcome;
    this.resolve?.(outcome);
    const { run, frame } = this;
    const over = (): void => release(run, frame, null);
    try {
      const answer: unknown = completion(hr, context, bytes, utf8, final, close);
      if (typeof (answer as PromiseLike<void> | null | undefined)?.then !== "function") {
        return over();
      }
      (answer as PromiseLike<void>).then(over, (error) => this.failed(error));
    } catch (error) {
      this.failed(error);
    }
  }

  /** Nobody will wake a notification whose routine has thrown: it ends as if its handler had. */
  private failed(error: unknown): void {
    const { run, frame } = this;
    this.threw(error);
    if (frame.state === PARKED && frame === run.top) {
      run.host.failed(frame.step!, error);
      indicateCompletion(run, RQ_NOTIFICATION_FINISH_REQUEST);
    } else console.error("A completion routine of a WebSocket threw:", error);
    release(run, frame, null);
  }

  private completion({ hr, bytes }: SocketOutcome): Completion {
    return new Completion(null, false, true, bytes, hr, this.operation);
  }
}
