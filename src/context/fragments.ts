// What does a module hold in its hand? Chunks that name a fragment, exchanged for the bytes that they mean.
import {
  type HTTP_DATA_CHUNK,
  type HTTP_DATA_CHUNK_FROM_FRAGMENT_CACHE,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromFragmentCache,
  HttpDataChunkFromFragmentCacheEx,
  HttpDataChunkFromMemory,
} from "../terms/data-chunk.ts";
import {
  E_INVALIDARG,
  ERROR_PATH_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { partOf } from "../cache/fragment-cache.ts";

/** Where fragments come from. */
export interface FragmentSource {
  find(name: string): Uint8Array | Blob | null;
}

/** The request, for those who look for fragments. */
export interface FragmentHost {
  readonly core: { readonly place: { readonly fragments: FragmentSource } };
}

/** Whether a chunk names a fragment. */
export function isFragment(chunk: HTTP_DATA_CHUNK): boolean {
  const type = chunk?.dataChunkType;
  return type === HttpDataChunkFromFragmentCache || type === HttpDataChunkFromFragmentCacheEx;
}

/** The chunk with its bytes in place of the name: once written, they stay, whatever becomes of the fragment. */
export function resolveFragment(
  chunk: HTTP_DATA_CHUNK,
  host: FragmentHost,
): HTTP_DATA_CHUNK | HRESULT {
  const { fragmentName, byteRange } = chunk as HTTP_DATA_CHUNK_FROM_FRAGMENT_CACHE;
  if (typeof fragmentName !== "string") return E_INVALIDARG;
  const content = host.core.place.fragments.find(fragmentName);
  if (content === null) return HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
  const whole = chunk.dataChunkType === HttpDataChunkFromFragmentCache;
  const part = partOf(content, whole ? undefined : byteRange);
  if (part === null) return E_INVALIDARG;
  return part instanceof Blob
    ? { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: part }
    : { dataChunkType: HttpDataChunkFromMemory, buffer: part.slice() };
}

/** Exchanges, in place, the fragments that a module has put into the raw response itself; answers what is wrong. */
export function resolveRaw(
  chunks: HTTP_DATA_CHUNK[],
  host: FragmentHost,
): HRESULT {
  for (let i = 0; i < chunks.length; i++) {
    if (!isFragment(chunks[i])) continue;
    const resolved = resolveFragment(chunks[i], host);
    if (typeof resolved === "number") return resolved;
    chunks[i] = resolved;
  }
  return S_OK;
}
