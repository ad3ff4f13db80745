// What does a module hold in its hand? Data chunks: which are well-formed, and how they are copied into the buffer.
import {
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromFragmentCache,
  HttpDataChunkFromFragmentCacheEx,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import {
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_SUPPORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { bytesOf } from "../wire/pieces.ts";

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

/** S_OK for an array of chunks; a fragment is refused until there is a fragment cache. */
export function checkChunks(chunks: unknown): HRESULT {
  if (!Array.isArray(chunks)) return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
  for (const chunk of chunks) {
    if (isChunk(chunk)) continue;
    const type = (chunk as HTTP_DATA_CHUNK | null)?.dataChunkType;
    const fragment = type === HttpDataChunkFromFragmentCache ||
      type === HttpDataChunkFromFragmentCacheEx;
    return HRESULT_FROM_WIN32(fragment ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER);
  }
  return S_OK;
}

/** The chunk with bytes of its own, so that the caller may use its buffer again. */
export function copyChunk(chunk: HTTP_DATA_CHUNK): HTTP_DATA_CHUNK {
  if (chunk.dataChunkType !== HttpDataChunkFromMemory) return { ...chunk };
  const { buffer } = chunk;
  // A short text stays a text: it cannot change, and a runtime sends it faster than bytes.
  if (typeof buffer === "string" && buffer.length <= SHORT_TEXT) {
    return { dataChunkType: HttpDataChunkFromMemory, buffer };
  }
  const bytes = typeof buffer === "string" ? bytesOf(buffer) : buffer.slice();
  return { dataChunkType: HttpDataChunkFromMemory, buffer: bytes };
}
