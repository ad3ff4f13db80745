// What does a script do to the model? Each action, as the specification says of the call that it stands for.
import type { Frame } from "./_frame.ts";
import type { Machine } from "./_machine.ts";
import { EXECUTE, LOG, type Step } from "./_order.ts";
import { type Action, type Answer, hex, nameOf, type Script } from "./_program.ts";
import { GONE, OK } from "./_response.ts";
import { Silent } from "./_time.ts";

/** Who plays: a step, with its frame if it has one of its own. */
interface Player {
  readonly step: Step;
  readonly frame: Frame | null;
  /** It is OnAsyncCompletion that plays. */
  readonly entered?: boolean;
}

const NESTED = 0x80070001;
const SECOND = 0x800710dd;
const END_OF_ENTITY = 0x80070026;
const E_FAIL = 0x80004005;

/** Plays a script, and tells its answer: at once, or later if it is async. */
export function play(
  machine: Machine,
  player: Player,
  script: Script,
  done: (answer: Answer) => void,
): void {
  const run = new Run(machine, player, script, done);
  if (!player.entered) run.note(player.step.slot.slice(2));
  run.act(0);
}

type Sent = { hr: number; bytes: number };

class Run {
  /** An operation was begun: the module touches nothing any more, and leaves. */
  #begun = false;

  constructor(
    readonly machine: Machine,
    readonly player: Player,
    readonly script: Script,
    readonly done: (answer: Answer) => void,
  ) {}

  note(text: string): void {
    this.machine.trace.push(`${nameOf(this.player.step.module!)} ${text}`);
  }

  act(place: number): void {
    const action = this.script.actions[place];
    if (!action || this.#begun) return this.#answer();
    this.#do(action, () => this.act(place + 1));
  }

  #answer(): void {
    const { answer, async } = this.script;
    const status = answer === "op" ? (this.#begun ? 1 : 0) : answer;
    if (async) this.machine.time.soon(() => this.done(status));
    else this.done(status);
  }

  /** What waits; everything else is done by `#now`. */
  #do(action: Action, then: () => void): void {
    const { time } = this.machine;
    if (this.machine.doomed && this.machine.stage < LOG && action.do !== "complete") {
      throw new Silent("what a handler does after a custom notification has failed");
    }
    switch (action.do) {
      case "write":
        return this.#write(action, then);
      case "flush":
        return this.#flush(action, then);
      case "read":
        return this.#read(action, then);
      case "tick":
        return time.after(action.n, then);
      case "leave":
        return time.after(1, () => {
          this.#leave();
          time.after(1, then);
        });
      default:
        this.#now(action);
        then();
    }
  }

