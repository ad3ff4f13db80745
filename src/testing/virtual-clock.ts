// How is a pipeline tried? In no time: timers and clocks that stand still until a test moves them.

/** What a clock takes the place of. */
interface Originals {
  readonly setTimeout: typeof setTimeout;
  readonly clearTimeout: typeof clearTimeout;
  readonly setInterval: typeof setInterval;
  readonly clearInterval: typeof clearInterval;
  readonly now: () => number;
  readonly performanceNow: () => number;
}

interface Timer {
  readonly id: number;
  due: number;
  /** Null for one that fires once. */
  readonly every: number | null;
  readonly call: () => void;
}

/** What Node, Bun and Deno give for a timer: a number wherever one is wanted, and these few methods. */
class TimerHandle {
  constructor(readonly id: number) {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  [Symbol.toPrimitive](): number {
    return this.id;
  }
  [Symbol.dispose](): void {
    clearTimeout(this.id);
  }
}

/** Numbers that no real timer has, so that one of each kind is never taken for the other. */
const FIRST_ID = 1_000_000_000;

let running: VirtualClock | null = null;

/**
 * A clock in the place of the runtime's: `setTimeout`, `setInterval`, `Date.now` and `performance.now` follow it until
 * it is disposed of. Meant for time limits: `await clock.tick(30_000)` ends what has a budget of thirty seconds.
 */
export class VirtualClock {
  /** Milliseconds that it has been moved. */
  elapsed = 0;
  readonly #real: Originals;
  readonly #timers = new Map<number, Timer>();
  readonly #began: { readonly date: number; readonly performance: number };
  #last = FIRST_ID;

  /** Throws an `Error` while another one is running. */
  constructor() {
    if (running !== null) throw new Error("A virtual clock is running, wished for one at a time");
    const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
    const { now } = Date;
    const performanceNow = performance.now.bind(performance);
    this.#real = { setTimeout, clearTimeout, setInterval, clearInterval, now, performanceNow };
    // A whole number: with a fraction, what is due in 100 ms would at times be due a trillionth later.
    this.#began = { date: now(), performance: Math.ceil(performanceNow()) };
    running = this;
    this.#install();
  }

  /** Timers that have not fired yet. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Moves the clock. What is due on the way fires in order, and what comes of it settles before the next. */
  async tick(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0 && milliseconds < Infinity)) {
      throw new RangeError(`tick: ${milliseconds} is no time, wished for milliseconds, 0 or more`);
    }
    const end = this.elapsed + milliseconds;
    await this.#settle();
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.elapsed = Math.max(this.elapsed, next.due);
      if (next.every === null) this.#timers.delete(next.id);
      else next.due += Math.max(next.every, 1);
      next.call();
      await this.#settle();
    }
    this.elapsed = end;
  }

  /** Gives the runtime its clocks back; timers that have not fired never will. */
  [Symbol.dispose](): void {
    const { setTimeout, clearTimeout, setInterval, clearInterval, now } = this.#real;
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
    Date.now = now;
    // The runtime's own stands on the prototype.
    delete (performance as { now?: unknown }).now;
    running = null;
  }

  #install(): void {
    const { setTimeout, clearTimeout } = this.#real;
    const clear = (id?: number): void => {
      if (!this.#timers.delete(Number(id ?? 0))) clearTimeout(id);
    };
    const real: unknown = setTimeout(() => {}, 0);
    clearTimeout(real as number);
    const handle = (id: number) => typeof real === "object" ? new TimerHandle(id) : id;
    const add = (repeats: boolean) => (call: TimerCall, delay = 0, ...words: unknown[]) => {
      const wait = Number.isFinite(Number(delay)) ? Math.max(Number(delay), 0) : 0;
      const id = ++this.#last;
      const timer: Timer = {
        id,
        due: this.elapsed + wait,
        every: repeats ? wait : null,
        call: () => call(...words),
      };
      this.#timers.set(id, timer);
      return handle(id);
    };
    const timers = { setTimeout: add(false), setInterval: add(true) };
    Object.assign(globalThis, { ...timers, clearTimeout: clear, clearInterval: clear });
    Date.now = () => Math.round(this.#began.date + this.elapsed);
    Object.defineProperty(performance, "now", {
      configurable: true,
      value: () => this.#began.performance + this.elapsed,
    });
  }

  /** The first timer that is due until a moment; of several the one that was set first. */
  #next(until: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers.values()) {
      if (timer.due <= until && (first === null || timer.due < first.due)) first = timer;
    }
    return first;
  }

  /** Lets everything run that is ready to run. */
  async #settle(): Promise<void> {
    const { setTimeout } = this.#real;
    for (let turn = 0; turn < 3; turn++) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
  }
}

type TimerCall = (...words: unknown[]) => void;

/** Puts a clock in the place of the runtime's: `using clock = virtualClock()`. */
export function virtualClock(): VirtualClock {
  return new VirtualClock();
}
