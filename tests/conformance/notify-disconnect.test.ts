// When is a module told that the client has left, over a real socket? Once, and never after a clean end. Semantics 6.
import {
  createWebServer,
  type IHttpContext4,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { RawSocket } from "../_raw.ts";
import { sleep } from "../_waits.ts";
import { keeping, Kept } from "./_containers.ts";
import { ending, turn, within, write } from "./_notes.ts";

/** What a test has of the server that it talks to. */
interface Talk {
  readonly socket: RawSocket;
  readonly seen: string[];
  /** Waits for the end of the request. */
  over(): Promise<void>;
  /** Waits until something was noted. */
  until(note: string): Promise<void>;
}

/** Serves one module that keeps a context on the connection, and talks to it over a bare socket. */
async function talk(
  run: (talk: Talk) => Promise<void>,
  begin: (context: IHttpContext4, until: Talk["until"]) => RQResult = () => {},
  app: (request: Request) => Response | Promise<Response> = () => new Response("app"),
): Promise<string[]> {
  const seen: string[] = [];
  const { module: last, over } = ending();
  const until = (note: string): Promise<void> =>
    within(
      (async () => {
        while (!seen.includes(note)) await sleep(5);
      })(),
      note,
    );
  const server = createWebServer({
    modules: [
      keeping((context, id) => {
        const container = context.getConnection().getModuleContextContainer();
        container.setConnectionModuleContext(new Kept(seen), id);
        seen.push("begin");
        return begin(context, until);
      }, () => void seen.push("end")),
      last,
    ],
    app: { fetch: app },
  });
  const served = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, info) => server.fetch(request, info),
  );
  try {
    using socket = await RawSocket.open(served.addr.port);
    await run({ socket, seen, over: () => within(over, "the end of the request"), until });
  } finally {
    await within(served.shutdown(), "the end of serving");
  }
  await turn();
  return seen;
}

/** The whole body of the next answer. */
const body = async (socket: RawSocket): Promise<string> =>
  (await (await socket.response()).rest()).text;

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: once, when the client leaves before the head", async () => {
  const seen = await talk(async ({ socket, until, over }) => {
    await socket.request("GET", "/");
    await until("begin");
    socket.leave();
    await over();
  }, async (_context, until) => await until("kept disconnected"));
  assertEquals(seen, ["begin", "kept disconnected", "end", "kept cleaned up"]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: once, when the client leaves in the middle of the module's body", async () => {
  const seen = await talk(async ({ socket, over }) => {
    await socket.request("GET", "/");
    await socket.response();
    await socket.take(5);
    socket.leave();
    await over();
  }, async (context, until) => {
    write(context, "first");
    await context.getResponse().flush(false, true);
    for (let i = 0; i < 400 && context.getConnection().isConnected(); i++) {
      write(context, "x".repeat(65_536));
      await context.getResponse().flush(false, true);
    }
    await until("kept disconnected");
  });
  assertEquals(seen, ["begin", "kept disconnected", "end", "kept cleaned up"]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: once, when the client leaves in the middle of the app's body", async () => {
  const seen = await talk(
    async ({ socket, over, until }) => {
      await socket.request("GET", "/");
      await socket.response();
      await socket.take(5);
      socket.leave();
      await until("kept disconnected");
      await over();
    },
    undefined,
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        }),
      ),
  );
  assertEquals(seen, ["begin", "end", "kept disconnected", "kept cleaned up"]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: never after a clean end, though the client then closes", async () => {
  const seen = await talk(async ({ socket, over }) => {
    await socket.request("GET", "/");
    assertEquals(await body(socket), "app");
    await over();
    socket.leave();
    await turn();
  });
  assertEquals(seen, ["begin", "end", "kept cleaned up"]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: never after a body in pieces that has come to its end", async () => {
  const seen = await talk(async ({ socket, over }) => {
    await socket.request("GET", "/");
    assertEquals(await body(socket), "onetwo");
    await over();
    socket.leave();
    await turn();
  }, async (context) => {
    write(context, "one");
    await context.getResponse().flush(false, true);
    write(context, "two");
    await context.getResponse().flush(false, false);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  assertEquals(seen, ["begin", "end", "kept cleaned up"]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: a request behind another on one connection hears of its own end only", async () => {
  const told: string[] = [];
  const seen = await talk(async ({ socket, over }) => {
    await socket.request("GET", "/");
    await body(socket);
    await over();
    await socket.request("GET", "/");
    await body(socket);
    socket.leave();
    await turn();
  }, () => void told.push("request"));
  assertEquals(told.length, 2);
  const each = ["begin", "end", "kept cleaned up"];
  assertEquals(seen, [...each, ...each]);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 notifyDisconnect: who comes after the client has left is told too, once", async () => {
  const late: string[] = [];
  const seen = await talk(async ({ socket, until, over }) => {
    await socket.request("GET", "/");
    await until("begin");
    socket.leave();
    await over();
  }, async (context, until) => {
    await until("kept disconnected");
    const container = context.getConnection().getModuleContextContainer();
    container.setConnectionModuleContext(new Kept(late, "late"), {} as never);
    await turn();
  });
  assertEquals(seen, ["begin", "kept disconnected", "end", "kept cleaned up"]);
  assertEquals(late, ["late disconnected", "late cleaned up"]);
});
