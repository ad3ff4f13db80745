// Terms: what do the pages call it?
// This file: one piece of a body, in memory, behind a handle, or in the fragment cache.

/** The chunk holds its bytes. */
export const HttpDataChunkFromMemory = 0 as const;

/** The chunk points to a Blob or a stream. */
export const HttpDataChunkFromFileHandle = 1 as const;

/** The chunk names an entry of the fragment cache, whole. */
export const HttpDataChunkFromFragmentCache = 2 as const;

/** The chunk names an entry of the fragment cache, or a range of it. */
export const HttpDataChunkFromFragmentCacheEx = 3 as const;

/** The first number that is no chunk type. */
export const HttpDataChunkMaximum = 4 as const;

/**
 * How many chunks a response buffers; one more fails with ERROR_ARITHMETIC_OVERFLOW.
 * @see ihttpresponse-writeentitychunks-method
 */
export const HTTP_DATA_CHUNK_LIMIT = 65535 as const;

/** A part of a file, stream or fragment. */
export interface HTTP_BYTE_RANGE {
  /** Where the part begins, in bytes, from zero. */
  startingOffset: number;
  /** How long the part is, in bytes. */
  length: number;
}

/** A chunk that holds its bytes. */
export interface HTTP_DATA_CHUNK_FROM_MEMORY {
  /** Tells this shape from the others. */
  dataChunkType: typeof HttpDataChunkFromMemory;
  /** The bytes, or a text to be sent as UTF-8. */
  buffer: Uint8Array | string;
}

/**
 * A chunk whose bytes are read when they are sent.
 *
 * Differs: a Blob or a stream stands where the pages have a file handle.
 */
export interface HTTP_DATA_CHUNK_FROM_FILE_HANDLE {
  /** Tells this shape from the others. */
  dataChunkType: typeof HttpDataChunkFromFileHandle;
  /** Where the bytes come from. A stream can be sent once. */
  fileHandle: Blob | ReadableStream<Uint8Array>;
  /** The part to send; everything when left out. */
  byteRange?: HTTP_BYTE_RANGE;
}

/** A chunk that names an entry of the server's fragment cache. */
export interface HTTP_DATA_CHUNK_FROM_FRAGMENT_CACHE {
  /** Tells this shape from the others. */
  dataChunkType: typeof HttpDataChunkFromFragmentCache | typeof HttpDataChunkFromFragmentCacheEx;
  /** The name that `addFragmentToCache` was given. */
  fragmentName: string;
  /** The part to send; everything when left out. */
  byteRange?: HTTP_BYTE_RANGE;
}

/** One piece of a body: bytes, a handle to read them from, or the name of a cached fragment. */
export type HTTP_DATA_CHUNK =
  | HTTP_DATA_CHUNK_FROM_MEMORY
  | HTTP_DATA_CHUNK_FROM_FILE_HANDLE
  | HTTP_DATA_CHUNK_FROM_FRAGMENT_CACHE;
