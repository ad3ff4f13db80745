// What runs it, stops it, wakes it? The end of a promise that a handler has answered with.
import type { REQUEST_NOTIFICATION_STATUS } from "../terms/notification-status.ts";

/** Who waits. */
interface Listener {
  ends: Ends | null;
}

/** Who is told of the end. */
interface Waiting<F> {
  released(frame: F, status: REQUEST_NOTIFICATION_STATUS | void): void;
  refused(frame: F, error: unknown): void;
}

/** The two ends of a promise, for one frame. */
export interface Ends {
  readonly released: (status: REQUEST_NOTIFICATION_STATUS | void) => void;
  readonly refused: (error: unknown) => void;
}

const NATIVE: unknown = Promise.prototype.then;

/** Has the end of a promise told once, whatever else a thenable of a module does. */
export function hear<F extends Listener>(
  run: Waiting<F>,
  frame: F,
  result: PromiseLike<REQUEST_NOTIFICATION_STATUS | void>,
): void {
  const ends = frame.ends ??= {
    released: (status) => run.released(frame, status),
    refused: (error) => run.refused(frame, error),
  };
  const { released, refused } = result.then === NATIVE ? ends : once(ends);
  try {
    result.then(released, refused);
  } catch (error) {
    refused(error);
  }
}

/** A promise of the runtime's keeps to one end by itself. */
function once(ends: Ends): Ends {
  let open = true;
  const first = <V>(tell: (value: V) => void) => (value: V): void => {
    if (!open) return;
    open = false;
    tell(value);
  };
  return { released: first(ends.released), refused: first(ends.refused) };
}
