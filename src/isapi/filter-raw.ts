// How does an old filter feel at home? Bytes of the request as they come, kept for as long as the filter wants more of them.
import type { HTTP_FILTER_RAW_DATA } from "../terms/http-filter.ts";

const EMPTY = new Uint8Array(0);

/** What a filter has made of bytes; a null pointer is none of them. Anything else would be lost without a word. */
export function madeOf(raw: HTTP_FILTER_RAW_DATA): Uint8Array {
  const found: unknown = raw.inData;
  if (found === null) return EMPTY;
  if (found instanceof Uint8Array) return found;
  const what = typeof found === "string" ? "a text" : String(found);
  throw new TypeError(`inData of HTTP_FILTER_RAW_DATA is ${what}, wished for a Uint8Array`);
}

/** The body of one request on its way to its reader, for one filter. */
export class IncomingData {
  /** SF_REQ_SET_NEXT_READ_SIZE: how many further bytes the filter waits for. */
  nextReadSize = 0;
  private buffer: Uint8Array = EMPTY;
  private size = 0;
  /** How much of it the filter has seen already. */
  private seen = 0;

  /** Whether the filter has bytes that nobody else has seen. */
  get holds(): boolean {
    return this.size > 0;
  }

  /** Puts bytes behind those that are kept. */
  add(bytes: Uint8Array): void {
    const size = this.size + bytes.byteLength;
    if (size > this.buffer.byteLength) this.grow(size);
    this.buffer.set(bytes, this.size);
    this.size = size;
  }

  /** Whether the filter is to be called; behind the end of the body there is nothing left to wait for. */
  isDue(atEnd: boolean): boolean {
    return this.holds && (atEnd || this.size - this.seen >= Math.max(this.nextReadSize, 1));
  }

  /** What is kept, for the filter to see and to change. */
  take(): Uint8Array {
    return this.buffer.subarray(0, this.size);
  }

  /** The filter wants more: what it has left is kept. */
  keep(bytes: Uint8Array): void {
    if (bytes.buffer !== this.buffer.buffer || bytes.byteOffset !== 0) {
      this.buffer = new Uint8Array(bytes);
    }
    this.size = this.seen = bytes.byteLength;
  }

  /** The filter is done with them. */
  release(): void {
    this.buffer = EMPTY;
    this.size = this.seen = this.nextReadSize = 0;
  }

  private grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, 2 * this.buffer.byteLength));
    larger.set(this.take());
    this.buffer = larger;
  }
}
