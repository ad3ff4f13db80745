// What does the access log tell? Lines on their way: many are handed over together, and soon.

/** Takes the lines of a log, in order; the first ones are directives that begin with "#". */
export type LogSink = (lines: readonly string[]) => void | Promise<void>;

/** The same, told which part of the log they belong to. */
export type PartSink = (lines: readonly string[], part: string) => void | Promise<void>;

/** Characters after which a batch is full where no count was set. */
const FULL = 65_536;

/** Milliseconds that a line waits for company. */
const WAIT = 1000;

/** Characters that a slow sink may be behind; what comes on top is not logged. */
const MOST = 16_777_216;

/** A request of Workers owns the timers that it has set: no other may clear them. */
const OWNED_TIMERS = globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Lines that wait, and what ends their wait. */
class Batch {
  readonly lines: string[] = [];
  size = 0;
  timer: ReturnType<typeof setTimeout> | undefined;
  written: (() => void) | undefined;

  constructor(readonly part: string) {}
}

/** Collects lines for a sink. */
export class Batches {
  #batch: Batch | null = null;
  /** Characters that have been handed over, and not been taken yet. */
  #behind = 0;
  #dropped = 0;
  readonly #writing = new Set<Promise<void>>();

  /** @param count Lines after which a batch is full; 0 for 64 KiB. */
  constructor(
    private readonly who: string,
    private readonly sink: PartSink,
    private readonly count: number,
  ) {}

  /**
   * Adds a line.
   *
   * @returns A promise where this line begins a batch, or ends one: until it is kept, no line of the batch is lost.
   */
  add(line: string, part: string): void | Promise<void> {
    if (this.#behind > MOST) return void this.#dropped++;
    if (this.#batch !== null && this.#batch.part !== part) this.#write();
    const begins = this.#batch === null;
    const batch = this.#batch ??= new Batch(part);
    batch.lines.push(line);
    batch.size += line.length;
    if (this.count === 0 ? batch.size >= FULL : batch.lines.length >= this.count) {
      return this.#write();
    }
    if (begins) return this.#wait(batch);
  }

  /** Hands over what waits, and waits until everything was taken. */
  async close(): Promise<void> {
    this.#write();
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  #wait(batch: Batch): Promise<void> {
    return new Promise((resolve) => {
      batch.written = resolve;
      batch.timer = setTimeout(
        () => resolve(this.#batch === batch ? this.#write() : undefined),
        WAIT,
      );
    });
  }

  #write(): Promise<void> | undefined {
    const batch = this.#batch;
    if (batch === null) return;
    this.#batch = null;
    this.#behind += batch.size;
    if (!OWNED_TIMERS) clearTimeout(batch.timer);
    const writing = this.#hand(batch).then(() => {
      this.#behind -= batch.size;
      this.#writing.delete(writing);
      if (!OWNED_TIMERS) batch.written?.();
    });
    this.#writing.add(writing);
    return writing;
  }

  async #hand({ lines, part }: Batch): Promise<void> {
    if (this.#dropped > 0) {
      console.error(`${this.who}: the log is too slow, ${this.#dropped} lines were dropped`);
      this.#dropped = 0;
    }
    try {
      await this.sink(lines, part);
    } catch (error) {
      console.error(`${this.who}: lines could not be logged (${lines.length}):`, error);
    }
  }
}
