// How do bytes come in and go out? One request body for two readers, each of which may lag behind the other by so much.
import { streamOf } from "./pieces.ts";

/** What bytes can be read from: the reader of a stream, or one of the two that share it. */
export interface BodyReader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
  /** Nobody wants the rest. */
  cancel(reason: unknown): Promise<void>;
}

/** What one of the two still has to read. */
interface Backlog {
  readonly queue: Uint8Array[];
  size: number;
  /** Its reader takes what comes next, however much it is. */
  waiting: boolean;
  /** It lagged too far behind: what it has missed is gone. */
  lost: boolean;
  cancelled: boolean;
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
  const backlogs: Backlog[] = [0, 1].map(() => ({
    queue: [],
    size: 0,
    waiting: false,
    lost: false,
    cancelled: false,
  }));
  const pieces = Math.max(FEWEST_PIECES, limit / SMALL_PIECE);
  let pending: Promise<boolean> | null = null;
  const keep = (backlog: Backlog, value: Uint8Array): void => {
    if (backlog.lost || backlog.cancelled) return;
    backlog.size += value.byteLength;
    const fits = backlog.size <= limit && backlog.queue.length < pieces;
    if (backlog.waiting || fits) return void backlog.queue.push(value);
    backlog.lost = true;
    backlog.queue.length = 0;
  };
  const fetch = async (): Promise<boolean> => {
    const { done, value } = await source.read();
    pending = null;
    if (done || value === undefined) return false;
    for (const backlog of backlogs) keep(backlog, value);
    return true;
  };
  const read = async (own: Backlog): ReturnType<BodyReader["read"]> => {
    for (;;) {
      if (own.lost) throw new Error(`The body was read ${limit} bytes ahead: the rest is lost`);
      const value = own.queue.shift();
      if (value !== undefined) {
        own.size -= value.byteLength;
        return { done: false, value };
      }
      if (own.cancelled) return { done: true };
      own.waiting = true;
      const more = await (pending ??= fetch());
      own.waiting = false;
      if (!more) return { done: true };
    }
  };
  const cancel = (own: Backlog, reason: unknown): Promise<void> => {
    own.cancelled = true;
    own.queue.length = 0;
    return backlogs.every((one) => one.cancelled) ? source.cancel(reason) : Promise.resolve();
  };
  const reader = (own: Backlog): BodyReader => ({
    read: () => read(own),
    cancel: (reason) => cancel(own, reason),
  });
  return [reader(backlogs[0]), reader(backlogs[1])];
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
