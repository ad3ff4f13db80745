// What is one notification of one module? A state and a mailbox: semantics 2.3 to 2.5, decisions.
import type { Chain } from "./_chain.ts";
import type { Step } from "./_order.ts";
import type { Answer, Script } from "./_program.ts";
import { Silent } from "./_time.ts";

/** A completion that waits for its module. */
type Mail =
  | { kind: "indicate"; status: number }
  | { kind: "post"; bytes: number; due: boolean }
  | { kind: "operation"; bytes: number; hr: number; operation: number };

/** ERROR_INVALID_HANDLE: there is nothing to complete. */
const NOTHING_PARKED = 0x80070006;

/** One handler that was called, until the next may be. */
export class Frame {
  state: "running" | "parked" | "closed" = "running";
  /** OnAsyncCompletion is on the stack: IndicateCompletion need not wait for it. */
  inside = false;
  /** The module has reported an error: with FINISH_REQUEST it becomes a 500. */
  failed = false;
  readonly #mail: Mail[] = [];
  /** Somebody has completed it already, by PostCompletion or IndicateCompletion. */
  #completed = false;
  #operations = 0;
  /** A custom notification of its own is parked. */
  #raised = false;
  #left = false;
  #answer: Answer = 0;

  /** @param step The notification; GetNextNotification puts another in its place. */
  constructor(readonly chain: Chain, public step: Step) {}

  /** Calls the handler. */
  enter(script: Script): void {
    this.chain.machine.play(this, script, (answer) => this.answered(answer));
  }

  /** What the handler or OnAsyncCompletion answered. */
  answered(answer: Answer): void {
    if (this.state === "closed") return;
    if (answer !== 1) return this.close(answer);
    this.state = "parked";
    const mail = this.#mail[0];
    if (mail?.kind === "indicate" && mail.status !== 1) this.#open();
    else if (mail && !(mail.kind === "post" && !mail.due)) {
      this.chain.machine.time.soon(() => this.#late(), true);
    }
  }

  /** What was kept for a handler that has answered later. */
  #late(): void {
    const { sending, response } = this.chain.machine;
    if (sending || response.inFlight) throw new Silent("a kept completion beside a send");
    this.#open();
  }

  /** What has come while the handler was not there to be told; a post is told in its own microtask. */
  #open(): void {
    const mail = this.#mail[0];
    if (!mail || this.state !== "parked" || (mail.kind === "post" && !mail.due)) return;
    if (this.#raised) throw new Silent("a completion of who has raised what is parked");
    this.#mail.shift();
    this.#deliver(mail);
  }

  /** IndicateCompletion: nothing comes back. */
  indicate(status: number): void {
    if (this.state === "closed" || this.#completed) return;
    if (this.inside && status === 1) throw new Silent("when a kept IndicateCompletion re-enters");
    const unwound = this.state === "parked" || this.inside;
    if (!unwound) {
      this.#completed = true;
      this.#mail.push({ kind: "indicate", status });
    } else this.#deliver({ kind: "indicate", status });
  }

  /** PostCompletion: an HRESULT. */
  post(bytes: number): number {
    if (this.state === "closed" || this.#completed) return NOTHING_PARKED;
    this.#completed = true;
    const mail: Mail = { kind: "post", bytes, due: false };
    this.#mail.push(mail);
    this.chain.machine.time.micro(() => {
      mail.due = true;
      this.#open();
    });
    return 0;
  }

  /** An operation begins; the function that is given back ends it. */
  begin(operation: number): (bytes: number, hr: number) => void {
    this.#operations++;
    this.#raised ||= operation === 4;
    return (bytes, hr) => {
      this.#operations--;
      this.#raised = false;
      if (this.state === "closed") return this.#leave();
      const mail: Mail = { kind: "operation", bytes, hr, operation };
      this.#mail.push(mail);
      this.#open();
    };
  }

  /** A promise that nobody awaits begins; it holds the next handler and completes nobody. */
  hold(): () => void {
    this.#operations++;
    return () => {
      this.#operations--;
      if (this.state === "closed") this.#leave();
    };
  }

  /** The notification is over; the next handler follows when no operation is on its way. */
  close(answer: Answer): void {
    const error = answer === "throw" || (answer === 2 && this.failed);
    const { sending, response } = this.chain.machine;
    if (error && (sending || response.inFlight)) {
      throw new Silent("an error while bytes are on their way");
    }
    if (answer === "throw") this.chain.threw();
    this.state = "closed";
    this.#answer = answer;
    this.#leave();
  }

  #leave(): void {
    if (this.#operations > 0 || this.#left) return;
    this.#left = true;
    this.chain.closed(this, this.#answer);
    this.chain.next();
  }

  #deliver(mail: Mail): void {
    if (mail.kind === "operation") return this.#reenter(mail.bytes, mail.hr, mail.operation);
    this.#completed = false;
    if (mail.kind === "post") this.#reenter(mail.bytes, 0, 0);
    else if (mail.status === 1) this.#reenter(0, 0, 0);
    else this.close(mail.status as Answer);
  }

  #reenter(bytes: number, hr: number, operation: number): void {
    this.state = "running";
    this.inside = true;
    this.chain.machine.reenter(this, { bytes, hr, operation }, (answer) => this.answered(answer));
    this.inside = false;
  }
}
