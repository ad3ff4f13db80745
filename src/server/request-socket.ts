// Who builds the house and lets a request in? The WebSocket that a request asks for, and the 101 that makes it one.
import { IIS_WEBSOCKET } from "../terms/websocket-context.ts";
import {
  E_INVALIDARG,
  ERROR_NOT_SUPPORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpStoredContext } from "../terms/stored-context.ts";
import type { HttpRequest } from "../context/http-request.ts";
import type { NamedContexts } from "../context/module-contexts.ts";
import type { ResponseState } from "../context/response-state.ts";
import { SocketLink } from "../context/socket-link.ts";
import { WebSocketContext } from "../context/websocket-context.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { Switched } from "../raised/send-host.ts";
import type { BodyStreamOwner, WriteSettled } from "../wire/body-sink.ts";
import { asksForWebSocket, upgrader } from "./upgrade.ts";

/** The request that may become a WebSocket. */
export interface SocketRequest {
  readonly incoming: Request;
  readonly run: RequestRun;
  /** Null for a request that a client has made. */
  parent(): object | null;
  request(): HttpRequest;
  /** Close messages have been exchanged. */
  socketClosed(): void;
  warn(message: string): void;
}

/** One that is made a WebSocket. */
interface SwitchedRequest extends SocketRequest {
  extras(): {
    namedContexts(): NamedContexts;
    /** The connection is a WebSocket now. */
    switched(): void;
  };
}

/** Whether a request can become a WebSocket: S_OK, or why not. A child has no connection of its own. */
export function upgradable(request: SocketRequest): HRESULT {
  if (!asksForWebSocket(request.incoming)) return E_INVALIDARG;
  return request.parent() !== null || upgrader() === null
    ? HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)
    : S_OK;
}

/** What a request offers under the name of its WebSocket. */
export function offeredContext(name: string, request: SocketRequest): IHttpStoredContext | null {
  const offered = name === IIS_WEBSOCKET && upgradable(request) === S_OK;
  return offered ? new WebSocketContext(request.run) : null;
}

/** Makes the 101 of the runtime, with the headers of the response; null where that fails. */
export function switchProtocols(
  request: SwitchedRequest,
  { headers, bufferLimit }: ResponseState,
  owner: BodyStreamOwner,
  whenOpen: WriteSettled,
): Switched | null {
  const context = request.extras().namedContexts().getNamedContext(IIS_WEBSOCKET);
  if (!(context instanceof WebSocketContext)) return null;
  keepFacts(request.request());
  const closed = (): void => request.socketClosed();
  const link = new SocketLink({ owner, limit: bufferLimit, whenOpen, closed });
  try {
    const { response, socket } = upgrader()!(request.incoming, headers, link);
    link.use(socket);
    context.link = link;
    request.extras().switched();
    return { response, stream: link };
  } catch (error) {
    request.warn(`The runtime made no WebSocket: ${error}`);
    console.error("The runtime made no WebSocket:", error);
    return null;
  }
}

/** Deno forgets what has arrived when it upgrades; whoever writes the log still wants to know. */
function keepFacts(request: HttpRequest): void {
  request.getRemoteAddress();
  Array.from(request.request.headers);
}
