// How does an old filter feel at home? The answers of a filter, now or later, and which of them end the request.
import * as SF from "../terms/sf-flags.ts";

/** One of SF_STATUS_*, now or later. */
export type Status = number | Promise<number>;

/** Goes on with a value when it is there: at once, if it is. */
export function andThen<T, U>(value: T | Promise<T>, next: (value: T) => U | Promise<U>) {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Answers that end the request. */
const ENDS: ReadonlySet<number> = new Set([
  SF.SF_STATUS_REQ_FINISHED,
  SF.SF_STATUS_REQ_FINISHED_KEEP_CONN,
  SF.SF_STATUS_REQ_ERROR,
]);

const STATUSES: ReadonlySet<number> = new Set([
  ...ENDS,
  SF.SF_STATUS_REQ_NEXT_NOTIFICATION,
  SF.SF_STATUS_REQ_HANDLED_NOTIFICATION,
  SF.SF_STATUS_REQ_READ_NEXT,
]);

/** Whether a request ends with this answer. */
export const ends = (status: number): boolean => ENDS.has(status);

/** Throws a `TypeError` for what is no answer. */
export function checkStatus(filter: string, answer: unknown): number {
  if (STATUSES.has(answer as number)) return answer as number;
  throw new TypeError(
    `httpFilterProc of ISAPI filter "${filter}" answered with ${
      String(answer)
    }, wished for one of SF_STATUS_*`,
  );
}
