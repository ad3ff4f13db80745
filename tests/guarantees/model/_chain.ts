// Who is told what a handler answers? Whoever has called it as one of a list.
import type { Frame } from "./_frame.ts";
import type { Machine } from "./_machine.ts";
import type { Answer } from "./_program.ts";

/** A list of handlers that is walked, and may stop anywhere. */
export interface Chain {
  readonly machine: Machine;
  /** A handler has failed; what it has begun may still be waited for. */
  threw(): void;
  /** A notification has got its answer. */
  closed(frame: Frame, answer: Answer): void;
  /** The next handler, or what comes after the last. */
  next(): void;
}
