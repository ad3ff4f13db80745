// How does an old extension feel at home? Its bytes as chunks of the response.
import { type HTTP_DATA_CHUNK, HttpDataChunkFromMemory } from "../terms/data-chunk.ts";

/** A chunk of memory. */
export function memory(buffer: Uint8Array | string): HTTP_DATA_CHUNK {
  return { dataChunkType: HttpDataChunkFromMemory, buffer };
}

/** A chunk with bytes of its own: with the end of an operation the caller's buffer is the caller's again. */
export function owned(chunk: HTTP_DATA_CHUNK): HTTP_DATA_CHUNK {
  if (chunk.dataChunkType !== HttpDataChunkFromMemory) return chunk;
  return typeof chunk.buffer === "string" ? chunk : memory(new Uint8Array(chunk.buffer));
}
