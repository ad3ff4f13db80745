// Terms: what do the pages call it?
// This file: the request as modules read and change it.

import type { PFN_ASYNC_COMPLETION } from "./completion-info.ts";
import type { HTTP_HEADER_ID } from "./header-ids.ts";
import type { HeaderSnapshot } from "./header-snapshot.ts";
import type { HRESULT } from "./hresult.ts";
import type { Io } from "./io.ts";
import type { HTTP_REQUEST, HTTP_SSL_CLIENT_CERT_INFO } from "./raw-request.ts";
import type { SOCKADDR } from "./sockaddr.ts";

export type * from "./raw-request.ts";
export type * from "./header-snapshot.ts";

/** What a read of the request body gives. */
export interface ReadEntityBodyResult {
  /**
   * How it went; ERROR_HANDLE_EOF at the end of the body, ERROR_CONNECTION_INVALID when the client
   * has left.
   */
  hr: HRESULT;
  /** How many bytes were put into the buffer; 0 while a completion is pending. */
  bytesReceived: number;
  /** Whether the bytes come later, through `onAsyncCompletion`. */
  completionPending: boolean;
}

/**
 * The request as modules read and change it.
 * @see ihttprequest-interface
 */
export interface IHttpRequest {
  /**
   * The request in the shape of its C struct, as a live view over the same stores.
   * @see ihttprequest-getrawhttprequest-method
   */
  getRawHttpRequest(): HTTP_REQUEST;
  /**
   * The value of a header by name or number; null when there is none.
   * @see ihttprequest-getheader-method
   */
  getHeader(header: string | HTTP_HEADER_ID): string | null;
  /**
   * Sets a header; `replace` false appends to what is there. Fails with ERROR_INVALID_PARAMETER if
   * the value has CR or LF.
   * @see ihttprequest-setheader-method
   */
  setHeader(header: string | HTTP_HEADER_ID, headerValue: string, replace: boolean): HRESULT;
  /**
   * Removes a header; succeeds when there is none.
   * @see ihttprequest-deleteheader-method
   */
  deleteHeader(header: string | HTTP_HEADER_ID): HRESULT;
  /**
   * The method, as it stands now.
   * @see ihttprequest-gethttpmethod-method
   */
  getHttpMethod(): string;
  /**
   * Changes the method for later stages and the log.
   * @see ihttprequest-sethttpmethod-method
   */
  setHttpMethod(httpMethod: string): HRESULT;
  /**
   * Changes the URL. The handler follows it up to RQ_RESOLVE_REQUEST_CACHE; later only readers and
   * the log do.
   * @see ihttprequest-seturl-method
   */
  setUrl(url: string, resetQueryString: boolean): HRESULT;
  /**
   * Whether a module has changed the URL.
   * @see ihttprequest-geturlchanged-method
   */
  getUrlChanged(): boolean;
  /**
   * The URL of another server that a module set, or null.
   * @see ihttprequest-getforwardedurl-method
   */
  getForwardedUrl(): string | null;
  /**
   * The server's end of the connection; null when the runtime does not tell.
   * @see ihttprequest-getlocaladdress-method
   */
  getLocalAddress(): SOCKADDR | null;
  /**
   * The client's end of the connection; null when the runtime does not tell.
   * @see ihttprequest-getremoteaddress-method
   */
  getRemoteAddress(): SOCKADDR | null;
  /**
   * Reads the next part of the body into `buffer`, which is filled in place and need not become
   * full. Raises RQ_READ_ENTITY. Fails with ERROR_HANDLE_EOF at the end, with
   * ERROR_INVALID_OPERATION while another read is outstanding.
   * @see ihttprequest-readentitybody-method
   */
  readEntityBody<A extends boolean>(buffer: Uint8Array, async: A): Io<A, ReadEntityBodyResult>;
  /**
   * Puts bytes in front of the unread rest of the body, without a copy. Content-Length stays as it
   * is.
   * @see ihttprequest-insertentitybody-method
   */
  insertEntityBody(buffer: Uint8Array): HRESULT;
  /**
   * How many bytes of the body are unread; 0xFFFFFFFF while the length is unknown, 0 at the end.
   * @see ihttprequest-getremainingentitybytes-method
   */
  getRemainingEntityBytes(): number;
  /**
   * The protocol version; 1.1 where the runtime does not tell.
   * @see ihttprequest-gethttpversion-method
   */
  getHttpVersion(): { majorVersion: number; minorVersion: number };
  /**
   * The client's certificate. ERROR_NOT_FOUND: no runtime is asked for it yet.
   * @see ihttprequest-getclientcertificate-method
   */
  getClientCertificate(): {
    hr: HRESULT;
    clientCertInfo: HTTP_SSL_CLIENT_CERT_INFO | null;
    clientCertNegotiated: boolean;
  };
  /**
   * Asks the client for a certificate. Fails with ERROR_NOT_SUPPORTED unless there is one already.
   * @see ihttprequest-negotiateclientcertificate-method
   */
  negotiateClientCertificate<A extends boolean>(
    async: A,
  ): Io<A, { hr: HRESULT; completionPending: boolean }>;
  /**
   * The number of the site.
   * @see ihttprequest-getsiteid-method
   */
  getSiteId(): number;
  /**
   * Compares the headers with an earlier copy. Meant for hosts of other pipelines.
   * @see ihttprequest-getheaderchanges-method
   */
  getHeaderChanges(
    oldChangeNumber: number,
    snapshot: HeaderSnapshot,
  ): {
    hr: HRESULT;
    newChangeNumber: number;
    snapshot: HeaderSnapshot;
    diffedKnownHeaderIndices: number[];
    diffedUnknownHeaderIndices: number[];
  };
}

