// Terms: what do the pages call it?
// This file: what an ISAPI extension exports, and the control block that it is handed for each request.

import type { HSE_IO_RESULT, HSE_RESULT } from "./hse-structs.ts";
import type { ServerSupportFunction } from "./server-support-function.ts";

/** The handle of one request: an opaque object, the first argument of each call of its control block. */
export type HCONN = object;

/**
 * Told of the end of an asynchronous operation, exactly once for each.
 *
 * `context` is what was named with the callback, `bytesIO` the bytes of the operation, `error` a Win32 code: 0 when all
 * went well, ERROR_OPERATION_ABORTED when the client has left or the operation was cancelled, ERROR_NETNAME_DELETED after
 * the extension has closed the connection.
 */
export type PFN_HSE_IO_COMPLETION = (
  ecb: EXTENSION_CONTROL_BLOCK,
  context: unknown,
  bytesIO: number,
  error: number,
) => void;

/** Removes a URL from the cache in front of the pipeline. */
export type PFN_HSE_CACHE_INVALIDATION_CALLBACK = (url: string) => number;

/** What GetExtensionVersion answers. */
export interface HSE_VERSION_INFO {
  /** The version of ISAPI that the extension was written for; HSE_VERSION. */
  extensionVersion: number;
  /** What the extension says of itself. */
  extensionDesc: string;
}

/** The functions that an ISAPI extension exports. */
export interface ISAPI_ENTRY {
  /** Called once, before the first request. `ret` false refuses: the request ends with status 500. */
  getExtensionVersion(): { ret: boolean } & HSE_VERSION_INFO;
  /**
   * Called for each request. Answers one of HSE_STATUS_*, or a promise of one. What it throws ends the request with 500.
   * @see ms525010
   */
  httpExtensionProc(ecb: EXTENSION_CONTROL_BLOCK): number | Promise<number>;
  /** Called once, when the last server with this extension closes. `flags` is HSE_TERM_MUST_UNLOAD. */
  terminateExtension?(flags: number): boolean | void;
}

/**
 * One request, as an ISAPI extension holds it. After its end every call answers `ret` false.
 * @see ms525658
 */
export interface EXTENSION_CONTROL_BLOCK {
  /** HSE_VERSION. */
  readonly version: number;
  /** The handle to hand to each call. */
  readonly connID: HCONN;
  /** The status, for the log, and for the client where no header was sent. Written by the extension; 200 at first. */
  httpStatusCode: number;
  /** A text for the query field of the log; cut at 80 bytes. */
  logData: string;
  /** The request method. */
  readonly method: string;
  /** The query string, without its question mark. */
  readonly queryString: string;
  /** The path, decoded; with `allowPathInfo` only what stands behind the script's name. */
  readonly pathInfo: string;
  /** That path in the virtual file system; empty where there is none. */
  readonly pathTranslated: string;
  /** Bytes of the request's body; 0xFFFFFFFF when nobody knows yet, or for 4 GiB and more. */
  readonly totalBytes: number;
  /** The first part of the body, at most 49,152 bytes, read before the extension is called. */
  readonly data: Uint8Array;
  /** The Content-Type of the body; empty when there is none. */
  readonly contentType: string;
  /**
   * A server variable. An unknown name fails with ERROR_INVALID_INDEX.
   * @see ms524476
   */
  getServerVariable(conn: HCONN, variableName: string): HSE_RESULT & { value: string };
  /**
   * Writes bytes, or a text as UTF-8, into the response. With HSE_IO_ASYNC it answers at once, and the callback is told of
   * the end; without, it is a promise: await it, or calls take their turns, up to 16 MiB of them. Bytes are buffered until
   * the end, a full buffer, HSE_IO_FINAL_SEND, or HSE_REQ_SET_FLUSH_FLAG.
   */
  writeClient(
    connID: HCONN,
    buffer: Uint8Array | string,
    reserved: number,
  ): HSE_IO_RESULT | Promise<HSE_IO_RESULT>;
  /** Reads on in the body, behind `data`. 0 bytes are its end. */
  readClient(connID: HCONN, buffer: Uint8Array): Promise<HSE_IO_RESULT>;
  /** Everything else: one of HSE_REQ_*, and what it asks for. */
  readonly serverSupportFunction: ServerSupportFunction;
}
