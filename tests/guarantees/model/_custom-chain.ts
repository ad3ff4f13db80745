// What of a notification that a module raises? Its handlers are a chain of their own, on top of who has raised it: semantics 4.4.
import { Frame } from "./_frame.ts";
import type { Chain } from "./_chain.ts";
import type { Machine } from "./_machine.ts";
import { LOG, raisedOf, type Step } from "./_order.ts";
import type { Answer } from "./_program.ts";
import { Silent } from "./_time.ts";

/** The handlers of a custom notification: FINISH_REQUEST ends this chain alone. */
export class CustomChain implements Chain {
  readonly #steps: readonly Step[];
  #at = 0;
  #over = false;
  #complete: ((bytes: number, hr: number) => void) | null = null;

  constructor(readonly machine: Machine, readonly raiser: Frame) {
    this.#steps = raisedOf(machine.program, "onCustomRequestNotification");
  }

  threw(): void {
    if (this.machine.stage < LOG) this.machine.doomed = true;
  }

  closed(_frame: Frame, answer: Answer): void {
    if (answer === "throw") this.machine.fail();
    if (answer === 2 || answer === "throw") this.#at = this.#steps.length;
  }

  next(): void {
    const step = this.#steps[this.#at++];
    if (!step) return this.#end();
    if (this.machine.doomed && this.machine.stage < LOG) {
      throw new Silent("who is called after a custom notification has failed");
    }
    if (this.machine.finished && this.machine.stage < LOG) {
      throw new Silent("FINISH of a send that a custom notification has called for");
    }
    const frame = new Frame(this, step);
    this.machine.top = frame;
    frame.enter(this.machine.scriptOf(step));
  }

  #end(): void {
    this.#over = true;
    this.machine.top = this.raiser;
    this.#complete?.(0, 0);
  }

  /** Told to the raiser; its completion follows then. */
  waits(): boolean {
    if (!this.#over) this.#complete = this.raiser.begin(4);
    return !this.#over;
  }
}
