// Who plays a script in the model? One handler of one module, and what it may say.
import type { Frame } from "./_frame.ts";
import type { Machine } from "./_machine.ts";
import { EXECUTE, type Step } from "./_order.ts";
import { hex, nameOf } from "./_program.ts";

/** What an operation gives. */
export interface Sent {
  readonly hr: number;
  readonly bytes: number;
}

/** A handler, or OnAsyncCompletion, while it plays. */
export class Player {
  /** An operation was begun: the module touches nothing any more, and leaves. */
  begun = false;

  constructor(
    readonly machine: Machine,
    readonly step: Step,
    /** Its notification; null inside a send or a read. */
    readonly frame: Frame | null,
    /** It answers with a promise, and may wait. */
    readonly async: boolean,
  ) {}

  note(text: string): void {
    this.machine.trace.push(`${nameOf(this.step.module!)} ${text}`);
  }

  /** What an operation has given. */
  tell(word: string, { hr, bytes }: Sent): void {
    this.note(`${word} ${hex(hr)} ${bytes}`);
  }

  /** A status or a write: in EXECUTE_REQUEST_HANDLER that is to handle the request (ruling 3). */
  answered(): void {
    this.machine.response.touched = true;
    if (this.machine.stage === EXECUTE) this.machine.handled = true;
  }
}
