// How does a body become shorter? DynamicCompressionModule: whatever leaves, whole or in pieces, at the last moment.
import {
  type Awaitable,
  type BodyFilterController,
  type BodyTransformer,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpResponse4,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { joined, promptBody } from "../_shared/prompt-body.ts";
import { codingFor, isPlain, type Refusals, tellCoding, tellVary } from "./candidate.ts";
import type { Coding, Compressor } from "./codings.ts";
import type { MediaTypes } from "./media-types.ts";

/** What a module of compression goes by. */
export interface CompressionRules {
  readonly types: MediaTypes;
  /** The codings, the one that the server likes best first. */
  readonly codings: readonly Coding[];
  readonly compressors: Readonly<Partial<Record<Coding, Compressor>>>;
  readonly refusals: Refusals;
  /** Headers of every compressed answer. */
  readonly headers: readonly (readonly [string, string])[];
}

/** A whole body below this is sent in one packet anyway. */
const WORTH = 256;

/** Bytes of a file up to which it is read, and compressed at once. */
const SHORT_FILE = 65_536;

/** Bytes of an app's body that are compressed as one. */
const MOST = 1_048_576;

const encoder = new TextEncoder();

/** Compresses the answer that is about to leave, if its client likes it and its type is worth it. */
export function compressDynamic(
  context: IHttpContext,
  rules: CompressionRules,
  moreData: boolean,
): Awaitable<void> {
  const response = context.getResponse();
  const type = response.getHeader("Content-Type");
  if (type === null || !rules.types.has(type) || !isPlain(response)) return;
  const { entityChunks } = response.getRawHttpResponse();
  if (entityChunks.length === 0 && !moreData) return;
  if (!moreData && sizeInMemory(entityChunks) < WORTH) return;
  tellVary(response);
  const coding = codingFor(context, rules.codings, rules.refusals);
  if (coding === null) return;
  const compression = { response, coding, rules, compressor: rules.compressors[coding]! };
  // A head without its body says what that body would have been, but not how long.
  if (moreData || response.hasBodyFilters() || context.getRequest().getHttpMethod() === "HEAD") {
    return compressPieces(compression);
  }
  const [first] = entityChunks;
  if (entityChunks.every(isMemory)) return compressWhole(compression, entityChunks);
  if (entityChunks.length === 1 && isShortFile(first)) {
    return compressFile(compression, first.fileHandle);
  }
  if (entityChunks.length > 1 || !isStream(first)) return compressPieces(compression);
  return compressBody(compression, first.fileHandle);
}

interface Compression {
  readonly response: IHttpResponse4;
  readonly coding: Coding;
  readonly rules: CompressionRules;
  readonly compressor: Compressor;
}

type MemoryChunk = HTTP_DATA_CHUNK & { readonly buffer: Uint8Array | string };
type FileChunk = HTTP_DATA_CHUNK & { readonly fileHandle: Blob };
type StreamChunk = HTTP_DATA_CHUNK & { readonly fileHandle: ReadableStream<Uint8Array> };

function isMemory(chunk: HTTP_DATA_CHUNK): chunk is MemoryChunk {
  return chunk.dataChunkType === HttpDataChunkFromMemory;
}

function isStream(chunk: HTTP_DATA_CHUNK): chunk is StreamChunk {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle &&
    !(chunk.fileHandle instanceof Blob) && chunk.byteRange === undefined;
}

function isShortFile(chunk: HTTP_DATA_CHUNK): chunk is FileChunk {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle &&
    chunk.fileHandle instanceof Blob && chunk.fileHandle.size <= SHORT_FILE &&
    chunk.byteRange === undefined;
}

/** Bytes, or a little less, if all of them are in memory. */
function sizeInMemory(chunks: readonly HTTP_DATA_CHUNK[]): number {
  let size = 0;
  for (const chunk of chunks) size += isMemory(chunk) ? chunk.buffer.length : Infinity;
  return size;
}

/** A body of which all is there is compressed at once; if that saves nothing, it stays as it is. */
function compressWhole(
  compression: Compression,
  chunks: readonly MemoryChunk[],
): Awaitable<void> {
  const parts = chunks.map(({ buffer }) =>
    typeof buffer === "string" ? encoder.encode(buffer) : buffer
  );
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const put = (bytes: Uint8Array): void => {
    if (bytes.byteLength < size) replaceBody(compression, bytes);
  };
  return then(compression.compressor.whole(joined(parts, size)), put);
}

/** Puts compressed bytes in the place of the body. */
export function replaceBody(
  { response, coding, rules }: Omit<Compression, "compressor">,
  buffer: Uint8Array,
): void {
  const { entityChunks } = response.getRawHttpResponse();
  entityChunks.splice(0, entityChunks.length, {
    dataChunkType: HttpDataChunkFromMemory,
    buffer,
  });
  tellCoding(response, coding, rules.headers);
}

/** A short file: setting up a stream of its own would cost more than reading it. */
async function compressFile(compression: Compression, file: Blob): Promise<void> {
  const buffer = new Uint8Array(await file.arrayBuffer());
  const chunk: MemoryChunk = { dataChunkType: HttpDataChunkFromMemory, buffer };
  compression.response.getRawHttpResponse().entityChunks[0] = chunk;
  await compressWhole(compression, [chunk]);
}

/** The body of an app's answer: most are made of one text, and are there at once. */
async function compressBody(
  compression: Compression,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  const body = await promptBody(stream, MOST);
  const { entityChunks } = compression.response.getRawHttpResponse();
  if (body instanceof ReadableStream) {
    entityChunks[0] = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: body };
    return compressPieces(compression);
  }
  const chunk: MemoryChunk = { dataChunkType: HttpDataChunkFromMemory, buffer: body };
  entityChunks[0] = chunk;
  compression.response.deleteHeader("Content-Length");
  if (body.byteLength >= WORTH) await compressWhole(compression, [chunk]);
}

function compressPieces({ response, coding, rules, compressor }: Compression): void {
  if (compressor.stream === null) return;
  tellCoding(response, coding, rules.headers);
  response.addBodyFilter(new PieceFilter(response, coding, compressor.stream));
}

/** Somebody may still put another answer in the place of this one; then nothing is compressed, as its head will say. */
class PieceFilter implements BodyTransformer {
  #inner: BodyTransformer | null | undefined;

  constructor(
    private readonly response: IHttpResponse4,
    private readonly coding: Coding,
    private readonly begin: () => BodyTransformer,
  ) {}

  transform(
    chunk: Uint8Array,
    controller: BodyFilterController,
  ): Uint8Array | void | Promise<Uint8Array | void> {
    const inner = this.#chosen();
    return inner === null ? chunk : inner.transform(chunk, controller);
  }

  flush(controller: BodyFilterController): Uint8Array | void | Promise<Uint8Array | void> {
    return this.#chosen()?.flush?.(controller);
  }

  cancel(reason: unknown): void {
    this.#inner?.cancel?.(reason);
  }

  #chosen(): BodyTransformer | null {
    if (this.#inner !== undefined) return this.#inner;
    const ours = this.response.getHeader("Content-Encoding") === this.coding;
    return this.#inner = ours ? this.begin() : null;
  }
}
