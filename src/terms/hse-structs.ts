// Terms: what do the pages call it?
// This file: what is handed to ServerSupportFunction, and what it hands back.

import type { PFN_HSE_IO_COMPLETION } from "./extension-control-block.ts";
import type {
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
} from "./hse-flags.ts";

/** What every call of the control block gives: R15 of the naming rules has it in place of GetLastError. */
export interface HSE_RESULT {
  /** Whether the call has succeeded, or has started where it is asynchronous. */
  ret: boolean;
  /** A Win32 error code; 0 when `ret` is true. */
  error: number;
}

/** A result with a number of bytes; it means nothing where an asynchronous operation has started. */
export interface HSE_IO_RESULT extends HSE_RESULT {
  /** Bytes of this call that were written or read. */
  bytes: number;
}

/**
 * What HSE_REQ_TRANSMIT_FILE sends.
 *
 * Differs: a Blob or a stream stands where the page has a file handle.
 *
 * @see ms524981
 */
export interface HSE_TF_INFO {
  /** The callback of this operation, in place of the one that HSE_REQ_IO_COMPLETION has named. */
  hseIO?: PFN_HSE_IO_COMPLETION | null;
  /** Handed to that callback; counts only with `hseIO`. */
  context?: unknown;
  /** The file; null sends head and tail alone. */
  file: Blob | ReadableStream<Uint8Array> | null;
  /** Status line with HSE_IO_SEND_HEADERS, for example "200 OK". */
  statusCode?: string | null;
  /** How many bytes of the file; 0 for all behind `offset`. */
  bytesToWrite?: number;
  /** Where in the file to begin, in bytes. Beyond the end of a Blob the call fails with 10022. */
  offset?: number;
  /** Bytes in front of the file; with HSE_IO_SEND_HEADERS the headers of the response. */
  head?: Uint8Array | string | null;
  /** Bytes behind the file. */
  tail?: Uint8Array | string | null;
  /** A bit mask of HSE_IO_*; HSE_IO_ASYNC is needed. */
  flags: number;
}

/**
 * What HSE_REQ_SEND_RESPONSE_HEADER_EX sends.
 * @see ms524709
 */
export interface HSE_SEND_HEADER_EX_INFO {
  /** Status code and reason; null for "200 OK". */
  status: string | null;
  /** Header lines, with a blank line at their end; what stands behind it is body. */
  header: string | null;
  /** False closes the connection behind the response, as far as the runtime lets us. */
  keepConn: boolean;
}

/**
 * Bytes as an element of a vector.
 * @see ms525207
 */
export interface HSE_VECTOR_ELEMENT_MEMORY {
  /** Tells this shape from the other. */
  elementType: typeof HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER;
  /** The bytes, or a text to be sent as UTF-8. */
  context: Uint8Array | string;
  /** Where to begin, in bytes; 0 by default. */
  offset?: number;
  /** How many bytes; everything behind `offset` when left out, 0 is wrong. */
  size?: number;
}

/**
 * A file as an element of a vector.
 *
 * Differs: a Blob or a stream stands where the page has a file handle.
 *
 * @see ms525207
 */
export interface HSE_VECTOR_ELEMENT_FILE {
  /** Tells this shape from the other. */
  elementType: typeof HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE;
  /** The file. A stream can be sent once. */
  context: Blob | ReadableStream<Uint8Array>;
  /** Where to begin, in bytes; 0 by default. */
  offset?: number;
  /** How many bytes; 0, or left out, for everything behind `offset`. */
  size?: number;
}

/**
 * One element of a vector.
 * @see ms525207
 */
export type HSE_VECTOR_ELEMENT = HSE_VECTOR_ELEMENT_MEMORY | HSE_VECTOR_ELEMENT_FILE;

/**
 * What HSE_REQ_VECTOR_SEND sends.
 * @see ms525729
 */
export interface HSE_RESPONSE_VECTOR {
  /** A bit mask of HSE_IO_*. */
  flags: number;
  /** Status line; needed with HSE_IO_SEND_HEADERS, null without. */
  status: string | null;
  /** Header lines; needed with HSE_IO_SEND_HEADERS, null without. */
  headers: string | null;
  /** What the body is made of. */
  elementArray: HSE_VECTOR_ELEMENT[];
}

/** Who the user of a child request is said to be. */
export interface HSE_EXEC_URL_USER_INFO {
  /** Always null: there are no logon tokens outside Windows. */
  impersonationToken: null;
  /** The name of the user. */
  customUserName: string;
  /** How the user was authenticated. */
  customAuthType: string;
}

/**
 * The body of a child request.
 * @see ms524707
 */
export interface HSE_EXEC_URL_ENTITY_INFO {
  /** All bytes of the body. */
  data: Uint8Array;
}

/**
 * What HSE_REQ_EXEC_URL runs.
 * @see ms525511
 */
export interface HSE_EXEC_URL_INFO {
  /** The URL; null for that of the request itself. */
  url: string | null;
  /** The method; null for that of the request itself. */
  method?: string | null;
  /** Header lines in place of all headers of the request; null for its own. */
  childHeaders?: string | null;
  /** The user; null for that of the request itself. */
  userInfo?: HSE_EXEC_URL_USER_INFO | null;
  /** The body; null for what is unread of the request's own. */
  entity?: HSE_EXEC_URL_ENTITY_INFO | null;
  /** A bit mask of HSE_EXEC_URL_*. */
  execUrlFlags: number;
}

/**
 * What HSE_REQ_EXEC_UNICODE_URL runs; all texts are made of wide characters here.
 * @see ms524598
 */
export type HSE_EXEC_UNICODE_URL_INFO = HSE_EXEC_URL_INFO;

/**
 * How a child request went.
 * @see ms525017
 */
export interface HSE_EXEC_URL_STATUS {
  /** Its status. */
  httpStatusCode: number;
  /** Its sub-status. */
  httpSubStatus: number;
  /** A Win32 error code, 0 when it ran. */
  win32Error: number;
}

/**
 * What HSE_REQ_SEND_CUSTOM_ERROR answers with.
 * @see ms525792
 */
export interface HSE_CUSTOM_ERROR_INFO {
  /** Status code and reason, for example "404 Not Found". */
  status: string;
  /** The sub-status. */
  httpSubError: number;
  /** Whether the callback is told. */
  async: boolean;
}

/**
 * Where a URL leads.
 * @see ms524968
 */
export interface HSE_URL_MAPEX_INFO {
  /** The path in the virtual file system. */
  path: string;
  /** What may be done there: a bit mask of HSE_URL_FLAGS_*. */
  flags: number;
  /** How many characters the path has. */
  matchingPath: number;
  /** How many characters the URL has. */
  matchingURL: number;
}

/**
 * The same with wide characters, which all texts are made of here.
 * @see ms525973
 */
export type HSE_UNICODE_URL_MAPEX_INFO = HSE_URL_MAPEX_INFO;

/** The client's certificate. */
export interface CERT_CONTEXT_EX {
  /** The certificate itself. */
  certContext: {
    /** Always 1: X.509. */
    certEncodingType: number;
    /** Its bytes in DER; empty where the runtime does not give them. */
    certEncoded: Uint8Array;
  };
  /** What was found wrong with it; 0 is nothing. */
  certificateFlags: number;
}

/** Whether a request is traced, and as which activity. */
export interface HSE_TRACE_INFO {
  /** Whether anybody listens. */
  traceRequest: boolean;
  /** The 16 bytes of the GUID that ties the events of the request together. */
  traceContextId: Uint8Array;
}
