// What interrupts it? The bytes of a send: as one whole Response, or into a body that the client is already reading.
import {
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import { ERROR_OPERATION_ABORTED, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { linkPage } from "../context/redirect.ts";
import { AdoptedBody, type ResponseState } from "../context/response-state.ts";
import { BodyStream, type BodyStreamOwner, type WriteSettled } from "../wire/body-stream.ts";
import { FilterChain } from "../wire/filters.ts";
import {
  bytesOf,
  collect,
  concat,
  knownSize,
  type Piece,
  sliceOf,
  toPiece,
} from "../wire/pieces.ts";
import {
  announceLength,
  headSize,
  isNullBodyStatus,
  readWrittenHead,
} from "../wire/response-head.ts";
import type { SendHost } from "./send-host.ts";

const ABORTED = HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);

const memory = (buffer: Uint8Array): HTTP_DATA_CHUNK => ({
  dataChunkType: HttpDataChunkFromMemory,
  buffer,
});

/** Writes the response of one request. */
export class ResponseWriter implements BodyStreamOwner {
  headSent = false;
  /** The last byte has been handed over. */
  finalSent = false;
  /** The transfer was broken; nothing more will arrive. */
  broken = false;
  /** The client has left. */
  gone = false;
  private stream: BodyStream | null = null;
  private filters: FilterChain | null = null;
  /** Bytes of the head as an HTTP/1.1 server writes it; 0 unless somebody wants to know. */
  headBytes = 0;

  constructor(private readonly host: SendHost, private readonly state: ResponseState) {}

  /** Bytes of memory that wait for the client. */
  get held(): number {
    return this.stream?.held ?? 0;
  }

  /** Writes what is buffered, behind the head if that has not left. */
  write(moreData: boolean, settled: WriteSettled): void {
    if (this.broken || this.gone) {
      this.state.dropBody();
      return settled(S_OK, 0);
    }
    if (!this.headSent && !moreData) return this.writeWhole(settled);
    const nothing = this.headSent && moreData && this.state.chunks.length === 0;
    if (nothing) return settled(S_OK, 0);
    if (!this.headSent) this.open(this.declaredLength());
    if (!moreData) this.finalSent = true;
    this.append(this.state.take(), !moreData, settled);
  }

  /** Breaks the transfer. Where no head has left yet, one leaves over a body that breaks at its first byte. */
  fail(outcome: TransferOutcome, error: unknown): void {
    if (this.broken || this.gone || (this.finalSent && this.stream === null)) return;
    this.broken = true;
    if (!this.headSent) this.open(null);
    if (this.stream !== null) this.stream.abort(outcome, error);
    else this.host.transferEnded(outcome, 0, error);
  }

  /** Breaks off what waits for the client; false if nothing does. */
  cancel(): boolean {
    if (this.stream === null || !this.stream.waiting) return false;
    this.stream.abort("reset", new Error("The send was cancelled"), ABORTED);
    return true;
  }

  /** Reads an adopted body that has to be joined with other bytes, so that its length is known (ruling 9). */
  prepare(): Promise<void> | null {
    const { state } = this;
    const joined = state.chunks.length > 1 && state.chunks.some((c) => c instanceof AdoptedBody);
    if (!joined || this.headSent || !state.buffering || this.host.bodyless) return null;
    return this.readAdopted().catch((error) => this.fail("error", error));
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

  private async readAdopted(): Promise<void> {
    const { chunks, headers } = this.state;
    if (headers.base?.has("content-length")) headers.delete("content-length");
    const place = chunks.findIndex((c) => c instanceof AdoptedBody);
    const read = await collect([toPiece(chunks[place])], this.state.bufferLimit);
    const parts = read.size === 0 ? [] : [memory(concat(read.parts, read.size))];
    chunks.splice(place, 1, ...parts, ...(read.rest ?? []).map(restChunk));
  }

  private writeWhole(settled: WriteSettled): void {
    const { state, host } = this;
    if (state.suppressed) this.adoptWrittenHead();
    this.headSent = true;
    this.finalSent = true;
    if (host.bodyless || isNullBodyStatus(state.status.statusCode)) return this.writeHead(settled);
    if (state.redirectTo !== null && state.chunks.length === 0) this.addLinkPage();
    const [first] = state.chunks;
    const alone = state.chunks.length === 1 && state.filters === null;
    if (alone && first instanceof AdoptedBody && host.plan.transferEnd.length === 0) {
      state.take();
      host.deliver(this.handOver(first.response));
      return this.handedOver(settled, 0);
    }
    const chunks = state.take();
    if (state.filters !== null) return this.writeFiltered(chunks, settled);
    if (chunks.some(isStream)) return this.writeStreamed(chunks, settled);
    this.writeKnown(chunks, chunks.reduce((sum, c) => sum + knownSize(c), 0), settled);
  }

  /** A body whose length is known: the runtime gets it in one piece, unless somebody wants to see it leave. */
  private writeKnown(chunks: HTTP_DATA_CHUNK[], size: number, settled: WriteSettled): void {
    const declared = this.declaredLength();
    if (declared === null) this.state.headers.set("Content-Length", String(size), true);
    const accounted = this.host.plan.transferEnd.length > 0 && size > 0;
    if (accounted || (declared !== null && declared !== size)) {
      this.open(declared ?? size);
      return this.append(chunks, true, settled);
    }
    this.host.deliver(this.response(wholeBody(chunks, size)));
    if (this.host.plan.transferEnd.length > 0) this.host.transferEnded("complete", size);
    this.handedOver(settled, size);
  }

  /** A whole Response is with the runtime; nobody hears of it inside the call that has sent it. */
  private handedOver(settled: WriteSettled, size: number): void {
    if (this.host.run.over) settled(S_OK, size);
    else queueMicrotask(() => settled(S_OK, size));
  }

  /** Streams: read up to the buffer limit so that a short one gets its length; a longer one leaves as it comes. */
  private writeStreamed(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    const only = chunks.length === 1;
    const declared = this.declaredLength();
    if (only || declared !== null || !this.state.buffering) {
      this.open(declared);
      return this.append(chunks, true, settled);
    }
    this.writeCollected(chunks.map(toPiece), settled);
  }

  private writeFiltered(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    this.state.headers.delete("Content-Length");
    const streams = chunks.some(isStream) || !this.state.buffering;
    const filtered = this.chain().through(chunks.map(toPiece), true);
    if (!streams) return this.writeCollected([filtered], settled);
    this.open(null);
    this.push([filtered], true, settled);
  }

  private writeCollected(pieces: Piece[], settled: WriteSettled): void {
    collect(pieces, this.state.bufferLimit).then(({ parts, size, rest }) => {
      if (rest === null) return this.writeKnown(parts.map(memory), size, settled);
      this.open(null);
      this.push([...parts, ...rest], true, settled);
    }).catch((error) => {
      this.finalSent = false;
      this.headSent = false;
      this.fail("error", error);
      settled(S_OK, 0);
    });
  }

  /** An answer without a body; the length of the body that a GET would have had is still told for HEAD. */
  private writeHead(settled: WriteSettled): void {
    const { state } = this;
    const size = state.chunks.reduce((sum, c) => sum + knownSize(c), 0);
    const known = !state.chunks.some(isStream) && state.filters === null;
    if (this.host.bodyless && known && this.declaredLength() === null) {
      if (!isNullBodyStatus(state.status.statusCode)) {
        state.headers.set("Content-Length", String(size), true);
      }
    }
    state.dropBody();
    this.host.deliver(this.response(null));
    this.host.transferEnded("complete", 0);
    settled(S_OK, size);
  }

  private open(length: number | null): void {
    const { state, host } = this;
    if (state.suppressed) this.adoptWrittenHead();
    this.headSent = true;
    if (host.bodyless || isNullBodyStatus(state.status.statusCode)) {
      host.deliver(this.response(null));
      host.transferEnded("complete", 0);
      return;
    }
    this.stream = new BodyStream(this, length);
    host.deliver(this.response(announceLength(this.stream.readable, length)));
  }

  private append(chunks: HTTP_DATA_CHUNK[], last: boolean, settled: WriteSettled): void {
    if (this.stream === null) return this.discard(chunks, settled);
    const pieces = chunks.map(toPiece);
    const filtered = this.state.filters === null ? pieces : [this.chain().through(pieces, last)];
    this.push(filtered, last, settled);
  }

  private push(pieces: Piece[], last: boolean, settled: WriteSettled): void {
    const { stream } = this;
    if (stream === null) return settled(S_OK, 0);
    stream.write(pieces, settled);
    if (last) stream.close();
  }

  /** HEAD, 204, 304 after their head: counted, and gone (ruling 16). */
  private discard(chunks: HTTP_DATA_CHUNK[], settled: WriteSettled): void {
    const size = chunks.reduce((sum, c) => sum + knownSize(c), 0);
    this.state.chunks.push(...chunks);
    this.state.dropBody();
    settled(S_OK, size);
  }

  private chain(): FilterChain {
    return this.filters ??= new FilterChain(this.state.filters!);
  }

  private declaredLength(): number | null {
    const value = this.state.headers.get("content-length");
    return value !== null && /^\d+$/.test(value) ? Number(value) : null;
  }

  private addLinkPage(): void {
    const { state } = this;
    const { statusCode } = state.status;
    if (statusCode < 300 || statusCode > 399) return;
    if (state.headers.get("content-type") === null) {
      state.headers.set("Content-Type", "text/html; charset=utf-8", true);
    }
    state.add(memory(bytesOf(linkPage(state.redirectTo!))));
  }

  /** SuppressHeaders: what the module has written at the start of the body is the head. */
  private adoptWrittenHead(): void {
    const { state } = this;
    const parts = state.chunks.filter((c) => c.dataChunkType === HttpDataChunkFromMemory);
    const bytes = parts.map((c) => bytesOf(c.buffer));
    const whole = concat(bytes, bytes.reduce((sum, b) => sum + b.byteLength, 0));
    const head = readWrittenHead(whole);
    state.headers.clear();
    state.setStatus({
      ...state.status,
      statusCode: head?.statusCode ?? 200,
      reason: head?.reason ?? "",
    });
    if (head === null) return;
    state.headers.rebase(head.headers);
    const others = state.chunks.filter((c) => c.dataChunkType !== HttpDataChunkFromMemory);
    state.chunks.splice(0, Infinity, memory(whole.subarray(head.end)), ...others);
  }

  /** The app's own Response, with what modules have changed of its head. */
  private handOver(adopted: Response): Response {
    const { state } = this;
    if (
      !state.adoptedStatus || state.adopted !== adopted || state.headers.base !== adopted.headers
    ) {
      return this.response(adopted.body);
    }
    if (!state.headers.changed && !state.needDisconnect) return adopted;
    try {
      state.headers.applyTo(adopted.headers);
      if (state.needDisconnect) adopted.headers.set("Connection", "close");
      return adopted;
    } catch {
      // Headers of a fetched Response cannot be changed: it is built anew around the same body.
      return this.response(adopted.body);
    }
  }

  private response(body: BodyInit | null): Response {
    const { status, headers, needDisconnect } = this.state;
    const plain = status.statusCode === 200 && (status.reason === "OK" || status.reason === "");
    const response = plain
      ? new Response(body)
      : new Response(body, { status: status.statusCode, statusText: status.reason });
    headers.copyTo(response.headers);
    if (needDisconnect) response.headers.set("Connection", "close");
    if (this.host.countHeaderBytes) this.headBytes = headSize(response);
    return response;
  }
}

function isStream(chunk: HTTP_DATA_CHUNK): boolean {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle && !(chunk.fileHandle instanceof Blob);
}

/** One body of several chunks; files are joined as Blobs, which stay unread until the runtime sends them. */
function wholeBody(chunks: readonly HTTP_DATA_CHUNK[], size: number): BodyInit | null {
  if (size === 0) return null;
  const files = chunks.some((c) => c.dataChunkType === HttpDataChunkFromFileHandle);
  const parts = chunks.map((c) =>
    c.dataChunkType === HttpDataChunkFromFileHandle && c.fileHandle instanceof Blob
      ? sliceOf(c.fileHandle, c.byteRange)
      : bytesOf((c as { buffer: Uint8Array | string }).buffer)
  );
  return (files ? new Blob(parts as BlobPart[]) : concat(parts as Uint8Array[], size)) as BodyInit;
}

function restChunk(piece: Piece): HTTP_DATA_CHUNK {
  if (piece instanceof Uint8Array) return memory(piece);
  const fileHandle = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await piece.read();
      if (bytes === null) controller.close();
      else controller.enqueue(bytes);
    },
    cancel: (reason) => piece.cancel(reason),
  }, { highWaterMark: 0 });
  return { dataChunkType: HttpDataChunkFromFileHandle, fileHandle };
}
