// How does an old extension feel at home? Files and buffers of one send, as chunks of the response.
import {
  type HTTP_DATA_CHUNK,
  HTTP_DATA_CHUNK_LIMIT,
  HttpDataChunkFromFileHandle,
} from "../terms/data-chunk.ts";
import { ERROR_INVALID_PARAMETER } from "../terms/hresult.ts";
import {
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
} from "../terms/hse-flags.ts";
import type { HSE_TF_INFO, HSE_VECTOR_ELEMENT } from "../terms/hse-structs.ts";
import { memory } from "./memory-chunk.ts";

/** WSAEINVAL: what the page names for an offset behind the end of the file. */
const OFFSET_BEYOND_END = 10022;

/** What one send is made of. */
export interface Pieces {
  readonly chunks: HTTP_DATA_CHUNK[];
  /** Bytes that are known before anything is read. */
  readonly size: number;
  /** How many bytes have come out of streams; null where there are none. */
  readonly counted: (() => number) | null;
  /** Takes the streams over; until then they are the extension's. */
  readonly begin: () => void;
}

type File = Blob | ReadableStream<Uint8Array>;

/** One part: a chunk with its size, and the count of a stream. */
interface Part {
  readonly chunk: HTTP_DATA_CHUNK;
  readonly size: number;
  readonly stream?: CountedStream;
}

/** A stream of the extension, which is taken over when it is sent. */
interface CountedStream {
  readonly source: ReadableStream<Uint8Array>;
  begin(): void;
  counted(): number;
}

/** What HSE_REQ_TRANSMIT_FILE sends; the head is left out where it is a head of headers. A number is a Win32 code. */
export function piecesOfFile(info: HSE_TF_INFO, withHead: boolean): Pieces | number {
  const { file, head = null, tail = null, offset = 0, bytesToWrite = 0 } = info;
  const front = withHead ? null : head;
  if (!isBytes(front) || !isBytes(tail) || !isBytes(head)) return ERROR_INVALID_PARAMETER;
  const parts: (Part | number | null)[] = [bytes(front)];
  if (file !== null) parts.push(filePart(file, offset, bytesToWrite));
  return joined([...parts, bytes(tail)]);
}

/** What HSE_REQ_VECTOR_SEND sends. A number is a Win32 code. */
export function piecesOfVector(elements: readonly HSE_VECTOR_ELEMENT[]): Pieces | number {
  const fits = Array.isArray(elements) && elements.length <= HTTP_DATA_CHUNK_LIMIT;
  return fits ? joined(elements.map(element)) : ERROR_INVALID_PARAMETER;
}

function joined(parts: readonly (Part | number | null)[]): Pieces | number {
  const wrong = parts.find((part) => typeof part === "number");
  if (wrong !== undefined) return wrong as number;
  const all = parts.filter((part) => part !== null) as Part[];
  const streams = all.flatMap(({ stream }) => stream ?? []);
  if (new Set(streams.map(({ source }) => source)).size < streams.length) {
    return ERROR_INVALID_PARAMETER;
  }
  const counted = () => streams.reduce((sum, stream) => sum + stream.counted(), 0);
  return {
    chunks: all.map(({ chunk }) => chunk),
    size: all.reduce((sum, { size }) => sum + size, 0),
    counted: streams.length === 0 ? null : counted,
    begin: () => streams.forEach((stream) => stream.begin()),
  };
}

function element(one: HSE_VECTOR_ELEMENT): Part | number {
  if (one?.elementType === HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE) {
    return filePart(one.context, one.offset ?? 0, one.size ?? 0);
  }
  const known = one?.elementType === HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER;
  if (!known || one.context === null || !isBytes(one.context)) return ERROR_INVALID_PARAMETER;
  const whole = toBytes(one.context);
  const { offset = 0, size = whole.byteLength - offset } = one;
  const fits = isCount(offset) && isCount(size) && offset + size <= whole.byteLength;
  if (!fits || size === 0) return ERROR_INVALID_PARAMETER;
  return { chunk: memory(whole.subarray(offset, offset + size)), size };
}

/** A part of a file; a size of 0 means all of it behind the offset. */
function filePart(file: File, offset: number, size: number): Part | number {
  if (!isCount(offset) || !isCount(size) || !isFile(file)) return ERROR_INVALID_PARAMETER;
  if (file instanceof Blob) {
    if (offset > file.size) return OFFSET_BEYOND_END;
    const length = size === 0 ? file.size - offset : Math.min(size, file.size - offset);
    return { chunk: handle(file, offset, length), size: length };
  }
  const { sent, stream } = counting(file, offset, size === 0 ? Infinity : size);
  return { chunk: handle(sent, offset, size === 0 ? -1 : size), size: 0, stream };
}

function handle(fileHandle: File, startingOffset: number, length: number): HTTP_DATA_CHUNK {
  const byteRange = { startingOffset, length };
  return { dataChunkType: HttpDataChunkFromFileHandle, fileHandle, byteRange };
}

/** A stream that tells how many of its bytes fell into a range. */
function counting(
  source: ReadableStream<Uint8Array>,
  offset: number,
  most: number,
): { sent: ReadableStream<Uint8Array>; stream: CountedStream } {
  let passed = 0;
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  const sent = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      checkPiece(value);
      passed += value.byteLength;
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  const begin = () => void (reader = source.getReader());
  const counted = () => Math.min(Math.max(passed - offset, 0), most);
  return { sent, stream: { source, begin, counted } };
}

function checkPiece(value: unknown): void {
  if (value instanceof Uint8Array) return;
  const found = typeof value === "string" ? "a text" : Object.prototype.toString.call(value);
  throw new TypeError(`A file sent as a ReadableStream gave ${found}, wished for a Uint8Array`);
}

function bytes(buffer: Uint8Array | string | null): Part | null {
  if (buffer === null || buffer.length === 0) return null;
  const whole = toBytes(buffer);
  return { chunk: memory(whole), size: whole.byteLength };
}

const encoder = new TextEncoder();
const toBytes = (buffer: Uint8Array | string): Uint8Array =>
  typeof buffer === "string" ? encoder.encode(buffer) : buffer;

const isBytes = (value: unknown): value is Uint8Array | string | null =>
  value === null || typeof value === "string" || value instanceof Uint8Array;

const isFile = (value: unknown): value is File =>
  value instanceof Blob || (value instanceof ReadableStream && !value.locked);

const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && value as number >= 0;
