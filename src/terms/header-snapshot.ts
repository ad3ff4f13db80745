// Terms: what do the pages call it?
// This file: a copy of a header table, to compare with later.

/** A copy of a header table, to be compared with the table later. */
export interface HeaderSnapshot {
  /** The values of the known headers by number; null where there is none. */
  knownHeaders: (string | null)[];
  /** The names of the other headers. */
  unknownHeaderNames: string[];
  /** Their values, in the same order; null for one that is gone since the copy before. */
  unknownHeaderValues: (string | null)[];
}
