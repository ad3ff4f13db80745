// What does a module hold in its hand? The response that is being built: status, headers and chunks until they leave.
import {
  type HTTP_DATA_CHUNK,
  HTTP_DATA_CHUNK_LIMIT,
  HttpDataChunkFromFileHandle,
} from "../terms/data-chunk.ts";
import type { BodyFilter } from "../terms/body-filter.ts";
import { knownSize } from "../wire/pieces.ts";
import { type Copier, copyChunk } from "./chunks.ts";
import { HeaderTable } from "./header-table.ts";
import { ResponseView } from "./response-view.ts";
import { type Status, UNTOUCHED } from "./status.ts";

/** Bytes that a handler entry buffers by default. */
export const DEFAULT_BUFFER_LIMIT = 4_194_304;

/** The body of an adopted Response as a chunk. Its stream is asked for only when somebody wants it: a Response that
 * nobody touches is handed over as it is, and a runtime sends a static body faster than a stream. */
export class AdoptedBody {
  readonly dataChunkType = HttpDataChunkFromFileHandle;

  constructor(readonly response: Response) {}

  get fileHandle(): ReadableStream<Uint8Array> {
    return this.response.body ?? new Blob([]).stream();
  }
}

/** What the modules of one request have said of its response. */
export class ResponseState {
  declare status: Status;
  declare headers: HeaderTable;
  /** Live: GetRawHttpResponse shows this very array. */
  declare readonly chunks: HTTP_DATA_CHUNK[];
  /** Bytes written into the buffer since it was last empty. */
  declare size: number;
  declare buffering: boolean;
  declare bufferLimit: number;
  declare suppressed: boolean;
  declare needDisconnect: boolean;
  declare description: string | null;
  /** How often it was written to or its status was set. */
  declare edits: number;
  /** The address that Redirect has given; what is behind it becomes the link body. */
  declare redirectTo: string | null;
  declare filters: BodyFilter[] | null;
  /** The app's Response, as long as its head stands for ours. */
  declare adopted: Response | null;
  declare private shown: ResponseView | null;
  /** Whether the status is still the adopted one. */
  declare adoptedStatus: boolean;

  constructor() {
    this.status = UNTOUCHED;
    this.headers = new HeaderTable(null);
    this.chunks = [];
    this.size = this.edits = 0;
    this.bufferLimit = DEFAULT_BUFFER_LIMIT;
    this.buffering = true;
    this.suppressed = this.needDisconnect = this.adoptedStatus = false;
    this.description =
      this.redirectTo =
      this.filters =
      this.adopted =
      this.shown =
        null;
  }

  /** The app's answer to an upgrade, which can only be passed on. */
  get upgrade(): Response | null {
    return this.adopted?.status === 101 ? this.adopted : null;
  }

  /** Whether the answer makes another protocol of the connection. */
  get switches(): boolean {
    return this.status.statusCode === 101;
  }

  /** Whether `more` further chunks fit. */
  fits(more = 0): boolean {
    return this.chunks.length + more <= HTTP_DATA_CHUNK_LIMIT;
  }

  add(chunk: HTTP_DATA_CHUNK, place = this.chunks.length): void {
    if (place === this.chunks.length) this.chunks.push(chunk);
    else this.chunks.splice(place, 0, chunk);
    this.size += knownSize(chunk);
    this.edits++;
  }

  /** Adds chunks behind those that are there, copied where somebody copies; `size` is theirs together. */
  append(chunks: readonly HTTP_DATA_CHUNK[], size: number, copier: Copier | null = null): void {
    for (let i = 0; i < chunks.length; i++) {
      this.chunks.push(copier === null ? chunks[i] : copyChunk(chunks[i], copier));
    }
    this.size += size;
    this.edits += chunks.length;
  }

  setStatus(status: Status): void {
    this.status = status;
    this.adoptedStatus = false;
    this.edits++;
  }

  /** Takes a Response: its status wins, its headers replace, its body goes behind what is buffered (ruling 9). */
  adopt(response: Response): void {
    this.adopted = response;
    this.adoptedStatus = true;
    this.status = { ...UNTOUCHED, statusCode: response.status, reason: response.statusText };
    this.headers.rebase(response.headers);
    const before = this.chunks.findIndex((c) => c instanceof AdoptedBody);
    if (before >= 0) this.chunks.splice(before, 1);
    this.adoptBody(response);
  }

  /** Takes back what was shown: true if it came back as it was, so that nothing is to be adopted. */
  returned(response: Response, headSent: boolean): boolean {
    const { shown } = this;
    this.shown = null;
    // Behind a head that has left, a view has no body: what was built around it brings none either.
    if (headSent && shown !== null && response.body === null) return true;
    if (shown === null) return response === this.adopted && this.adoptedStatus;
    if (headSent) return shown.response === response;
    if (shown.response !== response) shown.detach(this);
    else shown.keep(this);
    return shown.response === response;
  }

  /** The response as a Response, until it is adopted again; `headSent` leaves out a body that is on its way. */
  view(headSent: boolean): Response {
    if (this.upgrade !== null) return this.upgrade;
    this.shown = new ResponseView(this, headSent);
    return this.shown.response;
  }

  /** Takes only the body of a Response whose head comes too late. */
  adoptBody(response: Response): void {
    this.chunks.push(new AdoptedBody(response));
  }

  /** Empties the buffer and gives what was in it. */
  take(): HTTP_DATA_CHUNK[] {
    this.size = 0;
    return this.chunks.splice(0);
  }

  /** Drops the body; streams that nobody will read are told so. */
  dropBody(): void {
    for (const chunk of this.take()) {
      if (chunk instanceof AdoptedBody) chunk.response.body?.cancel().catch(() => {});
      else if (chunk.dataChunkType === HttpDataChunkFromFileHandle) cancelHandle(chunk.fileHandle);
    }
  }

  /** Everything that Clear gives back. */
  clear(): void {
    this.dropBody();
    this.headers.clear();
    this.status = UNTOUCHED;
    this.adopted = null;
    this.adoptedStatus = false;
    this.description = null;
    this.redirectTo = null;
  }
}

function cancelHandle(handle: Blob | ReadableStream<Uint8Array>): void {
  if (!(handle instanceof Blob) && !handle.locked) handle.cancel().catch(() => {});
}
