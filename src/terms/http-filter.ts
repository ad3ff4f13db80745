// Terms: what do the pages call it?
// This file: what an ISAPI filter exports, and what it is handed with each notification.

import type { HSE_IO_RESULT, HSE_RESULT } from "./hse-structs.ts";

/**
 * What a filter says of itself when it is loaded. The server has filled in its own version.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525822(v=vs.90)
 */
export interface HTTP_FILTER_VERSION {
  /** The version of ISAPI filters that the server has; HTTP_FILTER_REVISION. */
  readonly serverFilterVersion: number;
  /** The version that the filter was written for; HTTP_FILTER_REVISION. */
  filterVersion: number;
  /** What the filter says of itself. */
  filterDesc: string;
  /** Which notifications it wants, and in which order: a bit mask of SF_NOTIFY_*. */
  flags: number;
}

/**
 * The functions that an ISAPI filter exports.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525878(v=vs.90)
 */
export interface ISAPI_FILTER_ENTRY {
  /** Called once, when a server with the filter starts. False refuses: the server does not start. */
  getFilterVersion(version: HTTP_FILTER_VERSION): boolean;
  /**
   * Called for each notification. Answers one of SF_STATUS_*, or a promise of one, which the request waits for; only in
   * SF_NOTIFY_URL_MAP nothing can wait. What it throws ends the request with 500; where the answer is there already, while
   * it leaves and behind it, it is written to the console, and the request goes on. Raw bytes of a body break off.
   *
   * @param notificationType One of SF_NOTIFY_*.
   * @param notification The structure of that notification; null where it has none.
   * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525878(v=vs.90)
   */
  httpFilterProc(
    filterContext: HTTP_FILTER_CONTEXT,
    notificationType: number,
    notification: FilterNotification,
  ): number | Promise<number>;
  /** Called once, when the last server with this filter closes. `flags` is 0. */
  terminateFilter?(flags: number): boolean | void;
}

/**
 * One request, as one ISAPI filter holds it. After its end every call is refused.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms524517(v=vs.90)
 */
export interface HTTP_FILTER_CONTEXT {
  /** The version of this structure: that of the filter, at most HTTP_FILTER_REVISION. */
  readonly revision: number;
  /** Whether the request has come over a secure channel. */
  readonly isSecurePort: boolean;
  /** Whatever the filter wants to keep with this request; null at first. */
  filterContext: unknown;
  /** A server variable by its name; `ret` false for an unknown one, with ERROR_INVALID_INDEX. */
  getServerVariable(
    filterContext: HTTP_FILTER_CONTEXT,
    variableName: string,
  ): HSE_RESULT & { value: string };
  /** Adds header lines to the response; each ends with CR LF. False if they are malformed or come too late. */
  addResponseHeaders(
    filterContext: HTTP_FILTER_CONTEXT,
    headers: string,
    reserved?: number,
  ): boolean;
  /**
   * Writes behind what the response has. It is copied, and leaves with the response.
   *
   * Differs: a head that the filter has written by hand in front of it is read, and taken as the head.
   */
  writeClient(
    filterContext: HTTP_FILTER_CONTEXT,
    buffer: Uint8Array | string,
    reserved?: number,
  ): HSE_IO_RESULT;
  /** Memory for so many bytes, all of them 0. */
  allocMem(filterContext: HTTP_FILTER_CONTEXT, size: number, reserved?: number): Uint8Array;
  /**
   * Asks the server for something: one of SF_REQ_*, which say what the other arguments are.
   * What it gives is in `data`, null where that is nothing.
   */
  serverSupportFunction(
    filterContext: HTTP_FILTER_CONTEXT,
    sfReq: SF_REQ_TYPE,
    data?: unknown,
    ul1?: unknown,
    ul2?: unknown,
  ): HSE_RESULT & { data: unknown };
}

/** What ServerSupportFunction of a filter is asked for: one of SF_REQ_*. */
export type SF_REQ_TYPE = number;

/**
 * The head of the request, in SF_NOTIFY_PREPROC_HEADERS.
 *
 * A name ends with a colon: "Host:". Without one "url", "method" and "version" are the parts of the request line, and
 * another name is that of a header.
 */
