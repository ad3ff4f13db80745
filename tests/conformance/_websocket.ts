// What do the tests of IWebSocketContext share? A server whose module upgrades, and what it noted.
import {
  createWebServer,
  defineModule,
  type IHttpContext4,
  IIS_WEBSOCKET,
  type IWebSocketContext,
  type Limits,
  type ModuleDefinition,
  type RQResult,
  type WebServer,
} from "../../mod.ts";
import { FrameClient, OP, textOf } from "../_websocket.ts";
import { code } from "./_notes.ts";

/** A served pipeline that makes WebSockets. */
export interface SocketHouse extends AsyncDisposable {
  readonly seen: string[];
  readonly server: WebServer;
  readonly port: number;
  client(headers?: Record<string, string>, path?: string): Promise<FrameClient>;
  /** Waits until the request has ended: LOG, END and the end of the transfer have been noted. */
  readonly over: Promise<void>;
}

/** What a test does with a WebSocket. */
export type Conversation = (
  socket: IWebSocketContext,
  context: IHttpContext4,
  seen: string[],
) => RQResult;

/** The WebSocket of a request. */
export const socketOf = (context: IHttpContext4): IWebSocketContext =>
  context.getNamedContextContainer().getNamedContext(IIS_WEBSOCKET) as IWebSocketContext;

/** As modules of IIS do it: 101, flush, then the context. */
export async function upgrade(context: IHttpContext4): Promise<IWebSocketContext> {
  const response = context.getResponse();
  response.setStatus(101, "Switching Protocols");
  await response.flush(false, true);
  return socketOf(context);
}

/** A server whose module upgrades each request and goes on with `talk` in EXECUTE. */
export function socketHouse(
  talk: Conversation,
  more: Partial<ModuleDefinition> = {},
  limits: Limits = {},
): SocketHouse {
  const seen: string[] = [];
  const over = Promise.withResolvers<void>();
  const module = defineModule({
    name: "Talking",
    async onExecuteRequestHandler(context) {
      return await talk(await upgrade(context), context, seen);
    },
    onLogRequest: () => void seen.push("log"),
    onPostEndRequest() {
      seen.push("end");
      setTimeout(over.resolve, 0);
    },
    onTransferEnd: (_context, { bytes, outcome }) => void seen.push(`${outcome} ${bytes}`),
    ...more,
  });
  const server = createWebServer({ modules: module, limits });
  const listener = Deno.serve(
    { port: 0, onListen() {} },
    (request, info) => server.fetch(request, info),
  );
  const { port } = listener.addr;
  return {
    seen,
    server,
    port,
    over: over.promise,
    client: (headers, path) => FrameClient.open(port, path, headers),
    [Symbol.asyncDispose]: () => listener.shutdown(),
  };
}

/** What a read told, as one note: code, bytes, "text", "final", "close". */
export function fragment(result: Awaited<ReturnType<IWebSocketContext["readFragment"]>>): string {
  const words = [code(result.hr), String(result.bytesData)];
  if (result.utf8Encoded) words.push("text");
  if (result.finalFragment) words.push("final");
  if (result.connectionClose) words.push("close");
  return words.join(" ");
}

/** Sends back every message until the other side closes. */
export async function echo(socket: IWebSocketContext): Promise<void> {
  const buffer = new Uint8Array(1024);
  for (;;) {
    const read = await socket.readFragment(buffer, false);
    if (read.connectionClose) return;
    const part = buffer.subarray(0, read.bytesData);
    await socket.writeFragment(part, false, read.utf8Encoded, read.finalFragment);
  }
}

/** The code and the reason of the next frame, which has to be a close frame. */
export async function closeOf(client: FrameClient): Promise<string> {
  const frame = await client.frame();
  if (frame === null) return "nothing";
  if (frame.opcode !== OP.CLOSE) return `opcode ${frame.opcode}`;
  if (frame.bytes.byteLength === 0) return "none";
  return `${frame.bytes[0] * 256 + frame.bytes[1]} ${textOf(frame.bytes.subarray(2))}`.trim();
}

/** The close status as one note. */
export const status = (socket: IWebSocketContext): string => {
  const { hr, statusCode, reason } = socket.getCloseStatus();
  return `${code(hr)} ${statusCode} ${reason}`.trim();
};

/** Reads once and notes what came, and the close status. */
export async function readEnd(socket: IWebSocketContext, seen: string[]): Promise<void> {
  seen.push(fragment(await socket.readFragment(new Uint8Array(8), false)));
  seen.push(status(socket));
}
