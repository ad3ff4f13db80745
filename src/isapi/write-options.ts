// How does an old extension feel at home? What is said of one write, and who is told of its end.
import type { IoOutcome } from "./hse-result.ts";

/** Says more of a write. */
export interface WriteOptions {
  /** The response ends with it. */
  readonly last?: boolean;
  /** It is sent even where bytes are buffered. */
  readonly flush?: boolean;
  /** Told of its end, in a later turn. */
  readonly ended?: ((end: IoOutcome) => void) | null;
}

/** Nothing is said. */
export const NOTHING_MORE: WriteOptions = {};

/** The end of a write that was not taken. */
export function lost(error: number, ended: ((end: IoOutcome) => void) | null): Promise<IoOutcome> {
  const end = Promise.resolve({ bytes: 0, error });
  if (ended !== null) end.then(ended);
  return end;
}
