// What is kept for the next request? Named pieces of bodies, as many as fit; the one unused longest leaves first.
import {
  type HTTP_BYTE_RANGE,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import {
  E_INVALIDARG,
  ERROR_FILE_NOT_FOUND,
  ERROR_INSUFFICIENT_BUFFER,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_IO_PENDING,
  ERROR_NOT_ENOUGH_MEMORY,
  ERROR_PATH_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { bytesOf, sliceOf } from "../wire/pieces.ts";

/** Bytes that all fragments of a site may take together, their names included. */
export const FRAGMENT_BYTES = 16_777_216;

/** What an entry weighs besides its bytes and its name, so that very many empty ones have an end too. */
const ENTRY_WEIGHT = 256;

/** A Blob is sent as it is; it can be read once its bytes have come. */
interface Fragment {
  content: Uint8Array | Blob;
  readonly weight: number;
}

/** The fragments of one site. Like those of http.sys they may go at any time. */
export class FragmentCache {
  readonly #fragments = new Map<string, Fragment>();
  #bytes = 0;
  #closed = false;

  constructor(private readonly limit: number = FRAGMENT_BYTES) {}

  /** Keeps a copy of a chunk under a name, in place of what was there. */
  add(chunk: HTTP_DATA_CHUNK, name: string): HRESULT {
    const content = isName(name) ? contentOf(chunk) : null;
    if (content === null) return E_INVALIDARG;
    if (this.#closed) return HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
    const size = content instanceof Blob ? content.size : content.byteLength;
    const weight = size + 2 * name.length + ENTRY_WEIGHT;
    if (weight > this.limit) return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    this.remove(name);
    const fragment = { content, weight };
    this.#fragments.set(name, fragment);
    this.#bytes += weight;
    for (const eldest of this.#fragments.keys()) {
      if (this.#bytes <= this.limit) break;
      this.remove(eldest);
    }
    if (content instanceof Blob) this.#load(name, fragment, content);
    return S_OK;
  }

  /** The content of a fragment, which nobody may change; null if there is none of that name. */
  find(name: string): Uint8Array | Blob | null {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return null;
    // Behind all others: the map is in the order of use.
    this.#fragments.delete(name);
    this.#fragments.set(name, fragment);
    return fragment.content;
  }

  /** Copies a fragment; into a buffer that is too small nothing is copied, and the size wished for is told. */
  read(name: string, buffer: Uint8Array): { hr: HRESULT; bytesCopied: number } {
    const failed = (code: number, bytesCopied = 0): { hr: HRESULT; bytesCopied: number } => ({
      hr: HRESULT_FROM_WIN32(code),
      bytesCopied,
    });
    if (!isName(name) || !(buffer instanceof Uint8Array)) return failed(ERROR_INVALID_PARAMETER);
    const content = this.find(name);
    if (content === null) return failed(ERROR_PATH_NOT_FOUND);
    if (content instanceof Blob) return failed(ERROR_IO_PENDING);
    const { byteLength } = content;
    if (byteLength > buffer.byteLength) return failed(ERROR_INSUFFICIENT_BUFFER, byteLength);
    buffer.set(content);
    return { hr: S_OK, bytesCopied: byteLength };
  }

  remove(name: string): HRESULT {
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    this.#fragments.delete(name);
    this.#bytes -= fragment.weight;
    return S_OK;
  }

  /** Lets everything go, and takes nothing more. */
  close(): void {
    this.#closed = true;
    this.clear();
  }

  clear(): void {
    this.#fragments.clear();
    this.#bytes = 0;
  }

  #load(name: string, fragment: Fragment, blob: Blob): void {
    blob.arrayBuffer().then((bytes) => {
      fragment.content = new Uint8Array(bytes);
    }, () => {
      if (this.#fragments.get(name) === fragment) this.remove(name);
    });
  }
}

/** The part of a fragment that a chunk means; null if it begins behind the end, or is no range. */
export function partOf(
  content: Uint8Array | Blob,
  range: HTTP_BYTE_RANGE | undefined,
): Uint8Array | Blob | null {
  if (range === undefined) return content;
  const { startingOffset: start, length } = range;
  const size = content instanceof Blob ? content.size : content.byteLength;
  const good = Number.isInteger(start) && start >= 0 && start <= size && Number.isInteger(length);
  if (!good) return null;
  if (content instanceof Blob) return sliceOf(content, range);
  return content.subarray(start, length < 0 ? size : Math.min(size, start + length));
}

const isName = (name: unknown): name is string => typeof name === "string" && name !== "";

/** Bytes of its own, or a Blob, which cannot change; a stream could be read once only, and is no fragment. */
function contentOf(chunk: HTTP_DATA_CHUNK | null): Uint8Array | Blob | null {
  if (chunk?.dataChunkType === HttpDataChunkFromMemory) {
    const { buffer } = chunk;
    if (typeof buffer === "string") return bytesOf(buffer);
    return buffer instanceof Uint8Array ? new Uint8Array(buffer) : null;
  }
  if (chunk?.dataChunkType !== HttpDataChunkFromFileHandle) return null;
  const { fileHandle, byteRange } = chunk;
  return fileHandle instanceof Blob ? sliceOf(fileHandle, byteRange) : null;
}
