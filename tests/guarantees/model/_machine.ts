// What does the specification expect of a program? The state machine of semantics 11.1: small, slow, and nobody's engine.
import type { Chain } from "./_chain.ts";
import { CustomChain } from "./_custom-chain.ts";
import { Frame } from "./_frame.ts";
import { Orders } from "./_orders.ts";
import { EXECUTE, LOG, raisedOf, type Step, stepsOf } from "./_order.ts";
import { type Answer, hex, nameOf, type Outcome, type Program, type Script } from "./_program.ts";
import { Player } from "./_player.ts";
import { ModelResponse } from "./_response.ts";
import { play } from "./_script.ts";
import { Silent, Time } from "./_time.ts";

/** What a completion tells. */
interface Completion {
  readonly bytes: number;
  readonly hr: number;
  readonly operation: number;
}

const ONWARD: Script = { async: false, actions: [], answer: 0 };
const CUSTOM = 0x10000000;
/** So many orders of what the specification does not order are tried. */
const MOST = 1000;

/**
 * What has to come of a program, whatever takes however long.
 *
 * @throws {Silent} The specification leaves it open.
 */
export function expected(program: Program): Outcome {
  const orders = new Orders();
  const outcome = new Machine(program, orders).run();
  const wished = JSON.stringify(outcome);
  for (let tried = 1; orders.next(); tried++) {
    if (tried === MOST) throw new Silent("more orders than are tried");
    const other = new Machine(program, orders).run();
    if (JSON.stringify(other) !== wished) throw new Silent("a race of two ends");
  }
  return outcome;
}

/** One request. */
export class Machine implements Chain {
  readonly machine = this;
  readonly time: Time;
  readonly response: ModelResponse;
  readonly trace: string[] = [];
  readonly disabled = new Set<string>();
  readonly steps: readonly Step[];
  /** The step behind the one that runs. */
  at = 0;
  finished = false;
  handled = false;
  stage = 0;
  /** Whom a completion is for; nobody while the app answers, and before and after the request. */
  top: Frame | null = null;
  /** Handlers of RQ_SEND_RESPONSE run. */
  sending = false;
  /** An operation with fAsync TRUE is on its way. */
  busy = false;
  /** A custom notification has failed, and who has raised it does not know. */
  doomed = false;
  /** IndicateCompletion is on the stack. */
  inside = 0;
  over = false;
  #entity: string[];
  readonly #calls: number[];

  constructor(readonly program: Program, orders: Orders) {
    this.time = new Time(orders);
    this.response = new ModelResponse(program);
    this.steps = stepsOf(program);
    this.#calls = program.modules.map(() => 0);
    this.#entity = program.method !== "POST" ? [] : program.entity ? [program.entity, ""] : [""];
  }

  /** Walks the request to its end. */
  run(): Outcome {
    this.next();
    this.time.run(() => this.#rescue());
    const { client, transfer } = this.response;
    return { trace: this.trace, client, transfers: [transfer] };
  }

  /** A request that nobody completes any more is completed from outside, late. */
  #rescue(): boolean {
    if (this.over) return false;
    if (!this.top || this.top.state !== "parked") throw new Error("The model is stuck");
    this.trace.push("rescue");
    this.top.indicate(0);
    return true;
  }

  /** Whether a step is left out as things stand. */
  skips(step: Step, finished: boolean): boolean {
    if (finished && step.stage < LOG) return true;
    if (step.stage === EXECUTE && !step.post && this.handled) return true;
    return this.disabled.has(`${step.module} ${step.slot}`);
  }

  next(): void {
    while (this.at < this.steps.length && this.skips(this.steps[this.at], this.finished)) this.at++;
    const step = this.steps[this.at++];
    this.top = null;
    if (!step) return this.#end();
    this.stage = step.stage;
    if (step.module === null) return this.#askApp();
    this.top = new Frame(this, step);
    this.top.enter(this.scriptOf(step));
  }

  threw(): void {}

  closed(frame: Frame, answer: Answer): void {
    if (frame.failed && this.finished && answer !== 2) {
      throw new Silent("an error and a send's FINISH");
    }
    if (answer === "throw") this.fail();
    else if (answer === 2 && this.stage < LOG) this.#finish(frame.failed);
  }

