// How does a body become shorter? And longer again: what tests read of compressed answers.
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";

const DECODERS: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
};

/** An answer as its client reads it. */
export interface Decoded {
  readonly coding: string | null;
  /** Bytes that arrived. */
  readonly size: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Reads an answer whole, and decodes it by its Content-Encoding. */
export async function decoded(response: Response): Promise<Decoded> {
  const { headers } = response;
  const bytes = new Uint8Array(await response.arrayBuffer());
  const coding = headers.get("Content-Encoding");
  const plain = coding === null || bytes.byteLength === 0 ? bytes : DECODERS[coding](bytes);
  return { coding, size: bytes.byteLength, text: new TextDecoder().decode(plain), headers };
}
