// How do bytes come in and go out? The body of a response that is being written while the client reads it.
// Nothing is made ahead: a chunk is handed over when the runtime asks for one, and only then counts as sent (ruling 15).
import {
  ERROR_CONNECTION_INVALID,
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import type { BodySink, BodyStreamOwner, WriteSettled } from "./body-sink.ts";
import { WriteEnds } from "./write-ends.ts";
import { bodyNumber, copyLeaving } from "./slab.ts";
import type { Piece } from "./pieces.ts";
import { cancelRest, nextBytes, type Write } from "./body-write.ts";

const ABORTED = HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);
const CONNECTION_INVALID = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);

/** What one outstanding write weighs besides its bytes, so that very many very small ones have an end too. */
const WRITE_WEIGHT = 256;

/** Writes behind the announced length that are still answered as if they had been sent; then somebody is told to stop. */
const MOST_DROPS = 1000;

/** One response body as a ReadableStream that is fed by writes. */
export class BodyStream implements BodySink {
  readonly readable: ReadableStream<Uint8Array>;
  /** Entity bytes taken so far. */
  bytes = 0;
  /** Weight in bytes of the writes that have not been taken yet. */
  held = 0;
  open = true;
  private controller!: ReadableStreamDefaultController<Uint8Array>;
  private readonly queue: Write[] = [];
  private dropped = 0;
  private readonly ends = new WriteEnds(() => this.open && !this.hungry && this.queue.length === 0);
  private readonly number = bodyNumber();
  private begun = false;
  private hungry = false;
  private feeding = false;
  private reading = false;
  private closing = false;
  private breaking: { readonly error: unknown } | null = null;

