// What does a module hold in its hand? IWebSocketContext over the WebSocket that a runtime has made of the request.
import {
  E_INVALIDARG,
  ERROR_CONNECTION_INVALID,
  ERROR_INVALID_OPERATION,
  ERROR_NOT_ENOUGH_MEMORY,
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { Io } from "../terms/io.ts";
import type {
  IWebSocketContext,
  PFN_WEBSOCKET_COMPLETION,
  ReadFragmentResult,
  SendConnectionCloseResult,
  WriteFragmentResult,
} from "../terms/websocket-context.ts";
import { OPERATION, type Operation } from "../engine/completion.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { SocketLink } from "./socket-link.ts";
import { SocketOperation, type SocketOutcome, written } from "./socket-operation.ts";

const INVALID_OPERATION = HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
const CONNECTION_INVALID = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);

/** Reads in call order that wait for a message. */
const MOST_READERS = 1000;
/** Bytes of a reason in a close message (RFC 6455, 5.5). */
const MOST_REASON = 123;
/** Codes that stand for the lack of one and never travel (RFC 6455, 7.4.1). */
const NEVER_SENT: ReadonlySet<number> = new Set([1004, 1005, 1006, 1015]);

/** The WebSocket of one request. Nothing can be done with it before the 101 has left. */
export class WebSocketContext implements IWebSocketContext {
  /** The connection, once the response is a 101. */
  link: SocketLink | null = null;
  private closeSent = false;

  constructor(private readonly run: RequestRun) {}

  readFragment<A extends boolean>(
    data: Uint8Array,
    async: A,
    completion: PFN_WEBSOCKET_COMPLETION | null = null,
    completionContext: unknown = null,
  ): Io<A, ReadFragmentResult> {
    const refused = this.refusesRead(data, async);
    if (refused !== S_OK) return answer(async, toRead(written(refused, 0), false));
    const reading = this.operation(async, OPERATION.READ, completion, completionContext);
    this.link!.read(data, reading);
    return reading.result(toRead) as Io<A, ReadFragmentResult>;
  }

  writeFragment<A extends boolean>(
    data: Uint8Array,
    async: A,
    utf8Encoded: boolean,
    finalFragment: boolean,
    completion: PFN_WEBSOCKET_COMPLETION | null = null,
    completionContext: unknown = null,
  ): Io<A, WriteFragmentResult> {
    const refused = this.refusesWrite(data, async, utf8Encoded);
    if (refused !== S_OK) return answer(async, toWrite(written(refused, 0), false));
    const writing = this.operation(async, OPERATION.WRITE, completion, completionContext);
    const settled = (hr: HRESULT, bytes: number): void => writing.settled(written(hr, bytes));
    this.link!.outbox.write(data, utf8Encoded, finalFragment, settled);
    return writing.result(toWrite) as Io<A, WriteFragmentResult>;
  }

  sendConnectionClose<A extends boolean>(
    async: A,
    statusCode: number,
    reason: string | null = null,
    completion: PFN_WEBSOCKET_COMPLETION | null = null,
    completionContext: unknown = null,
  ): Io<A, SendConnectionCloseResult> {
    const refused = isCloseStatus(statusCode, reason) ? this.refusesClose() : E_INVALIDARG;
    if (refused !== S_OK) return answer(async, toClose(written(refused, 0), false));
    const closing = this.operation(async, OPERATION.WRITE, completion, completionContext);
    const settled = (hr: HRESULT): void => closing.settled(written(hr, 0));
    const link = this.link!;
    this.closeSent = true;
    // Behind a close message of the other side, the runtime has sent the answer already.
    if (link.end !== null) settled(S_OK);
    else link.sendClose(statusCode, reason ?? "", settled);
    return closing.result(toClose) as Io<A, SendConnectionCloseResult>;
  }

  getCloseStatus(): { hr: HRESULT; statusCode: number; reason: string } {
    const end = this.link?.end ?? null;
    if (end === null) return { hr: INVALID_OPERATION, statusCode: 0, reason: "" };
    return { hr: end.hr, statusCode: end.code, reason: end.reason };
  }

  closeTcpConnection(): void {
    const error = new Error("The connection was closed by a module");
    this.link?.abort("reset", error, HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED));
  }

  cancelOutstandingIO(): void {
    this.link?.cancel();
  }

  cleanupStoredContext(): void {
    this.link?.finishInOrder();
  }

  private refusesRead(data: unknown, async: boolean): HRESULT {
    if (!(data instanceof Uint8Array) || data.byteLength === 0) return E_INVALIDARG;
    if (this.link === null) return INVALID_OPERATION;
    const { readers } = this.link;
    if (async && readers.length > 0) return INVALID_OPERATION;
    return readers.length < MOST_READERS ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
  }

  private refusesWrite(data: unknown, async: boolean, utf8: boolean): HRESULT {
    if (!(data instanceof Uint8Array)) return E_INVALIDARG;
    if (this.link === null) return INVALID_OPERATION;
    const { end, outbox } = this.link;
    if (end !== null || this.closeSent) return CONNECTION_INVALID;
    if (async && outbox.busy) return INVALID_OPERATION;
    return outbox.refusal(data.byteLength, utf8);
  }

  private refusesClose(): HRESULT {
    if (this.link === null) return INVALID_OPERATION;
    const { end } = this.link;
    return this.closeSent || (end !== null && end.hr !== S_OK) ? CONNECTION_INVALID : S_OK;
  }

  private operation(
    async: boolean,
    operation: Operation,
    completion: PFN_WEBSOCKET_COMPLETION | null,
    context: unknown,
  ): SocketOperation {
    const routine = completion === null ? null : { completion, context };
    return new SocketOperation(
      this.run,
      async,
      operation,
      routine,
      (error) => this.link!.abort("error", error),
    );
  }
}

function answer<A extends boolean, T>(async: A, result: T): Io<A, T> {
  return (async ? result : Promise.resolve(result)) as Io<A, T>;
}

function isCloseStatus(code: number, reason: string | null): boolean {
  if (!Number.isInteger(code) || NEVER_SENT.has(code)) return false;
  const known = code >= 1000 && code <= 1014;
  if (!known && (code < 3000 || code > 4999)) return false;
  if (reason === null) return true;
  return typeof reason === "string" && new TextEncoder().encode(reason).byteLength <= MOST_REASON;
}

const toRead = (outcome: SocketOutcome, expected: boolean): ReadFragmentResult => ({
  hr: outcome.hr,
  bytesData: outcome.bytes,
  utf8Encoded: outcome.utf8,
  finalFragment: outcome.final,
  connectionClose: outcome.close,
  completionExpected: expected,
});

const toWrite = ({ hr, bytes }: SocketOutcome, expected: boolean): WriteFragmentResult => ({
  hr,
  bytesSent: bytes,
  completionExpected: expected,
});

const toClose = ({ hr }: SocketOutcome, expected: boolean): SendConnectionCloseResult => ({
  hr,
  completionExpected: expected,
});