export interface HTTP_FILTER_PREPROC_HEADERS {
  /** The value of a header; `ret` false where there is none, with ERROR_INVALID_INDEX. */
  getHeader(filterContext: HTTP_FILTER_CONTEXT, name: string): HSE_RESULT & { value: string };
  /** Sets a header; an empty value removes it. False if that cannot be. */
  setHeader(filterContext: HTTP_FILTER_CONTEXT, name: string, value: string): boolean;
  /** Adds a header beside those of its name. False if that cannot be. */
  addHeader(filterContext: HTTP_FILTER_CONTEXT, name: string, value: string): boolean;
  /** The status of the response. */
  httpStatus: number;
}

/**
 * The head of the response, in SF_NOTIFY_SEND_RESPONSE. Here "status" is the status line without the version: "200 OK".
 */
export type HTTP_FILTER_SEND_RESPONSE = HTTP_FILTER_PREPROC_HEADERS;

/**
 * The head of the request, in SF_NOTIFY_AUTH_COMPLETE. A URL that is set here still decides who answers.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms524644(v=vs.90)
 */
export interface HTTP_FILTER_AUTH_COMPLETE_INFO extends HTTP_FILTER_PREPROC_HEADERS {
  /** Reserved, as the page has it; not read. */
  resetAuth: boolean;
}

/** Bytes on their way, in SF_NOTIFY_READ_RAW_DATA and SF_NOTIFY_SEND_RAW_DATA. */
export interface HTTP_FILTER_RAW_DATA {
  /** The bytes: to be changed in place, or to be replaced; an empty array drops them. Its buffer may be longer. */
  inData: Uint8Array;
}

/**
 * Who the client says to be, in SF_NOTIFY_AUTHENTICATION. What the filter changes counts in place of what was sent.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525382(v=vs.90)
 */
export interface HTTP_FILTER_AUTHENT {
  /** The name of the user; empty for nobody, and where another scheme than Basic is used. */
  user: string;
  /** The password. */
  password: string;
}

/**
 * A URL and where it leads, in SF_NOTIFY_URL_MAP.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525116(v=vs.90)
 */
export interface HTTP_FILTER_URL_MAP {
  /** The URL. */
  readonly url: string;
  /** The path, which the filter may change. */
  physicalPath: string;
}

/**
 * What was denied, in SF_NOTIFY_ACCESS_DENIED.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms524719(v=vs.90)
 */
export interface HTTP_FILTER_ACCESS_DENIED {
  /** The URL. */
  readonly url: string;
  /** Where it leads; empty where there are no files. It is mapped when it is read. */
  readonly physicalPath: string;
  /** Why: a bit mask of SF_DENIED_*. */
  readonly reason: number;
}

/**
 * What the log is about to be told, in SF_NOTIFY_LOG. What the filter changes is what the log writes, but for the last
 * three, for which its record has no field.
 * @see https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525464(v=vs.90)
 */
export interface HTTP_FILTER_LOG {
  /** The address of the client. */
  clientHostName: string;
  /** The name of the user. */
  clientUserName: string;
  /** The name of the server. */
  serverName: string;
  /** The method. */
  operation: string;
  /** The path of the URL. */
  target: string;
  /** The query string. */
  parameters: string;
  /** The status of the response. */
  httpStatus: number;
  /** A Win32 error code; 0 when all went well. */
  win32Status: number;
  /** Bytes of the response's body that have left. */
  bytesSent: number;
  /** Bytes of the request that have come. */
  bytesRecvd: number;
  /** Milliseconds since the request began. */
  msTimeForProcessing: number;
}

/** What stands beside the type of a notification; null for SF_NOTIFY_END_OF_REQUEST and SF_NOTIFY_END_OF_NET_SESSION. */
export type FilterNotification =
  | HTTP_FILTER_PREPROC_HEADERS
  | HTTP_FILTER_AUTH_COMPLETE_INFO
  | HTTP_FILTER_RAW_DATA
  | HTTP_FILTER_AUTHENT
  | HTTP_FILTER_URL_MAP
  | HTTP_FILTER_ACCESS_DENIED
  | HTTP_FILTER_LOG
  | null;
