// How does an old extension feel at home? Its way into the response: a head in texts, and bytes that are buffered or sent at once.
import {
  type HTTP_DATA_CHUNK,
  HTTP_DATA_CHUNK_LIMIT,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import {
  ERROR_CONNECTION_INVALID,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NETNAME_DELETED,
  ERROR_NOT_ENOUGH_MEMORY,
  ERROR_OPERATION_ABORTED,
  FAILED,
  type HRESULT,
  NO_ERROR,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { FlushResult, IHttpResponse4 } from "../terms/http-response.ts";
import { Backlog } from "./backlog.ts";
import { ioErrorOf, type IoOutcome, NO_ROOM } from "./hse-result.ts";
import { memory, owned } from "./memory-chunk.ts";
import { closesConnection, setLines, takeHead } from "./response-head.ts";
import { lost, NOTHING_MORE, type WriteOptions } from "./write-options.ts";
import { isText, readHead, type WrittenHead } from "./written-head.ts";

/** The limit where no handler entry says one, as `getResponseBufferLimit` has it by default. */
const BUFFER_LIMIT = 4_194_304;

/** Chunks that other modules may have in the same response. */
const OF_OTHERS = 1024;

/** The response of one request, for its extension. */
export class ResponseOutput {
  /** HSE_REQ_SET_FLUSH_FLAG. */
  flushes = false;
  /** The status that counts where no header was sent. */
  statusCode = 200;
  /** The extension has closed the connection. */
  closed = false;
  private keeps = true;
  private headed = false;
  /** What the response has of it. */
  private applied = 200;
  private begun = false;
  private ended = false;
  readonly backlog: Backlog = new Backlog(() => this.limit);
  /** Chunks that were buffered since the response was last sent for their number. */
  private buffered = 0;

  constructor(private readonly context: IHttpContext4) {}

  private get response(): IHttpResponse4 {
    return this.context.getResponse();
  }

  get keepsConnection(): boolean {
    return this.keeps;
  }

  /** Sets status and headers; answers with a Win32 code. */
  head(status: string | null, headers: string | null, skips = false, closes = false): number {
    const head = isText(status) && isText(headers) ? readHead(status, headers) : null;
    if (head === null) return ERROR_INVALID_PARAMETER;
    const late = this.refusal();
    if (late !== NO_ERROR || this.context.getResponseHeadersSent()) {
      return late || ERROR_INVALID_OPERATION;
    }
    const hr = this.setHead(head, skips);
    if (FAILED(hr)) return ERROR_INVALID_PARAMETER;
    if (closes) this.disconnect();
    if (head.body !== "") this.write([memory(head.body)], 0);
    else if (this.flushes) this.response.flush(false, true);
    return NO_ERROR;
  }

  /** Writes chunks; `size` is what the extension is told that they have. */
  write(
    chunks: readonly HTTP_DATA_CHUNK[],
    size: number,
    options: WriteOptions = NOTHING_MORE,
  ): Promise<IoOutcome> {
    const { last = false, flush = false, ended = null } = options;
    const refused = this.refusal();
    if (refused !== NO_ERROR) return lost(refused, ended);
    if (!this.begun) this.begin(chunks);
    if (last) this.ended = true;
    const { backlog } = this;
    const sends = this.flushes || last || flush;
    if (!backlog.waits && !backlog.full) return this.start(chunks, size, sends, options);
    if (!backlog.takes(size)) {
      // What is lost must not look like the end, whether somebody looks at the answer of the write or not.
      this.abandon();
      return lost(ERROR_NOT_ENOUGH_MEMORY, ended);
    }
    const kept = chunks.map(owned);
    return backlog.inTurn(() => this.start(kept, size, sends, options), size);
  }

  /** The connection is closed behind the response. */
  disconnect(): void {
    this.keeps = false;
    this.response.setNeedDisconnect();
  }

  /** Breaks the transfer off. */
  close(): void {
    this.closed = true;
    this.keeps = false;
    this.response.closeConnection();
  }

  /** An error in place of whatever was written; answers with a Win32 code. */
  fail(statusCode: number, reason: string, subStatus = 0): number {
    if (this.context.getResponseHeadersSent()) return ERROR_INVALID_OPERATION;
    const { response } = this;
    if (FAILED(response.setStatus(statusCode, reason, subStatus))) return ERROR_INVALID_PARAMETER;
    response.getRawHttpResponse().entityChunkCount = 0;
    for (const name of ["Content-Length", "Content-Type", "Content-Encoding"]) {
      response.deleteHeader(name);
    }
    this.statusCode = statusCode;
    this.headed = true;
    return NO_ERROR;
  }

  /** HSE_STATUS_ERROR: an error that the extension has told itself stays; the connection is closed in any case. */
  abandon(): void {
    if (this.context.getResponseHeadersSent()) return this.response.resetConnection();
    this.disconnect();
    if (!this.headed || this.statusCode < 400) this.fail(500, "Internal Server Error");
  }

  /** Nothing more comes. */
  finish(): void {
    this.applyStatus();
    this.ended = true;
  }

  /** Redirects the client. */
  redirect(url: string): number {
    if (this.context.getResponseHeadersSent()) return ERROR_INVALID_OPERATION;
    if (/[\r\n]/.test(url) || FAILED(this.response.redirect(url))) return ERROR_INVALID_PARAMETER;
    this.statusCode = 302;
    this.headed = true;
    return NO_ERROR;
  }

  /** Why nothing can be written any more; 0 if something can. */
  refusal(): number {
    if (this.closed) return ERROR_NETNAME_DELETED;
    if (this.ended) return ERROR_CONNECTION_INVALID;
    const { context } = this;
    const gone = context.getResponseHeadersSent() && !context.getConnection().isConnected();
    return gone ? ERROR_OPERATION_ABORTED : NO_ERROR;
  }

  /** A head written by hand in front of the body is taken as the head, as long as no other was sent. */
  private begin(chunks: readonly HTTP_DATA_CHUNK[]): void {
    this.begun = true;
    const [first] = chunks;
    if (this.headed || first?.dataChunkType !== HttpDataChunkFromMemory) return;
    if (takeHead(this.response, first.buffer)) this.headed = true;
  }

  private outcome(hr: HRESULT, size: number): IoOutcome {
    const error = ioErrorOf(hr, this.closed);
    return { bytes: error === NO_ERROR ? size : 0, error };
  }

  private start(
    chunks: readonly HTTP_DATA_CHUNK[],
    size: number,
    sends: boolean,
    { last = false, ended }: WriteOptions,
  ): Promise<IoOutcome> {
    const mark = this.backlog.note(size, sends);
    const sent = sends ? this.send(chunks, !last) : this.buffer(chunks);
    return this.backlog.begun(
      sent.then(({ hr }) => {
        this.backlog.ended(mark);
        const end = this.outcome(hr, size);
        ended?.(end);
        return end;
      }),
      mark,
    );
  }

  private buffer(chunks: readonly HTTP_DATA_CHUNK[]): Promise<FlushResult> {
    this.applyStatus();
    const room = this.makeRoom(chunks.length);
    const written = this.response.writeEntityChunks([...chunks], false, true);
    return room === null ? written : room.then(() => written);
  }

  /** A response has so many chunks and no more: before there are too many, they are sent. Later writes stay behind. */
  private makeRoom(more: number): Promise<unknown> | null {
    this.buffered += more;
    if (this.buffered <= HTTP_DATA_CHUNK_LIMIT - OF_OTHERS) return null;
    this.buffered = more;
    return this.response.flush(false, true);
  }

  private send(chunks: readonly HTTP_DATA_CHUNK[], moreData: boolean): Promise<FlushResult> {
    this.applyStatus();
    this.makeRoom(chunks.length);
    this.buffered = 0;
    const { response } = this;
    if (chunks.length === 1 && moreData && this.context.getResponseHeadersSent()) {
      return sendNext(response, chunks[0]);
    }
    for (const chunk of chunks) {
      const hr = response.writeEntityChunkByReference(owned(chunk), -1);
      if (hr !== S_OK) return Promise.resolve({ ...NO_ROOM, hr });
    }
    return response.flush(false, moreData);
  }

  get limit(): number {
    return this.context.getScriptMap()?.getResponseBufferLimit() ?? BUFFER_LIMIT;
  }

  /** As often as it changes: until the head leaves, the last one counts. */
  private applyStatus(): void {
    const { statusCode } = this;
    if (this.headed || statusCode === this.applied) return;
    if (!FAILED(this.response.setStatus(statusCode, ""))) this.applied = statusCode;
  }

  private setHead(head: WrittenHead, trySkipCustomErrors: boolean): HRESULT {
    const { statusCode, reason } = head;
    const hr = this.response.setStatus(statusCode, reason, 0, S_OK, null, trySkipCustomErrors);
    if (FAILED(hr)) return hr;
    this.headed = true;
    this.statusCode = statusCode;
    if (closesConnection(head)) this.disconnect();
    return setLines(this.response, head);
  }
}

/** One chunk behind the head, copied by the response, which knows best how. With buffering off the write has sent it. */
function sendNext(response: IHttpResponse4, chunk: HTTP_DATA_CHUNK): Promise<FlushResult> {
  const raw = response.getRawHttpResponse();
  const before = raw.entityChunkCount;
  const written = response.writeEntityChunks([chunk], false, true);
  return raw.entityChunkCount > before ? response.flush(false, true) : written;
}
