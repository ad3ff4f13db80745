// Which requests become WebSockets, and what does their 101 look like?
import {
  createWebServer,
  defineModule,
  type IHttpContext4,
  IIS_WEBSOCKET,
  IIS_WEBSOCKET_SERVER_VARIABLE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ACCEPT, handshake, OP } from "../_websocket.ts";
import { code, within } from "./_notes.ts";
import { echo, socketHouse, socketOf, upgrade } from "./_websocket.ts";

const SPELLINGS = [
  { Upgrade: "websocket", Connection: "Upgrade" },
  { Upgrade: "WebSocket", Connection: "upgrade" },
  { Upgrade: "WEBSOCKET", Connection: "keep-alive, Upgrade" },
  { Upgrade: "h2c, WebSocket", Connection: "Upgrade,keep-alive" },
];
for (const headers of SPELLINGS) {
  const title = `Upgrade: ${headers.Upgrade}, Connection: ${headers.Connection}`;
  Deno.test(`IWebSocketContext: a handshake with ${title} is accepted`, async () => {
    await using house = socketHouse(echo);
    using client = await house.client(headers);
    assertEquals([client.head.status, client.head.header("sec-websocket-accept")], [101, ACCEPT]);
    await client.send(OP.TEXT, "hi");
    assertEquals(await client.text(), "hi");
  });
}

Deno.test("IWebSocketContext: headers of the response go with the 101, the subprotocol too", async () => {
  await using house = socketHouse(echo, {
    onBeginRequest(context) {
      context.getResponse().setHeader("Sec-WebSocket-Protocol", "chat", true);
      context.getResponse().setHeader("X-Module", "1", true);
      context.getResponse().setHeader("Set-Cookie", "a=1", false);
      context.getResponse().setHeader("Set-Cookie", "b=2", false);
    },
  });
  using client = await house.client({ "Sec-WebSocket-Protocol": "chat, other" });
  const { head } = client;
  assertEquals(head.all("sec-websocket-protocol"), ["chat"]);
  assertEquals(head.all("x-module"), ["1"]);
  assertEquals(head.all("set-cookie"), ["a=1", "b=2"]);
});

/** What SetStatus(101) and the named context say in BEGIN_REQUEST. */
async function told(headers: Record<string, string>, method = "GET"): Promise<string> {
  let said = "";
  const server = createWebServer({
    modules: defineModule({
      name: "Asking",
      onBeginRequest(context) {
        const named = context.getNamedContextContainer().getNamedContext(IIS_WEBSOCKET);
        said = `${named === null} ${code(context.getResponse().setStatus(101, ""))}`;
        context.getResponse().setStatus(204, "");
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
  });
  await server.fetch(new Request("http://localhost/", { method, headers }));
  return said;
}

const NO_HANDSHAKES: Record<string, Record<string, string>> = {
  "no Upgrade header": {},
  "another protocol": handshake({ Upgrade: "h2c" }),
  "no Connection header": handshake({ Connection: "keep-alive" }),
  "an old version": handshake({ "Sec-WebSocket-Version": "8" }),
  "a key that is none": handshake({ "Sec-WebSocket-Key": "short" }),
};
for (const [what, headers] of Object.entries(NO_HANDSHAKES)) {
  Deno.test(`IHttpResponse.setStatus(101) is refused for a request with ${what}, and there is no context`, async () => {
    assertEquals(await told(headers), "true 0x80070057");
  });
}

Deno.test("IHttpResponse.setStatus(101) is refused for a POST", async () => {
  assertEquals(await told(handshake(), "POST"), "true 0x80070057");
});

Deno.test("INamedContextContainer.setNamedContext: the name of the WebSocket is taken where there is one", async () => {
  assertEquals(await told(handshake()), "false 0x00000000");
  await using house = socketHouse((_socket, context, seen) => {
    const mine = { cleanupStoredContext() {} };
    const names = context.getNamedContextContainer();
    seen.push(code(names.setNamedContext(mine, IIS_WEBSOCKET)));
    seen.push(code(names.setNamedContext(mine, "mine")));
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["0x80070055", "0x00000000"]);
});

Deno.test("IWebSocketContext: every call is refused before the 101 has left", async () => {
  const said: string[] = [];
  await using house = socketHouse(() => {}, {
    async onBeginRequest(context) {
      const socket = socketOf(context as IHttpContext4);
      const bytes = new Uint8Array(4);
      said.push(code(socket.readFragment(bytes, true).hr));
      said.push(code((await socket.writeFragment(bytes, false, false, true)).hr));
      said.push(code(socket.sendConnectionClose(true, 1000).hr));
      said.push(code(socket.getCloseStatus().hr));
      socket.closeTcpConnection();
      socket.cancelOutstandingIO();
    },
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(said, Array(4).fill("0x800710DD"));
});

Deno.test("RQ_SEND_RESPONSE is raised once for a 101, with the head and no more data to come than was said", async () => {
  const sends: string[] = [];
  await using house = socketHouse(echo, {
    onSendResponse(_context, provider) {
      sends.push(`${provider.getHeadersBeingSent()} ${provider.getFlags()}`);
    },
  });
  using client = await house.client();
  await client.close(1000);
  await within(house.over, "the end");
  assertEquals(sends, ["true 2"]);
});

Deno.test("IHttpResponse: behind a 101 a flush is refused, a write is dropped, and the head counts as sent", async () => {
  await using house = socketHouse(async (_socket, context, seen) => {
    const response = context.getResponse();
    const chunk = { dataChunkType: 0 as const, buffer: "lost" };
    seen.push(code(response.writeEntityChunks([chunk], true, true).hr));
    seen.push(code((await response.flush(false, true)).hr));
    seen.push(String(context.getResponseHeadersSent()));
  });
  using client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 3), ["0x00000000", "0x800704CD", "true"]);
  assertEquals((await client.frame())?.opcode, OP.CLOSE);
});

Deno.test("IHttpRequest can be read behind the 101: headers, URL, method and addresses for the log", async () => {
  const log: unknown[] = [];
  await using house = socketHouse(() => {}, {
    onLogRequest(context) {
      const request = context.getRequest();
      log.push(request.getHeader("X-Client"), request.getHttpMethod(), context.getScriptName());
      for (const name of [IIS_WEBSOCKET_SERVER_VARIABLE, "WEBSOCKET_VERSION"]) {
        log.push(context.getServerVariable(name).value);
      }
      log.push(
        context.getServerVariable("HTTP_UPGRADE").value,
        request.getRemoteAddress()?.address,
      );
    },
  });
  using _client = await house.client({ "X-Client": "me" }, "/chat");
  await within(house.over, "the end");
  assertEquals(log, ["me", "GET", "/chat", "13", "13", "websocket", "127.0.0.1"]);
});

Deno.test("IWebSocketContext: a stage before EXECUTE may upgrade, and keeps the app from answering", async () => {
  let asked = false;
  const server = createWebServer({
    modules: defineModule({
      name: "Early",
      async onBeginRequest(context) {
        await echo(await upgrade(context));
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
    app: { fetch: () => (asked = true, new Response("app")) },
  });
  await using listener = Deno.serve({ port: 0, onListen() {} }, (request) => server.fetch(request));
  const client = new WebSocket(`ws://127.0.0.1:${listener.addr.port}/`);
  const closed = new Promise((resolve) => client.addEventListener("close", resolve));
  client.addEventListener("open", () => client.close(1000));
  await within(closed, "the close");
  assert(!asked);
});