  #now(action: Action): void {
    const { machine } = this;
    const { response } = machine;
    const edits = ["status", "header", "delete", "clear", "unbuffer", "reset"].includes(action.do);
    const reads = this.player.step.slot === "onReadEntity" && response.inFlight > 0;
    if (edits && (reads || (machine.sending && this.player.frame))) {
      throw new Silent("a change while a send is held");
    }
    switch (action.do) {
      case "status":
        this.#answered();
        return void (response.status = action.code);
      case "header":
        return response.setHeader(action.name, action.value, action.replace);
      case "delete":
        return response.deleteHeader(action.name);
      case "clear":
        return response.clear();
      case "unbuffer":
        return void (response.buffering = false);
      case "handled":
        return void (machine.handled = true);
      case "error":
        return void (this.player.frame!.failed = true);
      case "reset":
        if (response.bodyless) throw new Silent("a reset where no body travels");
        if (response.inFlight) throw new Silent("a reset while bytes are on their way");
        return response.break("reset");
      case "sent":
        return this.note(`sent ${response.headSent}`);
      case "disable":
        return void machine.disabled.add(`${this.player.step.module} ${action.slot}`);
      case "complete":
        return this.#complete(action);
      case "custom":
        return this.#custom();
      case "last":
        return this.note(`last ${this.#isLast(action.status)}`);
      case "next":
        return this.#next(action.status);
    }
  }

  /** Where a client leaves, so that everybody has to notice the same. */
  #leave(): void {
    const { response } = this.machine;
    if (!response.headSent) throw new Silent("a client that leaves before the head");
    if (response.bodyless || response.ended) {
      throw new Silent("a client that leaves with all it will get");
    }
    response.left = true;
    response.break("client-gone");
  }

  /** A status or a write: in EXECUTE_REQUEST_HANDLER that is to handle the request. */
  #answered(): void {
    this.machine.response.touched = true;
    if (this.machine.stage === EXECUTE) this.machine.handled = true;
  }

  #complete({ how, value, when }: Action & { do: "complete" }): void {
    const go = () => {
      const { top } = this.machine;
      if (how === "post") return this.note(`post ${hex(top?.post(value) ?? 0x80070006)}`);
      this.machine.inside++;
      top?.indicate(value);
      this.machine.inside--;
      this.note("indicated");
    };
    if (when === "now") go();
    else if (when === "micro") this.machine.time.micro(go);
    else this.machine.time.after(when, go);
  }

  #custom(): void {
    if (this.machine.busy) throw new Silent("a custom notification beside an operation");
    const waits = this.machine.custom(this.player.frame!);
    this.note(`custom ${hex(OK)} ${waits}`);
    this.#begun = waits;
  }

  /** An operation of the response: what is raised and taken, is so inside the call. */
  #operate(
    word: string,
    how: string,
    start: (done: (sent: Sent) => void) => void,
    then: () => void,
  ) {
    const { time } = this.machine;
    const tell = ({ hr, bytes }: Sent) => this.note(`${word} ${hex(hr)} ${bytes}`);
    const { frame } = this.player;
    const { response } = this.machine;
    if (response.bodyless && response.adopted) {
      throw new Silent("how long a body is that is not read");
    }
    if (how === "await" && this.script.async) {
      return start((sent) => time.soon(() => (tell(sent), then())));
    }
    if (how !== "async") {
      const release = frame!.hold();
      response.inFlight++;
      const early = response.bodyless || response.broken !== null || response.headSent;
      start(() =>
        time.soon(() => {
          response.inFlight--;
          release();
        }, early)
      );
      return then();
    }
    if (this.machine.busy) return tell({ hr: SECOND, bytes: 0 }), then();
    if (response.broken) throw new Silent("whether a failing flush completes at once");
    const { headSent, length } = response;
    let sent: Sent | undefined;
    let later = (done: Sent): void => void (sent = done);
    start((done) => later(done));
    const nothing = headSent && !response.ended && response.length === length;
    if (sent && response.bodyless) return tell(sent), then();
    if (nothing) throw new Silent("whether a send of nothing completes at once");
    const complete = frame!.begin(2);
    this.machine.busy = this.#begun = true;
    response.inFlight++;
    later = ({ bytes, hr }) =>
      time.soon(() => {
        this.machine.busy = false;
        response.inFlight--;
        complete(bytes, hr);
      });
    if (sent) later(sent);
    this.note(`${word} begun`);
    then();
  }

  #write({ text, how }: Action & { do: "write" }, then: () => void): void {
    const { machine } = this;
    const { frame } = this.player;
    const { response } = machine;
    this.#answered();
    if (machine.sending && frame) throw new Silent("a write while a send is held");
    response.buffer += text;
    if (response.broken === "error") throw new Silent("a write to a broken transfer");
    const lost = response.ended || response.broken === "reset";
    if (!response.buffering && !machine.sending && !lost) {
      return this.#operate("write", how, (done) => machine.send(false, done), then);
    }
    const tell = () => this.note(`write ${hex(OK)} ${text.length}`);
    if (how === "await" && this.script.async) return machine.time.soon(() => (tell(), then()));
    if (how === "async") tell();
    then();
  }

  #flush({ how, more }: Action & { do: "flush" }, then: () => void): void {
    const { machine } = this;
    const { response } = machine;
    if (!this.player.frame && this.script.async) throw new Silent("FINDING 2");
    const refused = !this.player.frame ? NESTED : response.ended || response.left ? GONE : OK;
    if (refused) {
      const tell = () => this.note(`flush ${hex(refused)} 0`);
      if (how === "await" && this.script.async) return machine.time.soon(() => (tell(), then()));
      if (how === "async") tell();
      return then();
    }
    if (response.broken && !response.left) throw new Silent("a flush of a broken transfer");
    if (more && response.headSent && response.buffer === "") {
      throw new Silent("whether a flush with nothing to send is a send");
    }
    if (response.adopted && !more && how !== "await") void 0;
    this.#operate("flush", how, (done) => machine.send(!more, done), then);
  }

  #read({ how }: Action & { do: "read" }, then: () => void): void {
    const { machine } = this;
    const { frame } = this.player;
    const start = (done: (sent: Sent) => void) =>
      machine.receive((piece) =>
        machine.raise("onReadEntity", (failed) =>
          done(
            failed
              ? { hr: E_FAIL, bytes: 0 }
              : { hr: piece ? OK : END_OF_ENTITY, bytes: piece.length },
          ))
      );
    const tell = ({ hr, bytes }: Sent) => this.note(`read ${hex(hr)} ${bytes}`);
    if (how === "await") {
      if (machine.busy) throw new Silent("an awaited read beside an operation");
      return start((sent) => machine.time.soon(() => (tell(sent), then())));
    }
    if (machine.busy) return tell({ hr: SECOND, bytes: 0 }), then();
    if (!machine.expects) throw new Silent("whether a read with nothing to come completes at once");
    machine.busy = true;
    this.#begun = true;
    const complete = frame!.begin(1);
    start(({ bytes, hr }) => {
      machine.busy = false;
      complete(bytes, hr);
    });
    this.note("read begun");
    then();
  }

  /** no handler of this module follows, if it answers this status. */
  #isLast(status: number): boolean {
    const { machine } = this;
    const finished = machine.finished || (status === 2 && machine.stage < LOG);
    const mine = (step: Step) => step.module === this.player.step.module;
    return !machine.steps.slice(machine.at).some((step) =>
      mine(step) && !machine.skips(step, finished)
    );
  }

  /** GetNextNotification: the very next handler, if it is this module's, counts as called. */
  #next(status: number): void {
    const { machine } = this;
    const finished = machine.finished || (status === 2 && machine.stage < LOG);
    const ahead = machine.steps.findIndex((step, place) =>
      place >= machine.at && !machine.skips(step, finished)
    );
    const step = machine.steps[ahead];
    // A handler of a custom notification is no step, and has no next one.
    const staged = this.player.step.stage >= 0;
    const mine = staged && step !== undefined && step.module === this.player.step.module;
    if (step?.module === null && !machine.program.app) {
      throw new Silent("whether the core's 404 stands in between");
    }
    this.note(mine ? `next true ${1 << step.stage} ${step.post}` : "next false 0 false");
    if (!mine) return;
    if (step.stage >= LOG && this.script.answer !== 0) throw new Silent("FINISH in a taken LOG");
    this.player.frame!.step = step;
    machine.at = ahead + 1;
    machine.stage = step.stage;
  }
}
