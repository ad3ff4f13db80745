// Terms: what do the pages call it?
// This file: limits of time and size, and the error of a time that has run out. The pages have no words for them; these are ours.

/** How long a request may take, and how much it may bring. What is not there has no limit. */
export interface Limits {
  /**
   * Milliseconds from the arrival of a request to its last byte. What runs on then is ended: 503 where nothing has left,
   * a broken transfer otherwise.
   */
  readonly requestTimeout?: number;
  /** Milliseconds that one stage with its post event may wait, all its modules together. */
  readonly stageTimeout?: number;
  /** Milliseconds that one handler of one module may wait in all. The app behind a pipeline counts as a module. */
  readonly moduleTimeout?: number;
  /**
   * Bytes that a request's body may have. A longer one is answered with 413: before it is read where its Content-Length
   * tells, otherwise at the read that goes beyond.
   */
  readonly maxEntityBytes?: number;
}

/** The limits that are times. */
export type TimeLimit = "requestTimeout" | "stageTimeout" | "moduleTimeout";

/** A time limit was reached. It is the reason of `context.signal`, and the error that `onTransferEnd` is told. */
export class TimeLimitError extends Error {
  /** As that of `AbortSignal.timeout`. */
  override readonly name = "TimeoutError";

  /** Made by the core, when time has run out. */
  constructor(
    /** Which limit. */
    readonly limit: TimeLimit,
    /** The limit in milliseconds. */
    readonly milliseconds: number,
    /** The module that the request was waiting for. */
    readonly module: string,
    /** The notification in which it was waiting, one of RQ_*; 0 where no notification was running. */
    readonly notification: number,
    /** The name of the handler, such as "onBeginRequest". */
    readonly handler: string,
  ) {
    super(`${limit} of ${milliseconds} ms has run out in ${handler} of module "${module}"`);
  }
}