/**
 * The request of IIS 7.5. What it added has no meaning outside Windows.
 * @see ihttprequest2-interface
 */
export interface IHttpRequest2 extends IHttpRequest {}

/**
 * The request of IIS 8.
 * @see ihttprequest3-interface
 */
export interface IHttpRequest3 extends IHttpRequest2 {
  /**
   * Reads the next part of the body into `buffer`, which is filled in place and need not become
   * full. Raises RQ_READ_ENTITY. Fails with ERROR_HANDLE_EOF at the end, with
   * ERROR_INVALID_OPERATION while another read is outstanding.
   * @see ihttprequest-readentitybody-method
   */
  readEntityBody<A extends boolean>(buffer: Uint8Array, async: A): Io<A, ReadEntityBodyResult>;
  /**
   * The same, with a routine to be called in place of `onAsyncCompletion`.
   * @see ihttprequest3-readentitybody-method
   */
  readEntityBody<A extends boolean>(
    buffer: Uint8Array,
    async: A,
    completionCallback: PFN_ASYNC_COMPLETION,
    completionContext: unknown,
  ): Io<A, ReadEntityBodyResult>;
}

/** The latest version of the request, the one that the context gives. */
export interface IHttpRequest4 extends IHttpRequest3 {
  /**
   * Reads the next part of the body into `buffer`, which is filled in place and need not become
   * full. Raises RQ_READ_ENTITY. Fails with ERROR_HANDLE_EOF at the end, with
   * ERROR_INVALID_OPERATION while another read is outstanding.
   * @see ihttprequest-readentitybody-method
   */
  readEntityBody<A extends boolean>(buffer: Uint8Array, async: A): Io<A, ReadEntityBodyResult>;
  /**
   * The same, with a routine to be called in place of `onAsyncCompletion`.
   * @see ihttprequest3-readentitybody-method
   */
  readEntityBody<A extends boolean>(
    buffer: Uint8Array,
    async: A,
    completionCallback: PFN_ASYNC_COMPLETION,
    completionContext: unknown,
  ): Io<A, ReadEntityBodyResult>;
  /**
   * The same, with flags: HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER reads until the buffer
   * is full or the body ends.
   */
  readEntityBody<A extends boolean>(
    buffer: Uint8Array,
    async: A,
    flags: number,
  ): Io<A, ReadEntityBodyResult>;
}
