// Terms: what do the pages call it?
// This file: the record that the access log is written from.

import type { HTTP_VERB } from "./http-verb.ts";

/** The record is made of named fields. */
export const HttpLogDataTypeFields = 0 as const;

/** What all log records have. */
export interface HTTP_LOG_DATA {
  /** The kind of record. */
  type: typeof HttpLogDataTypeFields;
}

/** The record that one line of the access log is written from. Texts are empty when unknown. */
export interface HTTP_LOG_FIELDS_DATA {
  /** The kind of record. */
  base: HTTP_LOG_DATA;
  /** The user. */
  userName: string;
  /** The path. */
  uriStem: string;
  /** The client's address. */
  clientIp: string;
  /** The server's name. */
  serverName: string;
  /** The name of the site's service, as logs write it. */
  serviceName: string;
  /** The server's address. */
  serverIp: string;
  /** The request method. */
  method: string;
  /** The query string. */
  uriQuery: string;
  /** The Host header. */
  host: string;
  /** The User-Agent header. */
  userAgent: string;
  /** The Cookie header. */
  cookie: string;
  /** The Referer header. */
  referrer: string;
  /** The server's port. */
  serverPort: number;
  /** The status of the response. */
  protocolStatus: number;
  /** A Win32 error code; 0 when all went well, 64 when the client left. */
  win32Status: number;
  /** The method as a number. */
  methodNum: HTTP_VERB;
  /** The sub-status of the response. */
  subStatus: number;
}
