// How do bytes come in and go out? Copies of small pieces, cut off one memory: to ask for new memory costs most of a copy.
// A slab is of one body: what is kept of it by whoever keeps a piece is of the same body.

/** The longest slab, in bytes. */
const LONGEST = 65_536;

/** The longest piece that leaves alone and is cut off a slab, in bytes: above that little is saved. */
const LONGEST_ALONE = 8_192;

/** The longest piece that leaves together with others of its kind: longer ones cost more to copy again than they save. */
export const LONGEST_JOINED = 2_048;

const NONE = new Uint8Array(0);

let bodies = 0;

/** A number for a body, for those who copy its pieces. */
export function bodyNumber(): number {
  return ++bodies;
}

/** The slab of whoever copies at the moment: a body that is idle has none. */
export class Slab {
  /** The number of the body whose slab it is. */
  private body = 0;
  private memory = NONE;
  private used = 0;
  /** Bytes that were copied for it in a row. */
  private copied = 0;

  /** @param longest The longest piece that is cut off. */
  constructor(
    private readonly longest: number,
    private readonly renewed?: (memory: ArrayBufferLike) => void,
  ) {}

  /** Copies bytes of a body. */
  copy(body: number, bytes: Uint8Array): Uint8Array {
    const size = bytes.byteLength;
    if (size > this.longest) return new Uint8Array(bytes);
    if (this.body !== body) this.begin(body);
    this.copied += size;
    // Whoever has got a piece may have taken its memory away with it.
    const fits = size <= this.memory.byteLength - this.used;
    if (!fits && !this.renew(size)) return new Uint8Array(bytes);
    const copy = this.memory.subarray(this.used, this.used += size);
    copy.set(bytes);
    return copy;
  }

  private begin(body: number): void {
    this.body = body;
    this.memory = NONE;
    this.used = this.copied = 0;
  }

  /** A new one: never longer than what was copied before, so that a body of few pieces wastes no memory. */
  private renew(size: number): boolean {
    const length = Math.min(LONGEST, this.copied - size);
    if (length < 2 * size) return false;
    this.memory = new Uint8Array(length);
    this.used = 0;
    this.renewed?.(this.memory.buffer);
    return true;
  }
}

/** For pieces that leave one at a time. */
const LEAVING = new Slab(LONGEST_ALONE);

/** Memory of pieces that wait beside others. */
const SHARED = new WeakSet<ArrayBufferLike>();
const WAITING = new Slab(LONGEST_JOINED, (memory) => SHARED.add(memory));

/**
 * Copies a piece that leaves next, to a client who is through with the one before: a stream of his may take the memory
 * of what he gets away with it.
 */
export function copyLeaving(body: number, bytes: Uint8Array): Uint8Array {
  return LEAVING.copy(body, bytes);
}

/** Copies a piece that waits beside others. None of them is handed out as it is: see `unshared`. */
export function copyWaiting(body: number, bytes: Uint8Array): Uint8Array {
  return WAITING.copy(body, bytes);
}

/** A piece as it can be given away: others that still wait may share its memory. */
export function unshared(bytes: Uint8Array): Uint8Array {
  const shares = bytes.byteLength <= LONGEST_JOINED && SHARED.has(bytes.buffer);
  return shares ? new Uint8Array(bytes) : bytes;
}
