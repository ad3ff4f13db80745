// Does a WebSocket of a module open inside a Hono app too? From a module, from a handler, behind a boundary.
import { Hono } from "hono";
import {
  defineModule,
  getHttpContext,
  type IHttpContext4,
  IIS_WEBSOCKET,
  type IWebSocketContext,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { FrameClient, OP } from "../_websocket.ts";

/** Makes a WebSocket of the request, and sends each message back. */
async function echo(context: IHttpContext4): Promise<void> {
  const response = context.getResponse();
  response.setStatus(101, "Switching Protocols");
  await response.flush(false, true);
  const names = context.getNamedContextContainer();
  const socket = names.getNamedContext(IIS_WEBSOCKET) as IWebSocketContext;
  const buffer = new Uint8Array(64);
  for (;;) {
    const read = await socket.readFragment(buffer, false);
    if (read.connectionClose) return;
    await socket.writeFragment(buffer.subarray(0, read.bytesData), false, true, true);
  }
}

const echoing = (name: string) =>
  defineModule({
    name,
    async onExecuteRequestHandler(context) {
      await echo(context);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });

/** An app that makes WebSockets at `/`, and notes that LOG_REQUEST came. */
function logged(build: (app: Hono) => void): { app: Hono; over: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const log = defineModule({ name: "Log", onLogRequest: () => resolve() });
  const app = new Hono().use(pipeline(log));
  build(app);
  return { app, over: promise };
}

const APPS: Record<string, (app: Hono) => void> = {
  "a module in front of the app": (app) => app.use(pipeline(echoing("Echo"))),
  "a module behind a boundary": (app) =>
    app.use((_c, next) => next()).use(pipeline(echoing("Echo"))),
  "a Hono handler": (app) =>
    app.get("/", async (c) => {
      await echo(getHttpContext(c));
      return c.body(null);
    }),
  "a Hono handler behind a boundary": (app) =>
    app.use((_c, next) => next())
      .use(pipeline(defineModule({ name: "Other", onBeginRequest() {} })))
      .get("/", async (c) => {
        await echo(getHttpContext(c));
        return c.body(null);
      }),
};
for (const [what, build] of Object.entries(APPS)) {
  Deno.test(`A WebSocket opens in a Hono app, made by ${what}`, async () => {
    const { app, over } = logged(build);
    await using listener = Deno.serve({ port: 0, onListen() {} }, (r) => app.fetch(r));
    using client = await FrameClient.open(listener.addr.port);
    assertEquals(client.head.status, 101);
    await client.send(OP.TEXT, "hello");
    assertEquals(await client.text(), "hello");
    await client.close(1000);
    assertEquals((await client.frame())?.opcode, OP.CLOSE);
    await over;
  });
}
