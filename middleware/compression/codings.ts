// How does a body become shorter? The codings that the runtime has, by its zlib: whole bodies at once, streams in pieces.
import type { BodyTransformer } from "../../mod.ts";
import { type Encoder, StreamCompressor } from "./streams.ts";

/** The content codings that there may be. */
export type Coding = "br" | "zstd" | "gzip" | "deflate";

type Whole = (bytes: Uint8Array, options: object) => Uint8Array;
type Later = (
  bytes: Uint8Array,
  options: object,
  done: (error: Error | null, result: Uint8Array) => void,
) => void;

/** What is used of node:zlib; zstd came with Node 22.15. */
interface Zlib {
  readonly constants: Readonly<Record<string, number>>;
  createGzip(options: object): Encoder;
  createDeflate(options: object): Encoder;
  createBrotliCompress(options: object): Encoder;
  createZstdCompress?(options: object): Encoder;
  readonly gzip: Later;
  readonly gzipSync: Whole;
  readonly deflate: Later;
  readonly deflateSync: Whole;
  readonly brotliCompress: Later;
  readonly brotliCompressSync: Whole;
  readonly zstdCompress?: Later;
  readonly zstdCompressSync?: Whole;
}

interface Process {
  getBuiltinModule?(name: string): unknown;
}

/** One coding at one level. */
export interface Compressor {
  /** The whole of a body; at once where it is short. */
  whole(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  /**
   * A filter for a body that comes in pieces; every piece can be read as soon as it has left. Null where that cannot
   * be had: then such a body stays as it is.
   */
  readonly stream: (() => BodyTransformer) | null;
}

/** Bytes up to which compressing is done within the call: a thread would take longer to wake up. */
const SHORT = 65_536;

// Asked for by call: an import would keep the module from runtimes that have no zlib.
const zlib = (globalThis as { process?: Process }).process?.getBuiltinModule?.("node:zlib") as
  | Zlib
  | undefined;

/** The codings of this runtime, the one with the shortest results first. */
export const CODINGS: readonly Coding[] = codingsOf(zlib);

function codingsOf(zlib: Zlib | undefined): Coding[] {
  if (zlib === undefined) return ["gzip", "deflate"];
  return [
    "br",
    ...(typeof zlib.createZstdCompress === "function" ? ["zstd"] as const : []),
    "gzip",
    "deflate",
  ];
}

/**
 * Makes a compressor.
 *
 * @param level From 0, the fastest, to 10, the shortest.
 * @param chunkSize Bytes of a piece of a compressed stream.
 */
export function compressorOf(coding: Coding, level: number, chunkSize: number): Compressor {
  return zlib === undefined
    ? new PlainCompressor(coding as "gzip" | "deflate")
    : new ZlibCompressor(zlib, coding, level, chunkSize);
}

/** Where there is no zlib, the streams of the platform: they cannot be flushed, and workerd's holds all to the end. */
class PlainCompressor implements Compressor {
  readonly stream = null;

  constructor(private readonly coding: "gzip" | "deflate") {}

  async whole(bytes: Uint8Array): Promise<Uint8Array> {
    const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(
      new CompressionStream(this.coding),
    );
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
}

class ZlibCompressor implements Compressor {
  readonly #options: object;
  readonly #flushKind: number;

  constructor(
    private readonly zlib: Zlib,
    private readonly coding: Coding,
    level: number,
    chunkSize: number,
  ) {
    const { constants } = zlib;
    this.#options = { ...optionsOf(coding, level, constants), chunkSize: Math.max(chunkSize, 64) };
    this.#flushKind = {
      br: constants.BROTLI_OPERATION_FLUSH,
      zstd: constants.ZSTD_e_flush,
      gzip: constants.Z_SYNC_FLUSH,
      deflate: constants.Z_SYNC_FLUSH,
    }[coding];
  }

  whole(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> {
    const { zlib } = this;
    if (bytes.byteLength <= SHORT) {
      return {
        br: zlib.brotliCompressSync,
        zstd: zlib.zstdCompressSync!,
        gzip: zlib.gzipSync,
        deflate: zlib.deflateSync,
      }[this.coding](bytes, this.#options);
    }
    const later = {
      br: zlib.brotliCompress,
      zstd: zlib.zstdCompress!,
      gzip: zlib.gzip,
      deflate: zlib.deflate,
    }[this.coding];
    return new Promise((resolve, reject) => {
      later(bytes, this.#options, (error, result) => error ? reject(error) : resolve(result));
    });
  }

  readonly stream = (): BodyTransformer =>
    new StreamCompressor(() => this.#create(), this.#flushKind);

  #create(): Encoder {
    const { zlib } = this;
    switch (this.coding) {
      case "br":
        return zlib.createBrotliCompress(this.#options);
      case "zstd":
        return zlib.createZstdCompress!(this.#options);
      case "gzip":
        return zlib.createGzip(this.#options);
      default:
        return zlib.createDeflate(this.#options);
    }
  }
}

/** The levels of each coding, for the ten of the section. */
function optionsOf(coding: Coding, level: number, constants: Zlib["constants"]): object {
  if (coding === "br") return { params: { [constants.BROTLI_PARAM_QUALITY]: level + 1 } };
  if (coding === "zstd") {
    return { params: { [constants.ZSTD_c_compressionLevel]: 1 + Math.round(level * 1.8) } };
  }
  return { level: Math.min(9, Math.max(1, level)) };
}
