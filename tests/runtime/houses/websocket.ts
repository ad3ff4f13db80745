// How does a request become a WebSocket? A module says 101 and flushes, then holds IWebSocketContext in its hand.
import {
  createWebServer,
  type IHttpContext4,
  IIS_WEBSOCKET,
  type IWebSocketContext,
  type PFN_WEBSOCKET_COMPLETION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../../mod.ts";
import { count, type House, ledger, roomOf, write } from "./_kit.ts";

const BUFFER = 8;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Sends back every message, in pieces of the buffer's size, until the other side closes. */
async function echo(socket: IWebSocketContext): Promise<void> {
  const buffer = new Uint8Array(BUFFER);
  for (;;) {
    const read = await socket.readFragment(buffer, false);
    if (read.connectionClose) break;
    const part = buffer.subarray(0, read.bytesData);
    await socket.writeFragment(part, false, read.utf8Encoded, read.finalFragment);
  }
  const { statusCode, reason } = socket.getCloseStatus();
  ledger["socket-closed"] = [statusCode, reason];
}

/** The same with routines, as native modules write it. */
function native(socket: IWebSocketContext, context: IHttpContext4): RQResult {
  const buffer = new Uint8Array(BUFFER);
  const read: PFN_WEBSOCKET_COMPLETION = (error, _told, bytes, utf8, final, close) => {
    if (error < 0 || close) return context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    socket.writeFragment(buffer.subarray(0, bytes), true, utf8, final, written);
  };
  const written: PFN_WEBSOCKET_COMPLETION = (error) => {
    if (error < 0) return context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    socket.readFragment(buffer, true, read);
  };
  socket.readFragment(buffer, true, read);
  return RQ_NOTIFICATION_PENDING;
}

async function closing(socket: IWebSocketContext): Promise<void> {
  await socket.writeFragment(bytesOf("first"), false, true, true);
  await socket.sendConnectionClose(false, 3001, "done");
  await socket.readFragment(new Uint8Array(BUFFER), false);
  const { statusCode, reason } = socket.getCloseStatus();
  ledger["socket-closing"] = [statusCode, reason];
}

async function flood(socket: IWebSocketContext): Promise<void> {
  const piece = new Uint8Array(1024 * 1024);
  for (let i = 0; i < 32; i++) {
    if ((await socket.writeFragment(piece, false, false, true)).hr < 0) return;
    count("socket-flood");
  }
}

const ROOMS: Record<string, (socket: IWebSocketContext, context: IHttpContext4) => RQResult> = {
  echo,
  native,
  closing,
  flood,
  vanish: echo,
  oversized: echo,
};

const server = createWebServer({
  modules: {
    name: "Sockets",
    async onExecuteRequestHandler(context) {
      const response = context.getResponse();
      const hr = response.setStatus(101, "Switching Protocols");
      if (hr < 0) return write(context, `0x${(hr >>> 0).toString(16)}`);
      response.setHeader("X-Module", "there", true);
      await response.flush(false, true);
      const names = context.getNamedContextContainer();
      const socket = names.getNamedContext(IIS_WEBSOCKET) as IWebSocketContext;
      return await ROOMS[roomOf(context)](socket, context);
    },
    onLogRequest: (context) => void count(`socket-log-${roomOf(context)}`),
    onPostEndRequest: (context) => void count(`socket-end-${roomOf(context)}`),
    onTransferEnd(context, { bytes, outcome }) {
      ledger[`socket-transfer-${roomOf(context)}`] = [bytes, outcome];
    },
  },
});

export const websocket: House = (request, env, executionContext) =>
  server.fetch(request, env, executionContext);
