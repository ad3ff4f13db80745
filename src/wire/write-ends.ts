// How do bytes come in and go out? Whoever has written hears in a later turn that his bytes were taken: first in, first out.
import type { HRESULT } from "../terms/hresult.ts";
import type { WriteSettled } from "./body-sink.ts";

/** A write that was taken, or never will be. */
export interface EndedWrite {
  hr: HRESULT;
  /** What was taken of it. */
  bytes: number;
  readonly settled: WriteSettled;
  /** The one that has ended behind it. */
  next: EndedWrite | null;
}

/**
 * Turns that a runtime needs to ask for more behind bytes that it has taken. Who writes again only then can hand over at
 * once what he writes.
 */
const PATIENCE = 4;

/** Cheaper than `queueMicrotask` on Deno. */
const SOON = Promise.resolve();

/** The ends of the writes of one body. */
export class WriteEnds {
  private first: EndedWrite | null = null;
  private last: EndedWrite | null = null;
  private patience = 0;

  /** @param early Whether the client has not asked for more, but may be about to. */
  constructor(private readonly early: () => boolean) {}

  /** Tells of an end on a fresh stack, not inside the runtime's pull. */
  add(write: EndedWrite): void {
    const { last } = this;
    this.last = write;
    if (last !== null) return void (last.next = write);
    this.first = write;
    this.patience = PATIENCE;
    SOON.then(this.tell);
  }

  private readonly tell = (): void => {
    if (this.patience-- > 0 && this.early()) return void SOON.then(this.tell);
    let write = this.first;
    this.first = this.last = null;
    for (; write !== null; write = write.next) write.settled(write.hr, write.bytes);
  };
}
