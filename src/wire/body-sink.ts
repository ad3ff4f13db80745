// How do bytes come in and go out? What is behind a head that has left, and who hears of it.
import type { HRESULT } from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import type { Piece } from "./pieces.ts";

/** In place of a byte count: the app's body was handed over as it is, nobody has looked into it. */
export const UNKNOWN_BYTES = -1;

/** Told when everything of one write was taken, or never will be. */
export type WriteSettled = (hr: HRESULT, bytes: number) => void;

/** Who wants to know of a body stream. */
export interface BodyStreamOwner {
  /** The stream has ended, exactly once. */
  ended(outcome: TransferOutcome, error?: unknown): void;
  /** The runtime has begun to read: the head is with it. A promise holds the body back. */
  began(): Promise<void> | void;
  /** Something is wrong that does not stop the response. */
  warn(message: string): void;
}

/** What is behind a head that has left. */
export interface BodySink {
  /** Bytes taken so far. */
  readonly bytes: number;
  /** Weight in bytes of what has not been taken yet. */
  readonly held: number;
  write(pieces: readonly Piece[], size: number, settled: WriteSettled): void;
  /** Whether the client waits for bytes, and nothing stands in front of those that come now. */
  readonly waits: boolean;
  /** Whether a client who `waits` can be given these bytes as a whole. */
  takes(bytes: Uint8Array): boolean;
  /** Hands over bytes that it `takes`: with the call they count as sent. */
  hand(bytes: Uint8Array, settled: WriteSettled): void;
  /** A copy of bytes that are written next; its memory may be shared with others that have left. */
  copy(bytes: Uint8Array): Uint8Array;
  close(): void;
  /** Breaks off what waits for the client; false if nothing does. */
  cancel(): boolean;
  /** Breaks the transfer. */
  abort(outcome: TransferOutcome, error: unknown, hr?: HRESULT): void;
}
