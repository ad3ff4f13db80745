// What interrupts it? The bytes of a send: as one whole Response, or into a body that the client is already reading.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { ERROR_CONNECTION_INVALID, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { AdoptedBody, type ResponseState } from "../context/response-state.ts";
import { type BodyStreamOwner, UNKNOWN_BYTES, type WriteSettled } from "../wire/body-sink.ts";
import { BodyStream } from "../wire/body-stream.ts";
import { FilterChain } from "../wire/filters.ts";
import { isReadLater, type Piece, sizeOf, toPiece } from "../wire/pieces.ts";
import { announceLength, headSize, isNullBodyStatus, noBody } from "../wire/response-head.ts";
import {
  addLinkPage,
  adoptWrittenHead,
  buildResponse,
  handOver,
  type Head,
  isStream,
  isWhole,
  leaveOutBody,
  memory,
  refuseBody,
  sealed,
  wholeBody,
} from "./build-response.ts";
import type { SendHost } from "./send-host.ts";
import { sendShort } from "./short-answer.ts";
import { collectFor } from "./sources.ts";
import { Transfer } from "./transfer.ts";

/** Sends for nobody, besides their size, that are answered as if somebody listened. */
const MOST_DISCARDS = 1000;
type Chunks = HTTP_DATA_CHUNK[];

/** Writes the response of one request. */
export class ResponseWriter extends Transfer implements BodyStreamOwner {
  declare private readonly host: SendHost;
  declare private readonly state: ResponseState;
  declare private discarded: number;
  declare private filters: FilterChain | null;

  constructor(host: SendHost, state: ResponseState) {
    super();
    this.host = host;
    this.state = state;
    this.discarded = 0;
    this.filters = null;
  }

