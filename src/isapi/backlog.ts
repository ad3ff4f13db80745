// How does an old extension feel at home? Its bytes on their way: how many wait for the client, and writes that wait for their turn.
import type { IoOutcome } from "./hse-result.ts";

/** Bytes of writes that wait for their turn; nobody who awaits his writes has more than one. */
const MOST_QUEUED = 16_777_216;

/** What the response counts for a send besides its bytes, at most. */
const SEND_WEIGHT = 1024;

/** What one response still has to send for its extension. */
export class Backlog {
  private given = 0;
  private left = 0;
  /** Bytes since the last write that has sent them. */
  private buffered = 0;
  private waiting = 0;
  private queued = 0;
  /** The ends of the last write, and of the last that has sent what was there. */
  private last: Promise<unknown> = Promise.resolve();
  private sent: Promise<unknown> = this.last;

  constructor(private readonly limit: () => number) {}

  /** So much waits for the client that nothing more is taken at once. */
  get full(): boolean {
    return this.given - this.left > this.limit();
  }

  /** Writes wait for their turn. */
  get waits(): boolean {
    return this.waiting > 0;
  }

  /** Settles when the last of them has ended. */
  get drained(): Promise<unknown> {
    return this.last;
  }

  /** Whether a write may still wait for its turn. */
  takes(size: number): boolean {
    return this.queued + size <= MOST_QUEUED;
  }

  /** Notes a write; `sends` says that it does not wait in the buffer. Answers with what `left` is to be told at its end. */
  note(size: number, sends: boolean): number {
    this.buffered += size;
    const leaves = sends || this.buffered >= this.limit();
    this.given += leaves ? size + SEND_WEIGHT : size;
    if (!leaves) return 0;
    this.buffered = 0;
    return this.given;
  }

  /** The write has begun, and this is its end. */
  begun(work: Promise<IoOutcome>, mark: number): Promise<IoOutcome> {
    if (mark > 0) this.sent = work;
    if (this.waiting === 0) this.last = work;
    return work;
  }

  /** A write has ended, and with it everything before it has left. */
  ended(mark: number): void {
    if (mark > this.left) this.left = mark;
  }

  /** A write that begins when those before it have ended, as if each of them had blocked. */
  inTurn(write: () => Promise<IoOutcome>, size: number): Promise<IoOutcome> {
    this.waiting++;
    this.queued += size;
    const ended = this.last.then(() => this.full && this.sent).then(() => {
      this.waiting--;
      this.queued -= size;
      return write();
    });
    this.last = ended;
    return ended;
  }
}
