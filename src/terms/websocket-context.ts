// Terms: what do the pages call it?
// This file: a connection after it became a WebSocket.

import type { HRESULT } from "./hresult.ts";
import type { Io } from "./io.ts";
import type { IHttpStoredContext } from "./stored-context.ts";

/** The name of the WebSocket in the named contexts of a request. */
export const IIS_WEBSOCKET = "websockets" as const;

/** The server variable that tells whether WebSockets are available. */
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
 * The WebSocket of an upgraded request, found under the name IIS_WEBSOCKET.
 *
 * Runtimes exchange whole messages: fragments are joined before they are sent and cut when they are
 * read.
 *
 * @see iwebsocketcontext-interface
 */
export interface IWebSocketContext extends IHttpStoredContext {
  /**
   * Sends a part of a message; it leaves with the final fragment.
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
   * Reads the next part of a message into `data`, which is filled in place.
   * @see iwebsocketcontext-readfragment-method
   */
  readFragment<A extends boolean>(
    data: Uint8Array,
    async: A,
    completion?: PFN_WEBSOCKET_COMPLETION | null,
    completionContext?: unknown,
  ): Io<A, ReadFragmentResult>;
  /**
   * Closes the WebSocket with a status of 1000, or 3000 to 4999, and a reason.
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
   * The status and the reason that the other side closed with.
   * @see iwebsocketcontext-getclosestatus-method
   */
  getCloseStatus(): { hr: HRESULT; statusCode: number; reason: string };
  /**
   * Closes at once, without the exchange of close messages where the runtime can.
   * @see iwebsocketcontext-closetcpconnection-method
   */
  closeTcpConnection(): void;
  /**
   * Ends outstanding reads and writes with ERROR_OPERATION_ABORTED.
   * @see iwebsocketcontext-canceloutstandingio-method
   */
  cancelOutstandingIO(): void;
}
