// What interrupts it? One send: raise RQ_SEND_RESPONSE, write, complete. Every byte of a response leaves through here.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import {
  HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
} from "../terms/flags.ts";
import {
  ERROR_CONNECTION_INVALID,
  ERROR_INVALID_FUNCTION,
  ERROR_INVALID_OPERATION,
  ERROR_NOT_ENOUGH_MEMORY,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { FlushResult } from "../terms/http-response.ts";
import {
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../terms/notification-status.ts";
import { resolveRaw } from "../context/fragments.ts";
import type { ResponseDoor, ResponseReach } from "../context/response-door.ts";
import type { ResponseState } from "../context/response-state.ts";
import { type CompletionCallback, OPERATION } from "../engine/completion.ts";
import type { GoingOn } from "../engine/going-on.ts";
import { busyFor, Outstanding, WRITING } from "../engine/outstanding.ts";
import { raise } from "../engine/raise.ts";
import type { RunTracer } from "../engine/run-host.ts";
import { UNKNOWN_BYTES } from "../wire/body-sink.ts";
import { sizeOf } from "../wire/pieces.ts";
import { copyNext, sendAtOnce, unsent } from "./send-at-once.ts";
import { SendEvents } from "./send-events.ts";
import type { SendHost } from "./send-host.ts";
import { SendProvider } from "./send-provider.ts";
import { ResponseWriter } from "./response-writer.ts";
import { answer, result, told, toResult } from "../context/send-result.ts";
import { asksInside, HOLDING, QUIET, RAISED, type Turn } from "./send-turn.ts";

const CONNECTION_INVALID = HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID);
const INSIDE_A_SEND = HRESULT_FROM_WIN32(ERROR_INVALID_FUNCTION);

/** Sends the response of one request. */
export class SendResponse implements ResponseDoor {
  declare readonly host: SendHost;
  declare readonly state: ResponseState;
  declare readonly writer: ResponseWriter;
  /** Whether RQ_SEND_RESPONSE is being raised: what is written then joins that send. */
  declare private raising: Turn;
  declare private last: Promise<void> | null;
  /** Only behind a head that has left alone. */
  declare goingOn: GoingOn | undefined;
  declare number: number | undefined;

  constructor(host: SendHost, state: ResponseState) {
    this.host = host;
    this.state = state;
    this.writer = new ResponseWriter(host, state);
    this.raising = QUIET;
    this.last = null;
  }

  flush(
    async: boolean,
    moreData: boolean,
    callback: CompletionCallback | null,
  ): FlushResult | Promise<FlushResult> {
    const hr = this.refusal(async);
    return hr === S_OK ? this.send(async, moreData, callback) : answer(async, hr, 0);
  }

  write(
    chunks: readonly HTTP_DATA_CHUNK[],
    async: boolean,
    moreData: boolean,
    callback: CompletionCallback | null,
  ): FlushResult | Promise<FlushResult> {
    const { state, writer } = this;
    const size = sizeOf(chunks);
    if (writer.finalSent || writer.broken) {
      state.append(chunks, size);
      state.dropBody();
      return unsent(this.host.run, async, size, callback);
    }
    const raising = this.raising !== QUIET;
    const joins = state.buffering || raising;
    if (!joins && writer.gone) return answer(async, CONNECTION_INVALID, 0);
    const joined = raising ? state.size : 0;
    if ((writer.stream?.held ?? 0) + joined > state.bufferLimit) {
      return answer(async, HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY), 0);
    }
    const sends = !raising && (!state.buffering || state.size + size >= state.bufferLimit);
    if (sends && async && busyFor(this.host.run, WRITING)) return this.postpone(chunks, size);
    state.append(chunks, size, this);
    if (!sends) return unsent(this.host.run, async, size, callback);
    if (writer.gone) {
      state.dropBody();
      return unsent(this.host.run, async, size, callback);
    }
    return this.send(async, state.buffering || moreData, callback);
  }

  /** Breaks the connection at once; modules and pipeline go on (semantics 3.7). */
  reset(): void {
    this.state.dropBody();
    this.writer.fail("reset", new Error("The connection was reset by a module"));
  }

  /** Gives up a send that waits for the client; the body can then only be broken off. */
  cancel(): boolean {
    return this.writer.stream?.cancel() ?? false;
  }

  copy(bytes: Uint8Array): Uint8Array {
    return copyNext(this, bytes);
  }

  headersSent(): boolean {
    return this.writer.headSent;
  }

  requestUrl(): URL {
    return this.host.requestUrl();
  }

  get tracer(): RunTracer | null {
    return this.host.tracer;
  }

  who(): { module: string | null; notification: number } {
    const step = this.host.run.active ?? this.host.run.top.step;
    return { module: step?.registration.name ?? null, notification: step?.notification ?? 0 };
  }

  reach(): ResponseReach {
    return this.host.reach();
  }

  statusSet(): void {
    this.host.statusSet();
  }

  warn(message: string): void {
    this.host.warn(message);
  }

  private refusal(async: boolean): HRESULT {
    const { writer, raising, host: { run } } = this;
    if (raising !== QUIET && asksInside(run, raising, this.last === null)) return INSIDE_A_SEND;
    if (writer.finalSent || writer.broken || writer.gone || this.leftEarly()) {
      return CONNECTION_INVALID;
    }
    return async && busyFor(this.host.run, WRITING)
      ? HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION)
      : S_OK;
  }

  /** Before there is a stream, only the request's signal can tell that the client has left. */
  private leftEarly(): boolean {
    return !this.writer.headSent && this.host.aborted();
  }

  /** The limit is reached while an operation is outstanding: buffered bytes wait for the next send, others fail. */
  private postpone(chunks: readonly HTTP_DATA_CHUNK[], size: number): FlushResult {
    const { state } = this;
    const full = state.size > 2 * state.bufferLimit;
    if (!state.buffering || full) {
      const code = full ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_OPERATION;
      return result(HRESULT_FROM_WIN32(code), 0);
    }
    state.append(chunks, size, this);
    return result(S_OK, size);
  }

  private send(
    async: boolean,
    moreData: boolean,
    callback: CompletionCallback | null,
  ): FlushResult | Promise<FlushResult> {
    const now = async || !moreData || this.last !== null ? null : sendAtOnce(this);
    if (now !== null) return now;
    const sending = new Outstanding(this.host.run, async, WRITING, OPERATION.WRITE, callback);
    this.enqueue(moreData, sending.settled);
    return async ? told(sending) : sending.later(toResult);
  }

  /** A send whose handlers are still waited for holds those behind it, in call order (rulings 5 and 14). */
  private enqueue(moreData: boolean, settled: (hr: HRESULT, bytes: number) => void): void {
    let begun: void | Promise<void> = undefined;
    // Whoever is told of the end of a send may begin the next one, and is not to be queued behind that end.
    const commit = (flags: number): void => {
      if (this.last === begun) this.last = null;
      this.commit(flags, settled);
    };
    const start = (): void | Promise<void> => {
      // Before any of the handlers can go on behind an await.
      if (this.host.plan.sendResponse.length > 0) queueMicrotask(() => this.raising &&= HOLDING);
      const raised = this.raise(moreData);
      return raised instanceof Promise ? raised.then(commit) : commit(raised);
    };
    begun = this.last === null ? start() : this.last.then(start);
    if (begun !== undefined) this.last = begun;
  }

  /** Calls the handlers of RQ_SEND_RESPONSE; they may still change everything that leaves. Answers with the flags. */
  raise(moreData: boolean): number | Promise<number> {
    const flags = (moreData ? HTTP_SEND_RESPONSE_FLAG_MORE_DATA : 0) |
      (this.state.needDisconnect ? HTTP_SEND_RESPONSE_FLAG_DISCONNECT : 0);
    return this.host.plan.sendResponse.length === 0 ? flags : this.callAll(flags);
  }

  private callAll(flags: number): number | Promise<number> {
    const { host, state } = this;
    const withHead = (): boolean => !this.writer.headSent && !state.suppressed;
    const provider = new SendProvider(host, withHead, flags);
    this.raising = RAISED;
    const raised = raise(host.run, {
      steps: host.plan.sendResponse,
      method: "onSendResponse",
      call: (module, step) => module.onSendResponse(host.context, provider.of(step)),
      threw: (step, error) => {
        host.isolated(step.registration.name, error);
        return RQ_NOTIFICATION_CONTINUE;
      },
    });
    const after = (status: number): number => {
      this.raising = QUIET;
      // FINISH ends this chain only; the request goes to LOG when the current handler answers.
      if (status === RQ_NOTIFICATION_FINISH_REQUEST) host.run.finishRequested = true;
      return provider.flags;
    };
    return raised instanceof Promise ? raised.then(after) : after(raised);
  }

  commit(flags: number, settled: (hr: HRESULT, bytes: number) => void): void {
    if ((flags & HTTP_SEND_RESPONSE_FLAG_DISCONNECT) !== 0) this.state.needDisconnect = true;
    const { writer } = this;
    const hr = resolveRaw(this.state.chunks, this.host);
    if (hr !== S_OK) writer.fail("error", new Error("A fragment of the response is gone"));
    if (hr !== S_OK) return settled(hr, 0);
    const told = this.host.tracer === null ? null : new SendEvents(this.host.tracer, this);
    const head = writer.headSent ? 0 : 1;
    writer.write((flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0, (hr, entityBytes) => {
      const known = entityBytes !== UNKNOWN_BYTES;
      const bytes = (known ? entityBytes : 0) + head * writer.headBytes;
      told?.end(hr, known ? bytes : undefined);
      settled(hr, bytes);
    });
  }
}
