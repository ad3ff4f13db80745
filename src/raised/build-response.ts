// What interrupts it? The Response that is handed over: its head, and a body that is there as a whole.
import {
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import { linkPage } from "../context/redirect.ts";
import { AdoptedBody, type ResponseState } from "../context/response-state.ts";
import type { HeaderTable } from "../context/header-table.ts";
import { rememberHeaders } from "../context/pristine.ts";
import { isReason, type Status, UNTOUCHED } from "../context/status.ts";
import { CountedResponse, isCounted } from "../wire/counted-response.ts";
import { bytesOf, concat, type Piece, sizeOf, sliceOf, streamOf, toPiece } from "../wire/pieces.ts";
import { ENCODES_BODIES, isNullBodyStatus, readWrittenHead } from "../wire/response-head.ts";
import { collectFor } from "./sources.ts";

type MemoryChunk = HTTP_DATA_CHUNK & { readonly buffer: Uint8Array | string };

/** A chunk of memory. */
export const memory = (buffer: Uint8Array): HTTP_DATA_CHUNK => ({
  dataChunkType: HttpDataChunkFromMemory,
  buffer,
});

/** What is said in front of a body. */
export type Head = Pick<ResponseState, "status" | "headers" | "needDisconnect">;

/** The head as it is now: while a body is collected behind it, modules change what does not travel any more. */
export const sealed = ({ status, headers, needDisconnect }: Head): Head => ({
  status,
  headers: headers.copy(),
  needDisconnect,
});

/** A Response with the status and headers of a state, and a Content-Length where the whole body is there. */
export function buildResponse(
  state: Head,
  body: BodyInit | null,
  length?: number,
): Response {
  const { headers, needDisconnect } = state;
  const status = sendable(state.status);
  if (status !== state.status) [body, length] = [null, 0];
  const response = emptyHead(status, body, ENCODES_BODIES && isEncoded(headers));
  if (typeof body !== "string") headers.copyTo(response.headers);
  else writeHeadersOfText(headers, response);
  if (needDisconnect) response.headers.set("Connection", "close");
  if (length === undefined) return response;
  if (response instanceof CountedResponse) response.count(length);
  else response.headers.set("Content-Length", String(length));
  return response;
}

/** The Content-Type that a text brings with it on this runtime. */
let typeOfText: string | null = null;

/** A Response whose headers nobody has asked for leaves faster; what it says by itself need not be written once more. */
function writeHeadersOfText(headers: HeaderTable, response: Response): void {
  typeOfText ??= new Response("").headers.get("content-type") ?? "";
  if (headers.isOnly("content-type", typeOfText)) return;
  // Here only modules set a type.
  if (headers.get("content-type") === null) response.headers.delete("content-type");
  headers.copyTo(response.headers);
}

const ENCODING = "content-encoding";

/** Headers of Responses whose bodies are encoded already: the answer of a child is built once more for its parent. */
const ENCODED = new WeakSet<Headers>();

/** Whether a module has said of the body that it is encoded. */
function isEncoded(headers: HeaderTable): boolean {
  return headers.sets(ENCODING) || (headers.base !== null && ENCODED.has(headers.base));
}

/** @param encoded Whether the body must not be encoded once more. */
function emptyHead(
  { statusCode, reason }: Status,
  body: BodyInit | null,
  encoded: boolean,
): Response {
  const Class = isCounted(body) ? CountedResponse : Response;
  if (encoded) {
    const init = { status: statusCode, statusText: reason, encodeBody: "manual" };
    const response = new Class(body, init);
    ENCODED.add(response.headers);
    return response;
  }
  return statusCode === 200 && (reason === "OK" || reason === "")
    ? new Class(body)
    : new Class(body, { status: statusCode, statusText: reason });
}

/** The status, or 500 in the place of one that no answer can have, written past SetStatus. */
function sendable(status: Status): Status {
  if (status === UNTOUCHED) return status;
  const { statusCode, reason } = status;
  const known = Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599;
  if (known && isReason(reason)) return status;
  return { ...status, statusCode: 500, reason: "Internal Server Error" };
}

/** The app's own Response, with what modules have changed of its head for a request. */
export function handOver(state: ResponseState, adopted: Response, request: Request): Response {
  if (
    !state.adoptedStatus || state.adopted !== adopted || state.headers.base !== adopted.headers ||
    state.headers.sets(ENCODING)
  ) {
    return buildResponse(state, adopted.body);
  }
  if (!state.headers.changed && !state.needDisconnect) return adopted;
  // The Response itself, and its body not asked for: Bun tells the type of a text only for one that nobody has read.
  rememberHeaders(adopted, state.headers.changedNames(), request);
  try {
    state.headers.applyTo(adopted.headers);
    if (state.needDisconnect) adopted.headers.set("Connection", "close");
    return adopted;
  } catch {
    // Headers of a fetched Response cannot be changed: it is built anew around the same body.
    return buildResponse(state, adopted.body);
  }
}

/** The short page of a redirection that has no body of its own. */
export function addLinkPage(state: ResponseState): void {
  const { statusCode } = state.status;
  if (statusCode < 300 || statusCode > 399 || isNullBodyStatus(statusCode)) return;
  if (state.headers.get("content-type") === null) {
    state.headers.set("Content-Type", "text/html; charset=utf-8", true);
  }
  state.add(memory(bytesOf(linkPage(state.redirectTo!))));
}

/** For HEAD the length of the body that a GET would have had is still told. Answers with that length. */
export function leaveOutBody(state: ResponseState, isHead: boolean): number {
  const size = sizeOf(state.chunks);
  const known = !state.chunks.some(isStream) && state.filters === null;
  const tells = isHead && known && state.headers.contentLength === null;
  if (tells && !isNullBodyStatus(state.status.statusCode)) {
    state.headers.set("Content-Length", String(size), true);
  }
  state.dropBody();
  return size;
}

/** SuppressHeaders: what the module has written at the start of the body is the head. */
export function adoptWrittenHead(state: ResponseState): void {
  const other = state.chunks.findIndex((c) => c.dataChunkType !== HttpDataChunkFromMemory);
  const leading = other < 0 ? state.chunks.length : other;
  const bytes = state.chunks.slice(0, leading).map((c) => bytesOf((c as MemoryChunk).buffer));
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
  state.chunks.splice(0, leading, memory(whole.subarray(head.end)));
}

/** Whether a body is there, all of it in memory, and leaves as it is. */
export function isWhole({ chunks, filters }: ResponseState): boolean {
  return filters === null && chunks.length > 0 &&
    chunks.every((chunk) => chunk.dataChunkType === HttpDataChunkFromMemory);
}

/** Whether the length of a chunk is known only when it has been read. */
export function isStream(chunk: HTTP_DATA_CHUNK): boolean {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle && !(chunk.fileHandle instanceof Blob);
}

/** One body of several chunks; files are joined as Blobs, which stay unread until the runtime sends them. */
export function wholeBody(chunks: readonly HTTP_DATA_CHUNK[], size: number): BodyInit | null {
  if (size === 0) return null;
  if (chunks.length === 1 && isText(chunks[0])) return chunks[0].buffer;
  if (chunks.every(isText)) return chunks.map((c) => c.buffer).join("");
  const files = chunks.some((c) => c.dataChunkType === HttpDataChunkFromFileHandle);
  const parts = chunks.map((c) =>
    c.dataChunkType === HttpDataChunkFromFileHandle && c.fileHandle instanceof Blob
      ? sliceOf(c.fileHandle, c.byteRange)
      : bytesOf((c as { buffer: Uint8Array | string }).buffer)
  );
  return (files ? new Blob(parts as BlobPart[]) : concat(parts as Uint8Array[], size)) as BodyInit;
}

/** Reads an adopted body into memory, up to the buffer limit; what is left stays a stream behind it. */
export async function readAdopted(state: ResponseState): Promise<void> {
  const adopted = state.chunks.find((c) => c instanceof AdoptedBody)!;
  const read = await collectFor(state, [toPiece(adopted)]);
  const parts = read.size === 0 ? [] : [memory(concat(read.parts, read.size))];
  putAdopted(state, [...parts, ...(read.rest ?? []).map(restChunk)]);
}

/** Puts what was read of an adopted body into its place; the length that its head tells is not that of all. */
export function putAdopted({ chunks, headers }: ResponseState, read: HTTP_DATA_CHUNK[]): void {
  if (headers.base?.has("content-length")) headers.delete("content-length");
  const place = chunks.findIndex((c) => c instanceof AdoptedBody);
  if (place >= 0) chunks.splice(place, 1, ...read);
}

function isText(chunk: HTTP_DATA_CHUNK): chunk is HTTP_DATA_CHUNK & { buffer: string } {
  return chunk.dataChunkType === HttpDataChunkFromMemory && typeof chunk.buffer === "string";
}

/** A body could not be read, and no head has left: the client gets 500 instead. */
export function refuseBody(state: ResponseState, error: unknown): void {
  console.error("A body could not be read:", error);
  state.clear();
  state.filters = null;
  state.setStatus({ ...UNTOUCHED, statusCode: 500, reason: "Internal Server Error" });
}

/** What could not be read within a limit, as a chunk. */
export function restChunk(piece: Piece): HTTP_DATA_CHUNK {
  if (piece instanceof Uint8Array) return memory(piece);
  return { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: streamOf(piece) };
}
