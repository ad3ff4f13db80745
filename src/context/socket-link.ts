// What does a module hold in its hand? The connection behind a WebSocket context: what has come, what waits, how it ended.
import {
  ERROR_CONNECTION_INVALID,
  ERROR_NOT_ENOUGH_MEMORY,
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import type { BodySink, BodyStreamOwner, WriteSettled } from "../wire/body-sink.ts";
import { ABNORMAL_CLOSURE, type RuntimeSocket, type SocketEvents } from "../wire/runtime-socket.ts";
import { SocketInbox } from "../wire/socket-inbox.ts";
import { SocketOutbox } from "../wire/socket-outbox.ts";
import { type SocketOperation, written } from "./socket-operation.ts";

const CONNECTION_INVALID = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);
const ABORTED = HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);
const NOT_ENOUGH_MEMORY = HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);

/** Bytes that the client may be ahead of the readers: no runtime lets us hold it back. */
const MOST_UNREAD = 64 * 1024 * 1024;
/** What one unread message weighs besides its bytes, so that very many empty ones have an end too. */
const MESSAGE_WEIGHT = 64;

/** Milliseconds that the other side has for its answer to a close message, while nothing moves. */
const CLOSE_TIMEOUT = 10_000;

/** Close codes (RFC 6455, 7.4). */
const NORMAL_CLOSURE = 1000;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

interface Reader {
  readonly buffer: Uint8Array;
  readonly reading: SocketOperation;
}

/** How a connection ended. */
export interface SocketEnd {
  /** Below zero unless close messages were exchanged. */
  readonly hr: HRESULT;
  readonly code: number;
  readonly reason: string;
}

/** What a link needs of those who have made it. */
export interface LinkParts {
  /** Of the response that has become a WebSocket. */
  readonly owner: BodyStreamOwner;
  /** Bytes that may wait for the client. */
  readonly limit: number;
  /** Told when the 101 is with the client, or will never be. */
  readonly whenOpen: WriteSettled;
  /** Told when close messages have been exchanged, or the other side has left ours without an answer. */
  readonly closed: () => void;
}

/** One upgraded connection. */
export class SocketLink implements SocketEvents, BodySink {
  /** Nothing of a response is held here. */
  readonly held = 0;
  readonly waits = false;
  /** Null while the connection lasts. */
  end: SocketEnd | null = null;
  readonly readers: Reader[] = [];
  private socket!: RuntimeSocket;
  private out!: SocketOutbox;
  private isOpen = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly inbox = new SocketInbox();

  constructor(private readonly parts: LinkParts) {}

  /** The runtime's socket, made for these events. */
  use(socket: RuntimeSocket): void {
    this.socket = socket;
    this.out = new SocketOutbox(socket, this.parts.limit);
  }

  get outbox(): SocketOutbox {
    return this.out;
  }

  get bytes(): number {
    return this.out.sent;
  }

  opened(): void {
    if (this.end !== null) return this.socket.close(NORMAL_CLOSURE, "");
    this.isOpen = true;
    this.parts.whenOpen(S_OK, 0);
    this.out.open();
  }

  message(data: string | Uint8Array): void {
    if (this.end !== null) return;
    this.inbox.add(data);
    this.serve();
    if (this.inbox.size + this.inbox.count * MESSAGE_WEIGHT <= MOST_UNREAD) return;
    const error = new Error(`A client sent ${MOST_UNREAD} bytes that no module has read`);
    this.leave("error", error, NOT_ENOUGH_MEMORY);
    this.socket.close(POLICY_VIOLATION, "");
  }

  closed(code: number, reason: string): void {
    if (this.end !== null) return;
    if (code === ABNORMAL_CLOSURE) {
      const error = new Error("The WebSocket broke off");
      return this.leave("client-gone", error, CONNECTION_INVALID);
    }
    this.parts.closed();
    this.finish({ hr: S_OK, code, reason }, "complete");
  }

  /** Begins the exchange of close messages. Nobody waits for ever for one who does not answer (RFC 6455, 7.1.1). */
  sendClose(code: number, reason: string, settled: WriteSettled): void {
    this.awaitAnswer(this.out.waiting);
    this.out.close(code, reason, settled);
  }

  /** The request ends: a connection that is still open is closed in good order. */
  finishInOrder(): void {
    if (this.end !== null) return;
    this.leave("complete", undefined, ABORTED);
    if (this.isOpen) this.socket.close(NORMAL_CLOSURE, "");
  }

  read(buffer: Uint8Array, reading: SocketOperation): void {
    this.readers.push({ buffer, reading });
    this.serve();
  }

  /** Ends what is outstanding; what the client sends is kept for the next read. */
  cancel(): boolean {
    const any = this.readers.length > 0 || this.out.busy;
    this.out.fail(ABORTED);
    for (const { reading } of this.readers.splice(0)) reading.settled(written(ABORTED, 0));
    return any;
  }

  abort(outcome: TransferOutcome, error: unknown, hr: HRESULT = CONNECTION_INVALID): void {
    if (this.end !== null) return;
    this.leave(outcome, error, hr);
    if (outcome === "error") this.socket.close(INTERNAL_ERROR, "");
    else if (outcome === "timeout") this.socket.close(GOING_AWAY, "");
    else this.socket.terminate();
  }

  /** A response that has become a WebSocket has no body. */
  write(_pieces: unknown, _size: number, settled: WriteSettled): void {
    settled(CONNECTION_INVALID, 0);
  }

  takes(): boolean {
    return false;
  }

  hand(_bytes: Uint8Array, settled: WriteSettled): void {
    settled(CONNECTION_INVALID, 0);
  }

  copy(bytes: Uint8Array): Uint8Array {
    return bytes;
  }

  close(): void {}

  /** Gives readers what has come, and behind it the end. */
  private serve(): void {
    while (this.readers.length > 0) {
      const { buffer, reading } = this.readers[0];
      const fragment = this.inbox.take(buffer);
      if (fragment === null && this.end === null) return;
      this.readers.shift();
      if (fragment !== null) reading.settled({ hr: S_OK, close: false, ...fragment });
      else reading.settled({ ...written(this.end!.hr, 0), final: true, close: true });
    }
  }

  /** What is still on its way to a slow client counts as its answer. */
  private awaitAnswer(waiting: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const left = this.out.waiting;
      if (left < waiting) return this.awaitAnswer(left);
      this.parts.closed();
      this.leave("timeout", new Error("A close message was not answered"), CONNECTION_INVALID);
    }, CLOSE_TIMEOUT);
  }

  private leave(outcome: TransferOutcome, error: unknown, hr: HRESULT): void {
    this.finish({ hr, code: ABNORMAL_CLOSURE, reason: "" }, outcome, error);
  }

  /** The end of the transfer is told first: those who are woken may end the request. */
  private finish(end: SocketEnd, outcome: TransferOutcome, error?: unknown): void {
    this.end = end;
    clearTimeout(this.timer);
    this.parts.owner.ended(outcome, error);
    if (!this.isOpen) this.parts.whenOpen(CONNECTION_INVALID, 0);
    this.out.fail(end.hr === S_OK ? CONNECTION_INVALID : end.hr);
    this.serve();
  }
}
