// How do bytes come in and go out? The request body in pieces: what was put in front of it, then what the client sends.
import { bodyOf, type BodyReader, splitBody } from "./entity-tee.ts";
import { streamOf } from "./pieces.ts";

/** Told while the length of what is left is not known. */
export const UNKNOWN_REMAINING = 0xFFFFFFFF;

/** Reads one request body. */
export class EntityReader {
  declare private readonly request: Request;
  declare private readonly most: number;
  declare private readonly overlong: () => void;
  /** Put back or put in, to be read before the rest. */
  declare private readonly front: Uint8Array[];
  declare private reader: BodyReader | null;
  declare private pending: Promise<Uint8Array | null> | null;
  /** Bytes that the client still has to send; NaN while that is unknown. */
  declare private left: number;
  declare ended: boolean;
  /** Bytes that the client has sent and somebody has asked for. */
  declare received: number;
  /** Whether bytes were taken out or put in, so that the Request no longer shows what is left. */
  declare touched: boolean;
  declare private refused: boolean;

  /**
   * @param most Bytes that the client may send in all.
   * @param overlong Told when it sends more; reads then fail with an `EntityTooLarge`.
   */
  constructor(request: Request, most: number = Infinity, overlong: () => void = () => {}) {
    this.request = request;
    this.most = most;
    this.overlong = overlong;
    this.front = [];
    this.reader = null;
    this.pending = null;
    this.received = 0;
    this.touched = false;
    this.refused = false;
    const length = request.headers.get("content-length");
    this.ended = length === "0" || request.body === null || request.bodyUsed;
    this.left = this.ended ? 0 : length !== null && /^\d+$/.test(length) ? Number(length) : NaN;
  }

  /** Whether somebody counts what the client sends. */
  get measured(): boolean {
    return this.most !== Infinity;
  }

  /** Bytes left to read; UNKNOWN_REMAINING until the end of a body of unknown length is seen. */
  get remaining(): number {
    const front = this.front.reduce((sum, bytes) => sum + bytes.byteLength, 0);
    if (this.ended) return front;
    return Number.isNaN(this.left) ? UNKNOWN_REMAINING : this.left + front;
  }

  /** Puts bytes before what is still unread. They are kept, not copied. */
  insert(bytes: Uint8Array): void {
    this.touched = true;
    if (bytes.byteLength > 0) this.front.unshift(bytes);
  }

  /**
   * The next bytes, at most `most` of them; null at the end.
   *
   * @param wanted Whether they still are when they come: otherwise they stay for the next one, and the answer is null.
   */
  async take(most: number, wanted: () => boolean = always): Promise<Uint8Array | null> {
    this.touched = true;
    while (this.front.length === 0) if (!await this.fetch()) return null;
    if (!wanted()) return null;
    const bytes = this.front.shift()!;
    if (bytes.byteLength <= most) return bytes;
    this.front.unshift(bytes.subarray(most));
    return bytes.subarray(0, most);
  }

  /** What is left as a body for somebody else; null if nothing is. */
  rest(): ReadableStream<Uint8Array> | null {
    if (this.ended && this.front.length === 0) return null;
    const read = (): Promise<Uint8Array | null> => this.take(Infinity);
    return streamOf({ read, cancel: (reason) => this.cancel(reason) });
  }

  /**
   * A second reader of what is still unread; null if nothing is.
   *
   * @param limit Bytes by which each of the two may lag behind the other.
   */
  split(limit: number): ReadableStream<Uint8Array> | null {
    const front = [...this.front];
    const { pending, request } = this;
    const gone = this.ended || (this.reader === null && request.body!.locked);
    if (gone && front.length === 0) return null;
    this.touched = true;
    if (gone) return bodyOf(front, EMPTY);
    const [own, other] = splitBody(this.reader ?? request.body!.getReader(), limit);
    this.reader = own;
    return bodyOf(front, pending === null ? other : behind(pending, other));
  }

  /** Nobody will read here any more. A body that has been handed on belongs to somebody else. */
  release(reason: unknown): void {
    const { reader, request } = this;
    if (reader === null && request.body?.locked === false) {
      request.body.cancel(reason).catch(() => {});
    } else this.cancel(reason);
  }

  cancel(reason: unknown): void {
    this.reader?.cancel(reason).catch(() => {});
  }

  /** Waits for the client; a second caller shares the wait. False at the end. */
  private async fetch(): Promise<boolean> {
    if (this.ended) return false;
    this.reader ??= this.request.body!.getReader();
    const waiting = this.pending ??= this.next(this.reader);
    try {
      const bytes = await waiting;
      if (this.pending === waiting && bytes !== null) this.front.push(bytes);
      return bytes !== null;
    } finally {
      if (this.pending === waiting) this.pending = null;
    }
  }

  private refuse(reader: BodyReader): EntityTooLarge {
    const error = new EntityTooLarge("The body of the request is longer than the server allows");
    reader.cancel(error).catch(() => {});
    if (!this.refused) this.overlong();
    this.refused = true;
    return error;
  }

  private async next(reader: BodyReader): Promise<Uint8Array | null> {
    if (this.received > this.most) throw this.refuse(reader);
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) {
        this.ended = true;
        return null;
      }
      this.left -= value.byteLength;
      this.received += value.byteLength;
      if (this.received > this.most) throw this.refuse(reader);
      if (value.byteLength > 0) return value;
    }
  }
}

const always = (): boolean => true;

/** The client has sent more than it may. */
export class EntityTooLarge extends Error {
  override readonly name = "EntityTooLarge";
}

const EMPTY: BodyReader = {
  read: () => Promise.resolve({ done: true }),
  cancel: () => Promise.resolve(),
};

/** A reader behind a read that was under way when the body was split. */
function behind(first: Promise<Uint8Array | null>, reader: BodyReader): BodyReader {
  let begun: Promise<Uint8Array | null> | null = first;
  return {
    async read() {
      const bytes = begun === null ? null : await begun;
      begun = null;
      return bytes === null ? reader.read() : { done: false, value: bytes };
    },
    cancel: (reason) => reader.cancel(reason),
  };
}
