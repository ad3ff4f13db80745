// How do bytes come in and go out? One write that waits for the client, and what of it leaves next.
import { concat, type Piece } from "./pieces.ts";
import { LONGEST_JOINED, unshared } from "./slab.ts";
import type { EndedWrite } from "./write-ends.ts";

/** Bytes up to which small pieces of one write leave as one. */
const MOST_JOINED = 65_536;

/** So many pieces are worth a copy. */
const FEWEST_JOINED = 4;

/** One write that has not been taken as a whole. */
export interface Write extends EndedWrite {
  readonly pieces: readonly Piece[];
  /** The first piece that has not been taken. */
  at: number;
  readonly weight: number;
}

/** Takes the next piece of a write, which is there, with those behind it if they are there, small, and many. */
export function nextBytes(write: Write): Uint8Array {
  const pieces = write.pieces as readonly Uint8Array[];
  const from = write.at++;
  const { end, size } = smallPieces(write.pieces, from);
  if (end - from < FEWEST_JOINED) return unshared(pieces[from]);
  write.at = end;
  return concat(pieces.slice(from, end), size);
}

/** Up to where pieces are there and small enough to leave as one, and their size. */
function smallPieces(pieces: readonly Piece[], from: number): { end: number; size: number } {
  let size = 0;
  for (let end = from; end < pieces.length; end++) {
    const piece = pieces[end];
    const small = piece instanceof Uint8Array && piece.byteLength <= LONGEST_JOINED;
    if (!small || size + piece.byteLength > MOST_JOINED) return { end, size };
    size += piece.byteLength;
  }
  return { end: pieces.length, size };
}

/** Tells the sources of a write that nobody wants what is left. */
export function cancelRest({ pieces, at }: Pick<Write, "pieces" | "at">, reason: unknown): void {
  for (let i = at; i < pieces.length; i++) {
    const piece = pieces[i];
    if (!(piece instanceof Uint8Array)) piece.cancel(reason);
  }
}
