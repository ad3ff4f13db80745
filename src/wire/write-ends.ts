// How do bytes come in and go out? Whoever has written hears in a later turn that his bytes were taken: first in, first out.
import type { HRESULT } from "../terms/hresult.ts";
import type { WriteSettled } from "./body-sink.ts";

/** A write that was taken, or never will be. */
export interface EndedWrite {
  hr: HRESULT;
  /** What was taken of it. */
  bytes: number;
  readonly settled: WriteSettled;
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
  private ended: EndedWrite[] = [];
  private patience = 0;

  /** @param early Whether the client has not asked for more, but may be about to. */
  constructor(private readonly early: () => boolean) {}

  /** Somebody has still to be told. */
  get any(): boolean {
    return this.ended.length > 0;
  }

  /** Tells of an end on a fresh stack, not inside the runtime's pull. */
  add(write: EndedWrite): void {
    if (this.ended.push(write) > 1) return;
    this.patience = PATIENCE;
    SOON.then(this.tell);
  }

  private readonly tell = (): void => {
    if (this.patience-- > 0 && this.early()) return void SOON.then(this.tell);
    const { ended } = this;
    this.ended = [];
    for (const { hr, bytes, settled } of ended) settled(hr, bytes);
  };
}
