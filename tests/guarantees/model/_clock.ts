// When does something happen in a real house? When nothing else can: a clock that turns only after everything has come to rest.
import { sleep, turn } from "../../_waits.ts";

/** Comes back when all microtasks have run. */
export type Rest = () => Promise<void>;

/** One turn of the event loop, the fastest that there is. */
export function message(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** A turn that is one on every runtime, and a millisecond long. */
export const timer: Rest = turn;

/** A clock for one program. */
export class VirtualClock {
  readonly #events: { due: number; order: number; run: () => void }[] = [];
  #now = 0;
  #order = 0;

  constructor(readonly rest: Rest) {}

  /** So many turns later. */
  after(turns: number, run: () => void): void {
    this.#events.push({ due: this.#now + turns, order: this.#order++, run });
  }

  /** The same as a promise. */
  wait(turns: number): Promise<void> {
    return new Promise((resolve) => this.after(turns, resolve));
  }

  /** Turns until `over`; `stuck` is asked when nothing is left to turn to, and has to make something happen. */
  async run(over: () => boolean, stuck: () => boolean, patience = 60_000): Promise<void> {
    const end = performance.now() + patience;
    while (performance.now() < end) {
      await this.rest();
      if (this.#turn()) continue;
      if (over()) return;
      await this.rest();
      if (this.#events.length === 0 && !over() && !stuck()) {
        await sleep(1);
      }
    }
    throw new Error(`Still running after ${patience} ms`);
  }

  #turn(): boolean {
    this.#events.sort((a, b) => a.due - b.due || a.order - b.order);
    const next = this.#events.shift();
    if (!next) return false;
    this.#now = next.due;
    next.run();
    return true;
  }
}
