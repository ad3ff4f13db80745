// Terms: what do the pages call it?
// This file: the response in the shape of the structs of http.h, as a live view.

import type { HTTP_DATA_CHUNK } from "./data-chunk.ts";
import type { HTTP_HEADER_ID } from "./header-ids.ts";
import type { HTTP_RESPONSE_INFO_TYPE } from "./raw-info.ts";

/** The value of a header that has a number. */
export interface HTTP_KNOWN_HEADER {
  /** The value, null when the header is absent. Writing it sets or removes the header. */
  rawValue: string | null;
}

/** A header that has no number. */
export interface HTTP_UNKNOWN_HEADER {
  /** Its name. Writing it renames the header. */
  name: string;
  /** Its value. */
  rawValue: string;
}

/** A protocol version. */
export interface HTTP_VERSION {
  /** The number in front of the dot. */
  readonly majorVersion: number;
  /** The number behind it. */
  readonly minorVersion: number;
}

/** The response headers, live. */
export interface HTTP_RESPONSE_HEADERS {
  /** The headers that have no number, or several values kept apart. */
  readonly unknownHeaders: HTTP_UNKNOWN_HEADER[];
  /** The trailers. */
  readonly trailers: HTTP_UNKNOWN_HEADER[];
  /** The headers that have a number, at that index: 30 entries. */
  readonly knownHeaders: HTTP_KNOWN_HEADER[];
}

/** Several values of one known header. */
export interface HTTP_MULTIPLE_KNOWN_HEADERS {
  /** The number of the header. */
  headerId: HTTP_HEADER_ID;
  /** A bit mask; 1 keeps the order of the values. */
  flags: number;
  /** The values. */
  knownHeaders: HTTP_KNOWN_HEADER[];
}

/** A further fact about the response. */
export interface HTTP_RESPONSE_INFO {
  /** Which fact it is. */
  type: HTTP_RESPONSE_INFO_TYPE;
  /** The fact itself; its shape depends on the type. */
  info: unknown;
}

/** The response in the shape of its C struct: a live view that can be written, lengths left out. */
export interface HTTP_RESPONSE {
  /** A bit mask that the layer below reads; 0 by default. */
  flags: number;
  /** The protocol version. */
  readonly version: HTTP_VERSION;
  /** The status. Writing it sets the status alone. */
  statusCode: number;
  /** The reason phrase. */
  reason: string;
  /** The headers, live. */
  readonly headers: HTTP_RESPONSE_HEADERS;
  /**
   * How many chunks are buffered. Writing a lower number drops those behind it, 0 the whole body.
   */
  entityChunkCount: number;
  /** The buffered chunks, live: what is changed here is what leaves. */
  readonly entityChunks: HTTP_DATA_CHUNK[];
  /** Further facts; often none. */
  readonly responseInfo: HTTP_RESPONSE_INFO[];
}