  /** Writes what is buffered, behind the head if that has not left. */
  write(moreData: boolean, settled: WriteSettled): void {
    if (this.broken || this.gone) {
      this.state.dropBody();
      return settled(HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID), 0);
    }
    if (!this.headSent && (!moreData || this.state.switches)) return this.writeWhole(settled);
    if (!this.headSent) this.open(this.state.headers.contentLength);
    else if (moreData && this.state.chunks.length === 0) return settled(S_OK, 0);
    if (!moreData) this.finalSent = true;
    this.append(this.state.take(), !moreData, settled);
  }

  /** Breaks the transfer. Where no head has left yet, one leaves over a body that breaks at its first byte. */
  fail(outcome: TransferOutcome, error: unknown): void {
    if (this.broken || this.gone || (this.finalSent && this.stream === null)) return;
    this.broken = true;
    if (this.host.bodyless) this.host.transferEnded(outcome, 0, error);
    if (!this.headSent) this.open(null);
    if (this.stream === null) return this.host.transferEnded(outcome, 0, error);
    this.stream.abort(outcome, error);
  }

  began(): Promise<void> | void {
    return this.host.headTaken();
  }

  ended(outcome: TransferOutcome, error?: unknown): void {
    this.gone ||= outcome === "client-gone";
    this.broken ||= outcome === "error" || outcome === "reset";
    this.host.transferEnded(outcome, this.stream?.bytes ?? 0, error);
  }

  warn(message: string): void {
    this.host.warn(message);
  }

  private writeWhole(settled: WriteSettled): void {
    const { state, host } = this;
    if (state.upgrade !== null) return this.passOn(state.upgrade, settled);
    if (state.switches && this.upgrade(settled)) return;
    if (state.suppressed && !this.headSent) adoptWrittenHead(state);
    this.headSent = this.finalSent = true;
    if (state.redirectTo !== null && state.chunks.length === 0) addLinkPage(state);
    const trimmed = host.trimmed && !host.watchesEnd && host.tracer === null && isWhole(state);
    if (isNullBodyStatus(state.status.statusCode) || (!trimmed && host.bodyless)) {
      return this.writeHead(settled);
    }
    const alone = state.chunks.length === 1 && state.filters === null ? state.chunks[0] : null;
    if (alone instanceof AdoptedBody && !host.watchesEnd && !host.timed) {
      return this.passOn(this.head(handOver(state, alone.response, host.incoming)), settled);
    }
    const chunks = state.take();
    if (state.filters !== null) return this.writeFiltered(chunks, settled);
    if (chunks.some(isStream)) return this.writeStreamed(chunks, settled);
    this.writeKnown(chunks, sizeOf(chunks), settled);
  }

  /** Past a 101 that a module has set, bytes go another way; only their end is told here. */
  private upgrade(settled: WriteSettled): boolean {
    const switched = this.host.upgrade(this, settled);
    if (switched === null) return false;
    this.headSent = this.finalSent = true;
    this.stream = switched.stream;
    this.state.dropBody();
    this.host.deliver(this.head(switched.response));
    return true;
  }

  /** The app's own Response, whose body nobody has looked into. */
  private passOn(response: Response, settled: WriteSettled): void {
    this.headSent = this.finalSent = true;
    this.state.take();
    this.host.deliver(response);
    if (response.status === 101) this.host.transferEnded("complete", 0);
    this.handedOver(settled, UNKNOWN_BYTES);
  }

  /** A body whose length is known: the runtime gets it in one piece, unless somebody wants to see it leave. */
  private writeKnown(chunks: Chunks, size: number, settled: WriteSettled, head: Head = this.state) {
    const declared = head.headers.contentLength;
    const accounted = size > 0 && (this.host.watchesEnd || chunks.some(isReadLater));
    if (accounted && sendShort(this, this.host, chunks, size, head, settled)) return;
    if (accounted || (declared !== null && declared !== size)) {
      if (declared === null) head.headers.set("Content-Length", String(size), true);
      this.open(declared ?? size, head);
      return this.push(chunks.map(toPiece), size, true, settled); // body filters have been through
    }
    const response = this.respond(wholeBody(chunks, size), size, head);
    if (this.host.watchesEnd) this.deliverAlone(response);
    else this.host.deliver(response);
    this.handedOver(settled, size);
  }

  /** A whole Response is with the runtime; nobody hears of it inside the call that has sent it. */
  private handedOver(settled: WriteSettled, size: number): void {
    this.whole = size === UNKNOWN_BYTES ? undefined : size;
    if (this.host.run.over) settled(S_OK, size);
    else queueMicrotask(() => settled(S_OK, size));
  }

  /**
   * Streams: read up to the buffer limit so that a short one gets its length; a longer one leaves as it comes.
   * One that stands alone is not waited for: what is there at once is sent whole, a live stream as it comes.
   */
  private writeStreamed(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    const declared = this.state.headers.contentLength;
    if (declared !== null || !this.state.buffering) {
      this.open(declared);
      return this.append(chunks, true, settled);
    }
    this.writeCollected(chunks.map(toPiece), settled, chunks.length > 1);
  }

  private writeFiltered(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    this.state.headers.delete("Content-Length");
    const streams = chunks.some(isStream) || !this.state.buffering;
    const filtered = [this.chain().through(chunks.map(toPiece), true)];
    if (!streams) return this.writeCollected(filtered, settled);
    this.open(null);
    this.push(filtered, 0, true, settled);
  }

  private writeCollected(pieces: Piece[], settled: WriteSettled, patient = true): void {
    const head = sealed(this.state);
    collectFor(this.state, pieces, patient).then(({ parts, size, rest }) => {
      // Cut off meanwhile: nobody would ever take what is opened now.
      if (this.broken) return settled(HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID), 0);
      if (rest === null) return this.writeKnown(parts.map(memory), size, settled, head);
      this.open(null, head);
      this.push([...parts, ...rest], size, true, settled);
    }).catch((error) => {
      refuseBody(this.state, error);
      this.writeWhole(settled);
    });
  }

  private writeHead(settled: WriteSettled): void {
    const size = leaveOutBody(this.state, this.host.bodyless);
    this.deliverAlone(this.respond(noBody(this.state)));
    settled(S_OK, size);
  }

  private open(length: number | null, head: Head = this.state): void {
    if (this.state.suppressed && !this.headSent) adoptWrittenHead(this.state);
    this.headSent = true;
    const alone = this.host.bodyless || isNullBodyStatus(head.status.statusCode);
    if (alone) return this.deliverAlone(this.respond(noBody(head), undefined, head));
    const stream = this.stream = new BodyStream(this, length);
    this.host.deliver(this.respond(announceLength(stream.readable, length), undefined, head));
  }

  /** A head that nothing follows has ended the transfer, unless its client had left before. */
  private deliverAlone(response: Response): void {
    if (this.host.watchesEnd && this.host.aborted()) this.gone = true;
    this.host.deliver(response);
    this.host.transferEnded(this.gone ? "client-gone" : "complete", 0);
  }

  private append(chunks: HTTP_DATA_CHUNK[], last: boolean, settled: WriteSettled): void {
    if (this.stream === null) return this.discard(chunks, settled);
    const pieces = chunks.map(toPiece);
    const filtered = this.state.filters === null ? pieces : [this.chain().through(pieces, last)];
    this.push(filtered, sizeOf(chunks), last, settled);
  }

  private push(pieces: Piece[], size: number, last: boolean, settled: WriteSettled): void {
    if (this.stream === null) return settled(S_OK, 0);
    this.stream.write(pieces, size, settled);
    if (last) this.stream.close();
  }

  /** HEAD, 204, 304: counted, and gone (ruling 16); who produces without end is told at some point to stop. */
  private discard(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    const size = sizeOf(chunks);
    this.discarded += size + this.state.bufferLimit / MOST_DISCARDS;
    this.gone = this.discarded > 2 * this.state.bufferLimit;
    this.state.chunks.push(...chunks);
    this.state.dropBody();
    settled(S_OK, size);
  }

  /** Filters through which nothing has passed yet hear that nothing will. */
  forsake(reason: unknown): void {
    const waiting = this.filters === null && this.state.filters !== null;
    if (waiting) this.chain().through([], false).cancel(reason);
  }

  private chain(): FilterChain {
    return this.filters ??= new FilterChain(this.state.filters!);
  }

  respond(body: BodyInit | null, length?: number, head: Head = this.state): Response {
    return this.head(buildResponse(head, body, length));
  }

  /** Notes how long the head is, where that counts. */
  private head(response: Response): Response {
    if (this.host.countHeaderBytes) this.headBytes = headSize(this.state.status.reason, response);
    return response;
  }
}
