// Terms: what do the pages call it?
// This file: a connection after it became a WebSocket.

import type { HRESULT } from "./hresult.ts";
import type { Io } from "./io.ts";
import type { IHttpStoredContext } from "./stored-context.ts";

/** The name of the WebSocket in the named contexts of a request. */
export const IIS_WEBSOCKET = "websockets" as const;

/**
 * The server variable that tells whether a request can become a WebSocket: the version of the
 * protocol, or nothing. WEBSOCKET_VERSION says the same.
 */
export const IIS_WEBSOCKET_SERVER_VARIABLE = "IIS_WEBSOCK" as const;

/** What a write to a WebSocket gives. */
export interface WriteFragmentResult {
  /** How it went. */
  hr: HRESULT;
  /** How many bytes were taken; 0 while a completion is expected. */
  bytesSent: number;
  /** Whether the completion routine follows. */
  completionExpected: boolean;
}

/** What a read from a WebSocket gives. */
export interface ReadFragmentResult {
  /** How it went. */
  hr: HRESULT;
  /** How many bytes were put into the buffer; 0 while a completion is expected. */
  bytesData: number;
  /** Whether they are text. */
  utf8Encoded: boolean;
  /** Whether the message ends with them. */
  finalFragment: boolean;
  /** Whether the other side has closed. */
  connectionClose: boolean;
  /** Whether the completion routine follows. */
  completionExpected: boolean;
}

/** What closing a WebSocket gives. */
export interface SendConnectionCloseResult {
  /** How it went. */
  hr: HRESULT;
  /** Whether the completion routine follows. */
  completionExpected: boolean;
}

/**
 * A routine that is called when one operation of a WebSocket has completed: its result and bytes,
 * and for a read whether they are text, end the message, or say that the other side closed.
 * @see pfn-websocket-completion-funtion
 */
export type PFN_WEBSOCKET_COMPLETION = (
  error: HRESULT,
  completionContext: unknown,
  bytesIO: number,
  utf8Encoded: boolean,
  finalFragment: boolean,
  close: boolean,
) => void;

/**
 * The WebSocket of a request, found under the name IIS_WEBSOCKET if the request asks for one and the
 * runtime can make one (`capabilities().webSocket`). A module sets the status 101, flushes, and then
 * reads and writes. A socket that is open when the request ends is closed.
 *
 * Runtimes exchange whole messages: fragments are joined before they are sent and cut when they are
 * read.
 *
 * @see iwebsocketcontext-interface
 */
export interface IWebSocketContext extends IHttpStoredContext {
  /**
   * Sends a part of a message; it leaves with the final fragment, and the write is done when the
   * runtime has little left to send. Fails with ERROR_INVALID_OPERATION before a 101 was flushed and
   * while another asynchronous write is outstanding, with ERROR_CONNECTION_INVALID once the
   * connection is over or closing, with ERROR_INVALID_DATA for text that is no UTF-8, with
   * ERROR_NOT_ENOUGH_MEMORY beyond responseBufferLimit.
   * @see iwebsocketcontext-writefragment-method
   */
  writeFragment<A extends boolean>(
    data: Uint8Array,
    async: A,
    utf8Encoded: boolean,
    finalFragment: boolean,
    completion?: PFN_WEBSOCKET_COMPLETION | null,
    completionContext?: unknown,
  ): Io<A, WriteFragmentResult>;
  /**
   * Reads the next part of a message into `data`, which is filled in place. Behind the last message
   * comes `connectionClose`: with S_OK where the other side has closed, with ERROR_CONNECTION_INVALID
   * where it is gone. Fails with ERROR_INVALID_OPERATION before a 101 was flushed and while another
   * asynchronous read is outstanding.
   * @see iwebsocketcontext-readfragment-method
   */
  readFragment<A extends boolean>(
    data: Uint8Array,
    async: A,
    completion?: PFN_WEBSOCKET_COMPLETION | null,
    completionContext?: unknown,
  ): Io<A, ReadFragmentResult>;
  /**
   * Sends a close message, behind what was written. Reads go on until the other side has answered.
   * Fails with ERROR_INVALID_PARAMETER unless the status is one that may travel (1000 to 1014 with
   * exceptions, 3000 to 4999) and the reason has at most 123 bytes.
   * @see iwebsocketcontext-sendconnectionclose-method
   */
  sendConnectionClose<A extends boolean>(
    async: A,
    statusCode: number,
    reason?: string | null,
    completion?: PFN_WEBSOCKET_COMPLETION | null,
    completionContext?: unknown,
  ): Io<A, SendConnectionCloseResult>;
  /**
   * The status and the reason that the other side closed with: 1005 where it gave none, 1006 with
   * a failure where the connection broke. Fails with ERROR_INVALID_OPERATION while it lasts.
   * @see iwebsocketcontext-getclosestatus-method
   */
  getCloseStatus(): { hr: HRESULT; statusCode: number; reason: string };
  /**
   * Ends the connection at once; outstanding reads and writes end with ERROR_OPERATION_ABORTED.
   * The other side gets a close message without a status where the runtime keeps the socket.
   * @see iwebsocketcontext-closetcpconnection-method
   */
  closeTcpConnection(): void;
  /**
   * Ends outstanding reads and writes with ERROR_OPERATION_ABORTED; the connection lasts, and no
   * message is lost.
   * @see iwebsocketcontext-canceloutstandingio-method
   */
  cancelOutstandingIO(): void;
}
