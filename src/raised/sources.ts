// What interrupts it? What is read on this side before it can leave: its sources are told when nobody wants it any more.
import type { ResponseState } from "../context/response-state.ts";
import { collect, type Collected, type Piece } from "../wire/pieces.ts";

/** Few responses have any, so they are not a field of each. */
const READ = new WeakMap<ResponseState, readonly Piece[]>();

/** Waits for `work`, which reads these pieces for a response. */
export async function reading<T>(
  state: ResponseState,
  pieces: readonly Piece[],
  work: Promise<T>,
): Promise<T> {
  READ.set(state, pieces);
  try {
    return await work;
  } finally {
    READ.delete(state);
  }
}

/** Reads pieces of a response as `collect` does. */
export function collectFor(
  state: ResponseState,
  pieces: readonly Piece[],
  patient = true,
  limit: number = state.bufferLimit,
): Promise<Collected> {
  return reading(state, pieces, collect(pieces, limit, patient));
}

/** The transfer has ended otherwise: a source that has nothing yet would never hear of it. */
export function leaveUnread(state: ResponseState, reason: unknown): void {
  for (const piece of READ.get(state) ?? []) {
    if (!(piece instanceof Uint8Array)) piece.cancel(reason);
  }
}
