// What may modules do to an upgrade? It can only be passed on, whatever they have said (ruling 9).
import { Hono } from "hono";
import { createWebServer, defineModule, type IHttpContext4, pipeline } from "../../mod.ts";
import { assertEquals, assertStrictEquals } from "../_assert.ts";
import { ask, house, pass, within, write } from "./_kit.ts";

/** A Response as a runtime prepares it for an upgrade: no constructor makes one. */
const upgrade = (): Response => Object.defineProperty(new Response(null), "status", { value: 101 });
const filter = (context: IHttpContext4): void => {
  context.getResponse().addBodyFilter({ transform: (bytes, out) => out.enqueue(bytes) });
};
const header = (context: IHttpContext4): void => {
  context.getResponse().setHeader("X-Module", "1", true);
};

const MODULES = {
  "a body filter": defineModule({ name: "Filter", onBeginRequest: filter }),
  "buffering switched off": defineModule({
    name: "Unbuffered",
    onBeginRequest: (context) => context.getResponse().disableBuffering(),
    onSendResponse() {},
  }),
  "bytes written in END_REQUEST": defineModule({
    name: "Writing",
    onEndRequest: (context) => write(context, "bytes"),
  }),
  "bytes written in BEGIN_REQUEST": defineModule({
    name: "Early",
    onBeginRequest: (context) => write(context, "bytes"),
  }),
};
for (const [what, module] of Object.entries(MODULES)) {
  Deno.test(`a 101 of the app is passed on in spite of ${what}`, async () => {
    const given = upgrade();
    const { get } = house(module, { app: { fetch: () => given } });
    assertStrictEquals(await get(), given);
  });
}

/** A Hono app with a guard between two pipelines. */
function sandwich(answer: (request: Request) => Response): Hono {
  const app = new Hono().use(pipeline(defineModule({ name: "Header", onBeginRequest: header })));
  app.use(pass).use(pipeline(defineModule({ name: "Plain", onBeginRequest() {} })));
  return app.get("/", (c) => answer(c.req.raw));
}

Deno.test("a 101 of the app is passed on through a boundary, behind a module that has set a header", async () => {
  const given = upgrade();
  assertStrictEquals(await ask(sandwich(() => given)), given);
});

/** Opens a socket that says "hi", and says back what was heard. */
async function talk(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = Deno.serve({ port: 0, onListen() {} }, (request) => fetch(request));
  const client = new WebSocket(`ws://127.0.0.1:${server.addr.port}/`);
  const closed = new Promise((resolve) => client.addEventListener("close", resolve));
  const heard = new Promise<string>((resolve) => {
    client.addEventListener("message", ({ data }) => resolve(data));
    client.addEventListener("error", () => resolve("error"));
  });
  try {
    return await within(heard, "a message");
  } finally {
    client.close();
    await within(closed, "the end of the socket");
    await within(server.shutdown(), "the end of the server");
  }
}

function greet(request: Request): Response {
  const { response, socket } = Deno.upgradeWebSocket(request);
  socket.addEventListener("open", () => socket.send("hi"));
  return response;
}

Deno.test("a WebSocket of the app opens behind a body filter", async () => {
  const modules = MODULES["a body filter"];
  assertEquals(await talk(createWebServer({ modules, app: { fetch: greet } }).fetch), "hi");
});

Deno.test("a WebSocket of the app opens behind a boundary", async () => {
  assertEquals(await talk((request) => sandwich(greet).fetch(request)), "hi");
});
