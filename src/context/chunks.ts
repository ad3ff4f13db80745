// What does a module hold in its hand? Data chunks: which are well-formed, and how they are copied into the buffer.
import {
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import { E_INVALIDARG, type HRESULT } from "../terms/hresult.ts";
import { bytesOf } from "../wire/pieces.ts";
import { type FragmentHost, isFragment, resolveFragment } from "./fragments.ts";

const SHORT_TEXT = 4096;

/** Whether something is a chunk whose bytes can be sent. */
function isChunk(chunk: unknown): chunk is HTTP_DATA_CHUNK {
  if (typeof chunk !== "object" || chunk === null) return false;
  const { dataChunkType, buffer, fileHandle } = chunk as Record<string, unknown>;
  if (dataChunkType === HttpDataChunkFromMemory) {
    return typeof buffer === "string" || buffer instanceof Uint8Array;
  }
  return dataChunkType === HttpDataChunkFromFileHandle &&
    (fileHandle instanceof Blob || fileHandle instanceof ReadableStream);
}

/** Chunks whose bytes can be sent: the array itself, or a copy with fragments exchanged; otherwise what is wrong. */
export function readChunks(
  chunks: readonly HTTP_DATA_CHUNK[],
  host: FragmentHost,
): readonly HTTP_DATA_CHUNK[] | HRESULT {
  if (!Array.isArray(chunks)) return E_INVALIDARG;
  let read: HTTP_DATA_CHUNK[] | null = null;
  for (let i = 0; i < chunks.length; i++) {
    if (isChunk(chunks[i])) continue;
    if (!isFragment(chunks[i])) return E_INVALIDARG;
    const resolved = resolveFragment(chunks[i], host);
    if (typeof resolved === "number") return resolved;
    (read ??= [...chunks])[i] = resolved;
  }
  return read ?? chunks;
}

/** Who copies the bytes of the next chunk. */
export interface Copier {
  copy(bytes: Uint8Array): Uint8Array;
}

/** The chunk with bytes of its own, so that the caller may use its buffer again. */
export function copyChunk(
  chunk: HTTP_DATA_CHUNK,
  copier: Copier,
): HTTP_DATA_CHUNK {
  if (chunk.dataChunkType !== HttpDataChunkFromMemory) return { ...chunk };
  const { buffer } = chunk;
  // A short text stays a text: it cannot change, and a runtime sends it faster than bytes.
  if (typeof buffer === "string" && buffer.length <= SHORT_TEXT) {
    return { dataChunkType: HttpDataChunkFromMemory, buffer };
  }
  if (typeof buffer === "string") {
    return { dataChunkType: HttpDataChunkFromMemory, buffer: bytesOf(buffer) };
  }
  return { dataChunkType: HttpDataChunkFromMemory, buffer: copier.copy(buffer) };
}
