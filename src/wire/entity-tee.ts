// How do bytes come in and go out? One request body for two readers, each of which may lag behind the other by so much.
import { streamOf } from "./pieces.ts";

/** What bytes can be read from: the reader of a stream, or one of the two that share it. */
export interface BodyReader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
  /** Nobody wants the rest. */
  cancel(reason: unknown): Promise<void>;
}

/** Bytes of a piece that is not worth its own weight: so many smaller ones are kept as of these would fit. */
const SMALL_PIECE = 64;
/** Pieces that are kept however small the limit is. */
const FEWEST_PIECES = 1024;

/**
 * Two readers of one body. The slower one finds what the faster has read.
 *
 * Neither ever waits for the other, because the one may be waiting for the other's request to end. What the slower has
 * left unread beyond `limit` bytes is dropped, and its next read fails.
 */
export function splitBody(source: BodyReader, limit: number): readonly [BodyReader, BodyReader] {
  const shared = new SharedBody(source, limit);
  return [shared.readers[0], shared.readers[1]];
}

/** The body that both read. */
class SharedBody {
  readonly readers: readonly Lagging[];
  private pending: Promise<boolean> | null = null;

  constructor(private readonly source: BodyReader, limit: number) {
    this.readers = [new Lagging(this, limit), new Lagging(this, limit)];
  }

  /** The next piece, for both of them; false at the end. */
  more(): Promise<boolean> {
    return this.pending ??= this.fetch();
  }

  /** Nobody wants the rest, if neither of the two does. */
  async left(reason: unknown): Promise<void> {
    if (this.readers.every(({ cancelled }) => cancelled)) await this.source.cancel(reason);
  }

  private async fetch(): Promise<boolean> {
    const { done, value } = await this.source.read();
    this.pending = null;
    if (done || value === undefined) return false;
    for (const reader of this.readers) reader.keep(value);
    return true;
  }
}

/** One of the two, with what it still has to read. */
class Lagging implements BodyReader {
  cancelled = false;
  private readonly queue: Uint8Array[] = [];
  private size = 0;
  /** It takes what comes next, however much it is. */
  private waiting = false;
  /** It lagged too far behind: what it has missed is gone. */
  private lost = false;

  constructor(private readonly shared: SharedBody, private readonly limit: number) {}

  keep(value: Uint8Array): void {
    if (this.lost || this.cancelled) return;
    const { queue, limit } = this;
    this.size += value.byteLength;
    const pieces = Math.max(FEWEST_PIECES, limit / SMALL_PIECE);
    const fits = this.size <= limit && queue.length < pieces;
    if (this.waiting || fits) return void queue.push(value);
    this.lost = true;
    queue.length = 0;
  }

  async read(): ReturnType<BodyReader["read"]> {
    for (;;) {
      if (this.lost) {
        throw new Error(`The body was read ${this.limit} bytes ahead: the rest is lost`);
      }
      const value = this.queue.shift();
      if (value !== undefined) {
        this.size -= value.byteLength;
        return { done: false, value };
      }
      if (this.cancelled) return { done: true };
      this.waiting = true;
      const more = await this.shared.more();
      this.waiting = false;
      if (!more) return { done: true };
    }
  }

  cancel(reason: unknown): Promise<void> {
    this.cancelled = true;
    this.queue.length = 0;
    return this.shared.left(reason);
  }
}

/** A body that first gives bytes that are there, and then what a reader has. */
export function bodyOf(
  front: readonly Uint8Array[],
  reader: BodyReader,
): ReadableStream<Uint8Array> {
  const waiting = [...front];
  return streamOf({
    read: async () => waiting.shift() ?? (await reader.read()).value ?? null,
    cancel: (reason) => reader.cancel(reason),
  });
}
