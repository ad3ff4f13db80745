// How does a client read what comes compressed? As far as it has come: what a flush has let go of can be read at once.
import { brotliDecompressSync, constants, gunzipSync } from "node:zlib";
import { concat, type RawResponse } from "../_raw.ts";

const { BROTLI_OPERATION_FLUSH, Z_SYNC_FLUSH } = constants;

/** A compressed body that is read while it comes. */
export class CodedBody {
  readonly #parts: Uint8Array[] = [];

  constructor(private readonly response: RawResponse) {}

  /** What can be read of it so far. */
  get text(): string {
    const bytes = concat(this.#parts);
    if (bytes.byteLength === 0) return "";
    const plain = this.response.header("content-encoding") === "br"
      ? brotliDecompressSync(bytes, { finishFlush: BROTLI_OPERATION_FLUSH })
      : gunzipSync(bytes, { finishFlush: Z_SYNC_FLUSH });
    return new TextDecoder().decode(plain);
  }

  /** Reads until that can be read; throws if the body ends before. */
  async until(text: string): Promise<string> {
    while (!this.text.includes(text)) {
      const bytes = await this.response.piece();
      if (bytes === null) throw new Error(`The body ended before "${text}": "${this.text}"`);
      this.#parts.push(bytes);
    }
    return this.text;
  }

  /** Reads all of it. */
  async rest(): Promise<string> {
    this.#parts.push((await this.response.rest()).bytes);
    return this.text;
  }
}
