// Which answers are kept for the next request? The bytes of a body: taken from the buffer, or on their way.
import {
  type Awaitable,
  type BodyFilterController,
  type BodyTransformer,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  type IHttpContext,
} from "../../mod.ts";
import { joined, promptBody } from "../_shared/prompt-body.ts";

/** Why there is no body to keep: it is too long, or has not come to the end that it should have. */
export type Lack = "long" | "broken";

/** Told the whole body. The end of one that streams waits for it: on Workers nothing goes on behind that. */
export type Keep = (body: Uint8Array | Lack) => Awaitable<void>;

type MemoryChunk = HTTP_DATA_CHUNK & { readonly buffer: Uint8Array | string };

const encoder = new TextEncoder();
const NOTHING = new Uint8Array();

/** Statuses that are kept, and have no body. */
const BODYLESS: ReadonlySet<number> = new Set([204, 205]);

/**
 * Takes a copy of the body of an answer.
 *
 * @param limit Bytes that it may have.
 * @returns A promise where the body has to be looked into.
 */
export function capture(context: IHttpContext, limit: number, keep: Keep): Promise<void> | void {
  const response = context.getResponse();
  const { entityChunks } = response.getRawHttpResponse();
  // Through a filter nothing would ever come.
  if (BODYLESS.has(response.getStatus().statusCode)) return void keep(NOTHING);
  if (!response.hasBodyFilters()) {
    const told = response.getHeader("Content-Length");
    if (Number(told) > limit) return void keep("long");
    if (told !== null) keep = keepOf(Number(told), keep);
    if (entityChunks.every(isMemory)) return void keep(bytesOf(entityChunks, limit));
    const [chunk] = entityChunks;
    if (entityChunks.length === 1 && isStream(chunk)) {
      return captureStream(context, chunk.fileHandle, limit, keep);
    }
  }
  response.addBodyFilter(new Collector(limit, keep));
}

/** What is shorter or longer than it says is not what it says. */
function keepOf(length: number, keep: Keep): Keep {
  return (body) => keep(typeof body === "string" || body.byteLength === length ? body : "broken");
}

async function captureStream(
  context: IHttpContext,
  stream: ReadableStream<Uint8Array>,
  limit: number,
  keep: Keep,
): Promise<void> {
  const body = await promptBody(stream, limit).catch(broken);
  const response = context.getResponse();
  const { entityChunks } = response.getRawHttpResponse();
  if (body instanceof ReadableStream) {
    entityChunks[0] = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: body };
    response.addBodyFilter(new Collector(limit, keep));
    return;
  }
  entityChunks[0] = { dataChunkType: HttpDataChunkFromMemory, buffer: body };
  keep(body.byteLength > limit ? "long" : new Uint8Array(body));
}

/** A body that has broken at once breaks on its way to the client, too. */
function broken(error: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}

function isMemory(chunk: HTTP_DATA_CHUNK): chunk is MemoryChunk {
  return chunk.dataChunkType === HttpDataChunkFromMemory;
}

function isStream(
  chunk: HTTP_DATA_CHUNK,
): chunk is HTTP_DATA_CHUNK & { readonly fileHandle: ReadableStream<Uint8Array> } {
  return chunk.dataChunkType === HttpDataChunkFromFileHandle &&
    !(chunk.fileHandle instanceof Blob) && chunk.byteRange === undefined;
}

function bytesOf(chunks: readonly MemoryChunk[], limit: number): Uint8Array | Lack {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const { buffer } of chunks) {
    const part = typeof buffer === "string" ? encoder.encode(buffer) : buffer;
    size += part.byteLength;
    if (size > limit) return "long";
    parts.push(part);
  }
  // A copy: a buffer that was written by reference is still its owner's.
  return parts.length === 1 ? new Uint8Array(parts[0]) : joined(parts, size);
}

/** Sees every piece of a body that leaves. */
class Collector implements BodyTransformer {
  #parts: Uint8Array[] | null = [];
  #size = 0;

  constructor(private readonly limit: number, private readonly keep: Keep) {}

  transform(chunk: Uint8Array, _controller: BodyFilterController): Uint8Array {
    this.#size += chunk.byteLength;
    if (this.#size > this.limit) this.#end("long");
    else this.#parts?.push(new Uint8Array(chunk));
    return chunk;
  }

  /** The end waits until the body is kept: on Workers nothing goes on behind it. */
  async flush(): Promise<void> {
    if (this.#parts !== null) await this.#end(joined(this.#parts, this.#size));
  }

  cancel(): void {
    this.#end("broken");
  }

  #end(body: Uint8Array | Lack): Awaitable<void> {
    if (this.#parts === null) return;
    this.#parts = null;
    return this.keep(body);
  }
}