  /** @param length The Content-Length that the head has announced; null if it has announced none. */
  constructor(private readonly owner: BodyStreamOwner, private readonly length: number | null) {
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.controller = controller;
      },
      pull: () => this.pulled(),
      cancel: (reason) => this.end("client-gone", reason),
    }, { highWaterMark: 0 });
  }

  /** Queues pieces that hold `size` bytes of memory; with none, settles when the runtime has taken the head. */
  write(pieces: readonly Piece[], size: number, settled: WriteSettled): void {
    if (!this.open) return this.refuse(pieces, settled);
    const weight = size + WRITE_WEIGHT;
    this.held += weight;
    this.queue.push({ pieces, at: 0, bytes: 0, weight, hr: S_OK, settled, next: null });
    this.feed();
  }

  /** Sources of a write that comes too late have to hear that nobody wants it. */
  private refuse(pieces: readonly Piece[], settled: WriteSettled): void {
    cancelRest({ pieces, at: 0 }, "The transfer has ended");
    settled(CONNECTION_INVALID, 0);
  }

  get waits(): boolean {
    return this.hungry && this.open && !this.feeding && this.queue.length === 0;
  }

  takes({ byteLength }: Uint8Array): boolean {
    const fits = this.length === null || byteLength <= this.length - this.bytes;
    return fits && byteLength > 0 && this.waits;
  }

  hand(bytes: Uint8Array, settled: WriteSettled): void {
    this.enqueue(bytes);
    this.ends.add({ hr: S_OK, bytes: bytes.byteLength, settled, next: null });
  }

  copy(bytes: Uint8Array): Uint8Array {
    return this.waits ? copyLeaving(this.number, bytes) : new Uint8Array(bytes);
  }

  /** Ends the body after what is queued. */
  close(): void {
    this.closing = true;
    this.feed();
  }

  /** Breaks off a write that has not been taken yet; false if there is none. */
  cancel(): boolean {
    if (!this.open || this.queue.length === 0) return false;
    this.abort("reset", new Error("The send was cancelled"), ABORTED);
    return true;
  }

  /** Breaks the transfer: the client sees that something is missing. Writes that wait end with `hr`. */
  abort(outcome: TransferOutcome, error: unknown, hr: HRESULT = CONNECTION_INVALID): void {
    if (!this.open) return;
    this.breaking = { error };
    this.end(outcome, error, hr);
    if (this.hungry) this.break();
  }

  /**
   * Errors the stream, in a later turn than the one in which the runtime has asked for more.
   *
   * Only then has it written what it was given before; an error that comes earlier makes Node, Bun and workerd drop
   * those bytes, on workerd and Bun even the head.
   */
  private break(): void {
    setTimeout(() => this.controller.error(this.breaking!.error), 0);
  }

  private pulled(): void {
    this.hungry = true;
    if (!this.open) return this.breaking === null ? undefined : this.break();
    if (this.begun) return this.feed();
    this.begun = this.feeding = true;
    const held = this.owner.began();
    if (held === undefined) this.beginFeeding();
    else held.then(() => this.beginFeeding());
  }

  private beginFeeding(): void {
    this.feeding = false;
    this.feed();
  }

  private feed(): void {
    if (this.feeding) return;
    this.feeding = true;
    while (this.open && (this.hungry || this.closing) && this.step());
    this.feeding = false;
  }

  /** One step; false if nothing can be done now. */
  private step(): boolean {
    const write = this.queue[0];
    if (write === undefined) return this.finish();
    if (this.bytes === this.length) return this.drop(write);
    if (!this.hungry) return false;
    const piece = write.pieces[write.at];
    if (piece === undefined) {
      this.through();
    } else if (piece instanceof Uint8Array) {
      this.emit(write, nextBytes(write));
      if (write.at === write.pieces.length) this.through();
    } else {
      if (!this.reading) this.read(write, piece);
      return false;
    }
    return true;
  }

  /** The announced length is reached: what comes behind it is cut, and no source is asked for more (ruling 17). */
  private drop(write: Write): boolean {
    for (const piece of write.pieces.slice(write.at)) {
      if (!(piece instanceof Uint8Array)) piece.cancel("The Content-Length is reached");
      else if (piece.byteLength > 0) this.owner.warn(this.surplus());
    }
    this.through(++this.dropped > MOST_DROPS ? CONNECTION_INVALID : S_OK);
    return true;
  }

  private surplus(): string {
    return `The body is longer than its Content-Length of ${this.length}: the rest is cut`;
  }

  private read(write: Write, piece: Exclude<Piece, Uint8Array>): void {
    this.reading = true;
    piece.read().then((bytes) => {
      this.reading = false;
      if (!this.open) return;
      if (bytes === null) write.at++;
      else this.emit(write, bytes);
      this.feed();
    }, (error) => this.abort("error", error));
  }

  private emit(write: Write, piece: Uint8Array): void {
    const bytes = this.cut(piece);
    if (bytes.byteLength === 0) return;
    write.bytes += bytes.byteLength;
    this.enqueue(bytes);
  }

  /** As much as the announced length has room for. */
  private cut(bytes: Uint8Array): Uint8Array {
    const room = this.length === null ? Infinity : this.length - this.bytes;
    if (bytes.byteLength <= room) return bytes;
    this.owner.warn(this.surplus());
    return bytes.subarray(0, room);
  }

  private enqueue(bytes: Uint8Array): void {
    this.hungry = false;
    this.bytes += bytes.byteLength;
    this.controller.enqueue(bytes);
  }

  /** The first write is through. */
  private through(hr: HRESULT = S_OK): void {
    const write = this.queue.shift()!;
    this.held -= write.weight;
    write.hr = hr;
    this.ends.add(write);
  }

  private finish(): boolean {
    if (!this.closing) return false;
    if (this.length !== null && this.bytes < this.length) {
      const message =
        `The body has ${this.bytes} bytes, its Content-Length promised ${this.length}`;
      this.owner.warn(message);
      this.abort("error", new Error(message));
      return false;
    }
    this.controller.close();
    this.end("complete", undefined);
    return false;
  }

  private end(outcome: TransferOutcome, error: unknown, hr: HRESULT = CONNECTION_INVALID): void {
    if (!this.open) return;
    this.open = false;
    this.held = 0;
    for (const write of this.queue.splice(0)) {
      cancelRest(write, error);
      write.hr = hr;
      write.bytes = 0;
      this.ends.add(write);
    }
    this.owner.ended(outcome, error);
  }
}
