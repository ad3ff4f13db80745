// What runs it, stops it, wakes it? Calls that are waited for and soon done: one hold of the step for all that follow each other.
import type { Frame } from "./frame.ts";
import { hold, release } from "./outstanding.ts";
import type { RequestRun } from "./request-run.ts";

/** Turns in which a caller goes on, also one who begins to wait for his call a little later; no more, or an end of
 * the caller's next operation is there before them. */
const TURNS = 2;

/** Cheaper than `queueMicrotask` on Deno, which looks after what is thrown; nothing is. */
const SOON = Promise.resolve();

/** Holds the current step from the first such call until the last caller has gone on. */
export class GoingOn {
  private frame: Frame | null = null;
  private calls = 0;
  private turns = 0;
  private turning = false;

  constructor(private readonly run: RequestRun) {}

  /** A call begins; false if the step that is held is another one. */
  begin(): boolean {
    if (this.frame !== null && this.frame !== this.run.top) return false;
    this.frame ??= hold(this.run);
    this.calls++;
    return true;
  }

  /** One of them is done, and its caller told. */
  ended(): void {
    if (--this.calls > 0) return;
    this.turns = this.turning ? TURNS : TURNS - 1;
    if (this.turning) return;
    this.turning = true;
    SOON.then(this.turn);
  }

  private readonly turn = (): void => {
    this.turning = this.calls === 0 && this.turns-- > 0;
    if (this.turning) return void SOON.then(this.turn);
    if (this.calls > 0) return;
    const frame = this.frame!;
    this.frame = null;
    release(this.run, frame, null);
  };
}
