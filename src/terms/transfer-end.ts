// What do the pages call it? They have no word for the end of a transfer; these are ours.
import type { IHttpContext4 } from "./http-context.ts";

/**
 * How the transfer of a response ended.
 *
 * `complete`: the last byte was taken; `client-gone`: the client left before; `reset`: a module reset the connection;
 * `error`: something failed after the head had left; `timeout`: a time limit was reached.
 */
export type TransferOutcome = "complete" | "client-gone" | "reset" | "error" | "timeout";

/** The account of one finished transfer, made exactly once for each request. */
export interface TransferEnd {
  /** Entity bytes that left, after filters. */
  readonly bytes: number;
  /** How it ended. */
  readonly outcome: TransferOutcome;
  /** Milliseconds since the request began. */
  readonly duration: number;
  /** What broke it, where something did. */
  readonly error?: unknown;
}

/** Told of the end of a transfer, after the last byte or the break. */
export type TransferEndHandler = (context: IHttpContext4, end: TransferEnd) => void | Promise<void>;
