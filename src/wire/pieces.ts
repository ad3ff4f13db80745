// How do bytes come in and go out? A data chunk as something that bytes can be taken from.
import {
  type HTTP_BYTE_RANGE,
  type HTTP_DATA_CHUNK,
  type HTTP_DATA_CHUNK_FROM_FILE_HANDLE,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import { FileBlob } from "./file-blob.ts";

/** Bytes that have to be waited for. */
export interface PieceReader {
  /** The next bytes; null at the end. */
  read(): Promise<Uint8Array | null>;
  /** Nobody wants the rest. */
  cancel(reason: unknown): void;
}

/** A stream of what a reader gives, which is asked for nothing before the stream is. */
export function streamOf(reader: PieceReader): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await reader.read();
      if (bytes === null) controller.close();
      else controller.enqueue(bytes);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** Bytes that are there, or will be. */
export type Piece = Uint8Array | PieceReader;

const encoder = new TextEncoder();

/** Where a range ends; a negative length means the end of the file, as HTTP_BYTE_RANGE_TO_EOF does. */
function lengthOf(range: HTTP_BYTE_RANGE | undefined): number {
  return range === undefined || range.length < 0 ? Infinity : range.length;
}

/** The bytes of a memory chunk; text is UTF-8. */
export function bytesOf(buffer: Uint8Array | string): Uint8Array {
  return typeof buffer === "string" ? encoder.encode(buffer) : buffer;
}

/** The length of a text as UTF-8, without making its bytes. */
function utf8Length(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    size += code < 0x800 ? 1 : 2;
    // A pair of surrogates is four bytes, two more than its units; a lone one is the three of U+FFFD.
    if (code >= 0xD800 && code < 0xDC00 && (text.charCodeAt(i + 1) & 0xFC00) === 0xDC00) i++;
  }
  return size;
}

/** The bytes that a chunk holds, where that is known before it is read; a whole stream counts as 0. */
export function knownSize(chunk: HTTP_DATA_CHUNK): number {
  if (chunk.dataChunkType === HttpDataChunkFromMemory) {
    const { buffer } = chunk;
    return typeof buffer === "string" ? utf8Length(buffer) : buffer.byteLength;
  }
  return chunk.dataChunkType === HttpDataChunkFromFileHandle ? knownFileSize(chunk) : 0;
}

function knownFileSize({ fileHandle, byteRange }: HTTP_DATA_CHUNK_FROM_FILE_HANDLE): number {
  if (fileHandle instanceof Blob) return sliceOf(fileHandle, byteRange).size;
  const length = lengthOf(byteRange);
  return length === Infinity ? 0 : length;
}

/** Whether a chunk is there, and has no source. */
export function isMemory(chunk: HTTP_DATA_CHUNK): boolean {
  return chunk.dataChunkType === HttpDataChunkFromMemory;
}

/** Whether the runtime cannot send a chunk by itself, though its length is known. */
export function isReadLater(chunk: HTTP_DATA_CHUNK): boolean {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle &&
    chunk.fileHandle instanceof FileBlob;
}

/** What is known of the size of several chunks. */
export function sizeOf(chunks: readonly HTTP_DATA_CHUNK[]): number {
  let size = 0;
  for (let i = 0; i < chunks.length; i++) size += knownSize(chunks[i]);
  return size;
}

/** Opens a chunk. */
export function toPiece(chunk: HTTP_DATA_CHUNK): Piece {
  if (chunk.dataChunkType === HttpDataChunkFromMemory) return bytesOf(chunk.buffer);
  if (chunk.dataChunkType !== HttpDataChunkFromFileHandle) return new Uint8Array(0);
  const { fileHandle, byteRange } = chunk;
  return fileHandle instanceof Blob
    ? new StreamPiece(sliceOf(fileHandle, byteRange).stream(), undefined)
    : new StreamPiece(fileHandle, byteRange);
}

/** The part of a Blob that a chunk means. The slice has no type, so it brings no Content-Type of its own. */
export function sliceOf(blob: Blob, range: HTTP_BYTE_RANGE | undefined): Blob {
  const start = range?.startingOffset ?? 0;
  return blob.slice(start, Math.min(blob.size, start + lengthOf(range)));
}

/** A stream, or the part of it that a range names. */
export class StreamPiece implements PieceReader {
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #skip: number;
  #left: number;

  constructor(
    readonly stream: ReadableStream<Uint8Array>,
    range: HTTP_BYTE_RANGE | undefined,
  ) {
    this.#skip = range?.startingOffset ?? 0;
    this.#left = lengthOf(range);
  }

  async read(): Promise<Uint8Array | null> {
    this.#reader ??= this.stream.getReader();
    while (this.#left > 0) {
      const { done, value } = await this.#reader.read();
      if (done) return null;
      const part = this.#inRange(value);
      if (part.byteLength > 0) return part;
    }
    this.cancel("The rest is outside the range");
    return null;
  }

  cancel(reason: unknown): void {
    const ended = this.#reader === null ? this.stream.cancel(reason) : this.#reader.cancel(reason);
    ended.catch(() => {});
  }

  #inRange(value: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#skip, value.byteLength);
    this.#skip -= skipped;
    const part = value.subarray(skipped, Math.min(value.byteLength, skipped + this.#left));
    this.#left -= part.byteLength;
    return part;
  }
}

/** Reads that are made of a body that is not waited for, to see whether it ends at once. */
const PROMPT_READS = 16;

/** Bytes behind which it is known by its second piece: a client that is slow has no more than two waiting for it. */
const PROMPT_BYTES = 65_536;

/** What could be read of some pieces within a limit. */
export interface Collected {
  readonly parts: Uint8Array[];
  readonly size: number;
  /** What is left over where the limit was passed; null if everything was read. */
  readonly rest: Piece[] | null;
}

/**
 * Reads pieces until they end or `limit` bytes are passed.
 *
 * @param patient Whether to wait for bytes that are not there yet; otherwise the rest is given back as soon as a turn
 * has passed without an end.
 */
export async function collect(
  pieces: readonly Piece[],
  limit: number,
  patient = true,
): Promise<Collected> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const take = (bytes: Uint8Array): void => {
    parts.push(bytes);
    size += bytes.byteLength;
  };
  const late = patient ? null : new Promise<"late">((resolve) => setTimeout(resolve, 0, "late"));
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece instanceof Uint8Array) {
      take(piece);
      continue;
    }
    for (;;) {
      // A source that always has something would never let the turn pass: some reads are enough to know it by.
      const long = parts.length > PROMPT_READS || (parts.length > 1 && size > PROMPT_BYTES);
      const enough = size > limit || (!patient && long);
      if (enough) return { parts, size, rest: pieces.slice(i) };
      const read = piece.read();
      const bytes = late === null ? await read : await Promise.race([read, late]);
      if (bytes === "late") {
        return { parts, size, rest: [resume(read, piece), ...pieces.slice(i + 1)] };
      }
      if (bytes === null) break;
      take(bytes);
    }
  }
  return { parts, size, rest: null };
}

/** A reader of which one read is already under way. */
function resume(first: Promise<Uint8Array | null>, piece: PieceReader): PieceReader {
  let begun: Promise<Uint8Array | null> | null = first;
  return {
    read() {
      const read = begun ?? piece.read();
      begun = null;
      return read;
    },
    cancel: (reason) => piece.cancel(reason),
  };
}

/** One array of several; the only one itself where there is one. */
export function concat(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
