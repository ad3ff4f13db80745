// How does a body become shorter? StaticCompressionModule: files, whose compressed copies are kept.
import {
  type Awaitable,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpFileInfo,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { codingFor, isPlain, tellVary } from "./candidate.ts";
import { type CompressionRules, replaceBody } from "./dynamic.ts";

/** What is compressed once, and kept. */
export interface StaticRules extends CompressionRules {
  /** Bytes that a file has at least. */
  readonly minFileSizeForComp: number;
  /** Whether a file is compressed that few ask for. */
  readonly staticCompressionIgnoreHitFrequency: boolean;
  /** Bytes of all copies together. */
  readonly limit: number;
}

/** Bytes of a file beyond which no copy is kept. */
const LARGEST = 16_777_216;

/** Compressed copies of files; the one unused longest leaves first. */
export class StaticCopies {
  /** Null for a file that compressing makes no shorter. */
  readonly #copies = new Map<string, Uint8Array | null>();
  readonly #pending = new Map<string, Promise<Uint8Array | null>>();
  #bytes = 0;

  constructor(private readonly rules: StaticRules) {}

  /**
   * Sends the copy of a file in the place of the file.
   *
   * @returns Whether the answer is settled: the copy leaves, or nothing would be shorter than the file.
   */
  compress(context: IHttpContext): Awaitable<boolean> {
    const response = context.getResponse();
    const file = context.getFileInfo();
    const type = response.getHeader("Content-Type");
    const { rules } = this;
    if (file === null || type === null || !rules.types.has(type)) return false;
    if (response.getStatus().statusCode !== 200 || !isPlain(response)) return false;
    if (response.hasBodyFilters() || !isBodyOf(context, file)) return false;
    if (file.getSize() < rules.minFileSizeForComp || file.getSize() > LARGEST) return false;
    const coding = codingFor(context, rules.codings, rules.refusals);
    if (coding === null) return false;
    const key = `${coding} ${file.getETag()} ${file.getFilePath()}`;
    const put = (copy: Uint8Array | null): boolean => {
      tellVary(response);
      if (copy !== null) replaceBody({ response, coding, rules }, copy);
      return true;
    };
    const kept = this.#find(key);
    if (kept !== undefined) return put(kept);
    if (!rules.staticCompressionIgnoreHitFrequency && !isFrequent(context)) return false;
    let making = this.#pending.get(key);
    if (making === undefined) {
      const made = this.#make(key, file, (bytes) => rules.compressors[coding]!.whole(bytes));
      if (!(made instanceof Promise)) return put(made);
      this.#pending.set(key, making = made.finally(() => this.#pending.delete(key)));
    }
    return making.then(put);
  }

  #find(key: string): Uint8Array | null | undefined {
    const copy = this.#copies.get(key);
    if (copy === undefined) return undefined;
    // Behind all others: the map is in the order of use.
    this.#copies.delete(key);
    this.#copies.set(key, copy);
    return copy;
  }

  #make(
    key: string,
    file: IHttpFileInfo,
    whole: (bytes: Uint8Array) => Awaitable<Uint8Array>,
  ): Awaitable<Uint8Array | null> {
    const keep = (bytes: Uint8Array): Uint8Array | null =>
      this.#keep(key, bytes.byteLength < file.getSize() ? bytes : null);
    const buffer = file.getFileBuffer();
    return then(buffer === null ? this.#read(file, whole) : whole(buffer), keep);
  }

  async #read(
    file: IHttpFileInfo,
    whole: (bytes: Uint8Array) => Awaitable<Uint8Array>,
  ): Promise<Uint8Array> {
    return await whole(new Uint8Array(await file.getFileHandle()!.arrayBuffer()));
  }

  #keep(key: string, copy: Uint8Array | null): Uint8Array | null {
    this.#copies.set(key, copy);
    this.#bytes += weightOf(key, copy);
    for (const [eldest, bytes] of this.#copies) {
      if (this.#bytes <= this.rules.limit) break;
      this.#copies.delete(eldest);
      this.#bytes -= weightOf(eldest, bytes);
    }
    return copy;
  }
}

function weightOf(key: string, copy: Uint8Array | null): number {
  return 2 * key.length + 256 + (copy?.byteLength ?? 0);
}

/** Whether what leaves is the whole of a file, and nothing else. */
function isBodyOf(context: IHttpContext, file: IHttpFileInfo): boolean {
  const { entityChunks } = context.getResponse().getRawHttpResponse();
  const [chunk] = entityChunks;
  if (entityChunks.length !== 1) return false;
  if (chunk.dataChunkType === HttpDataChunkFromMemory) return chunk.buffer === file.getFileBuffer();
  return "fileHandle" in chunk && chunk.fileHandle instanceof Blob &&
    chunk.byteRange === undefined && chunk.fileHandle.size === file.getSize();
}

function isFrequent(context: IHttpContext): boolean {
  return context.getUrlInfo()?.isFrequentlyHit() ?? false;
}