  /** FINISH_REQUEST: a reported error becomes a 500, unless there is an error status already. */
  #finish(failed: boolean): void {
    const { response } = this;
    this.finished = true;
    if (!failed) return;
    if (response.headSent) response.break("error");
    else if (response.status < 400) response.status = 500;
  }

  /** What a module throws: A-33. Whoever runs in LOG or END disturbs nobody. */
  fail(): void {
    if (this.stage >= LOG) return;
    if (this.response.status < 400) this.response.status = 500;
    this.response.buffer = "";
    if (this.response.headSent) this.response.break("error");
    this.finished = true;
  }

  #askApp(): void {
    const { app } = this.program;
    if (!app) {
      if (!this.response.touched) this.response.status = 404;
      return this.next();
    }
    this.time.after(1, () => {
      this.response.adopt(app);
      this.next();
    });
  }

  #end(): void {
    const over = () => void (this.over = true);
    const { ended, broken } = this.response;
    if (this.inside && this.response.adopted && raisedOf(this.program, "onSendResponse").length) {
      throw new Silent("whether a body of the app is sent inside the call that ends its request");
    }
    if (ended || (broken && broken !== "client-gone")) return over();
    // A body of the app may have to be read before it is known how long the whole is.
    if (this.response.adopted) this.time.soon(() => this.send(true, over), true);
    else this.send(true, over);
  }

  /** Raises RQ_SEND_RESPONSE and hands over what is there then. */
  send(last: boolean, done: (sent: { hr: number; bytes: number }) => void): void {
    if (this.sending) throw new Silent("a send while another is held");
    const heard = raisedOf(this.program, "onSendResponse").length > 0;
    if (heard && this.response.adopted && !this.response.buffering) {
      throw new Silent("in how many sends an unbuffered body of the app leaves");
    }
    this.sending = true;
    this.raise("onSendResponse", () => {
      this.sending = false;
      done(this.response.commit(last));
    });
  }

  /** Calls the handlers of a send or a read, one after the other: they may wait, but not park. */
  raise(slot: "onSendResponse" | "onReadEntity", done: (failed: boolean) => void): void {
    const steps = raisedOf(this.program, slot);
    const call = (place: number): void => {
      const step = steps[place];
      if (!step) return done(false);
      this.#enter(step, null, this.scriptOf(step), (answer) => {
        if (answer === "throw" && slot === "onReadEntity") return done(true);
        if (answer !== 2) return call(place + 1);
        if (slot === "onSendResponse" && this.stage < LOG) this.finished = true;
        done(false);
      });
    };
    call(0);
  }

  /** Raises a custom notification: whether its end has to be waited for. */
  custom(raiser: Frame): boolean {
    const custom = new CustomChain(this, raiser);
    custom.next();
    return custom.waits();
  }

  /** Something of the entity, or its end, has still to come. */
  get expects(): boolean {
    return this.#entity.length > 0;
  }

  /** The next piece of the entity, when it has come; none is the end. */
  receive(done: (piece: string) => void): void {
    const piece = this.#entity.shift();
    if (piece === undefined) this.time.soon(() => done(""));
    else this.time.after(1, () => done(piece));
  }

  scriptOf({ module, slot }: Step): Script {
    return this.program.modules[module!].handlers[slot] ?? ONWARD;
  }

  /** Calls a handler of a frame. */
  play(frame: Frame, script: Script, done: (answer: Answer) => void): void {
    this.#enter(frame.step, frame, script, done);
  }

  #enter(step: Step, frame: Frame | null, script: Script, done: (answer: Answer) => void): void {
    const player = new Player(this, step, frame, script.async);
    player.note(step.slot.slice(2));
    play(player, script, done);
  }

  /** Calls OnAsyncCompletion. */
  reenter(
    frame: Frame,
    { bytes, hr, operation }: Completion,
    done: (answer: Answer) => void,
  ): void {
    const { module, stage, post } = frame.step;
    const mask = stage < 0 ? CUSTOM : 1 << stage;
    const name = nameOf(module!);
    this.trace.push(`${name} async ${mask} ${post} ${bytes} ${hex(hr)} ${operation}`);
    if (operation === 1) return done(0);
    const { completions } = this.program.modules[module!];
    const script = completions[this.#calls[module!]++] ?? ONWARD;
    play(new Player(this, frame.step, frame, script.async), script, done);
  }
}
