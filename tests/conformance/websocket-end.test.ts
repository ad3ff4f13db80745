// What ends a WebSocket besides close messages? A client that is gone, broken frames, a reset, a throw, the request's end.
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { bytesOf, OP } from "../_websocket.ts";
import { code, within } from "./_notes.ts";
import { closeOf, echo, fragment, readEnd, socketHouse, status } from "./_websocket.ts";

Deno.test("IWebSocketContext: a client that vanishes ends a read with ERROR_CONNECTION_INVALID and 1006", async () => {
  await using house = socketHouse(async (socket, context, seen) => {
    await readEnd(socket, seen);
    seen.push(`connected ${context.getConnection().isConnected()}`);
    seen.push(code((await socket.writeFragment(bytesOf("x"), false, true, true)).hr));
    seen.push(code((await socket.sendConnectionClose(false, 1000)).hr));
  });
  const client = await house.client();
  client.socket.leave();
  await within(house.over, "the end");
  assertEquals(house.seen, [
    "client-gone 0",
    "0x800704CD 0 final close",
    "0x800704CD 1006",
    "connected false",
    "0x800704CD",
    "0x800704CD",
    "log",
    "end",
  ]);
});

Deno.test("IHttpConnectionStoredContext.notifyDisconnect is told of a WebSocket's end, whichever it is", async () => {
  for (const vanishes of [true, false]) {
    let told = 0;
    await using house = socketHouse(async (socket) => {
      await socket.readFragment(new Uint8Array(8), false);
    }, {
      onBeginRequest(context) {
        const stored = { cleanupStoredContext() {}, notifyDisconnect: () => void told++ };
        const contexts = context.getConnection().getModuleContextContainer();
        contexts.setConnectionModuleContext(stored, {} as never);
      },
    });
    using client = await house.client();
    if (vanishes) client.socket.leave();
    else await client.close(1000);
    await within(house.over, "the end");
    assertEquals(told, 1, `vanishes: ${vanishes}`);
  }
});

Deno.test("IWebSocketContext: a frame too large, or reserved bits, break the connection, and the request ends once", async () => {
  for (const odd of ["too large", "reserved"]) {
    await using house = socketHouse((socket, _context, seen) => readEnd(socket, seen));
    using client = await house.client();
    if (odd === "reserved") await client.socket.send(new Uint8Array([0xf1, 0x80, 0, 0, 0, 0]));
    else await client.send(OP.BINARY, "x", { length: 128 * 1024 * 1024 });
    await within(house.over, "the end");
    assertEquals(house.seen, [
      "client-gone 0",
      "0x800704CD 0 final close",
      "0x800704CD 1006",
      "log",
      "end",
    ], odd);
  }
});

Deno.test("IWebSocketContext.closeTcpConnection ends at once, and outstanding reads with ERROR_OPERATION_ABORTED", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const reading = socket.readFragment(new Uint8Array(8), false);
    socket.closeTcpConnection();
    seen.push(fragment(await reading), status(socket));
    socket.closeTcpConnection();
  });
  using client = await house.client();
  assertEquals((await client.frame())?.opcode, OP.CLOSE);
  await within(house.over, "the end");
  assertEquals(house.seen, [
    "reset 0",
    "0x800703E3 0 final close",
    "0x800703E3 1006",
    "log",
    "end",
  ]);
});

Deno.test("IHttpResponse.resetConnection breaks a WebSocket off", async () => {
  await using house = socketHouse(async (socket, context, seen) => {
    const reading = socket.readFragment(new Uint8Array(8), false);
    context.getResponse().resetConnection();
    seen.push(fragment(await reading));
  });
  using client = await house.client();
  assertEquals((await client.frame())?.opcode, OP.CLOSE);
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["reset 0", "0x800704CD 0 final close"]);
});

Deno.test("IWebSocketContext: what a module throws behind the 101 is told to the client with 1011", async () => {
  await using house = socketHouse(async (socket) => {
    await socket.readFragment(new Uint8Array(8), false);
    throw new Error("thrown on purpose");
  });
  using client = await house.client();
  await client.send(OP.TEXT, "go");
  assertEquals(await closeOf(client), "1011");
  await within(house.over, "the end");
  assertEquals(house.seen, ["error 0", "log", "end"]);
});

Deno.test("IWebSocketContext: a socket that is open at the end of the request is closed with 1000", async () => {
  await using house = socketHouse(async (socket) => {
    await socket.writeFragment(bytesOf("bye"), false, true, true);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  using client = await house.client();
  assertEquals([await client.text(), await closeOf(client)], ["bye", "1000"]);
  await within(house.over, "the end");
  assertEquals(house.seen.toSorted(), ["complete 3", "end", "log"]);
});

Deno.test("IWebSocketContext: LOG and END run once, after the socket; close() waits for it", async () => {
  const house = socketHouse(echo);
  using client = await house.client();
  await client.send(OP.TEXT, "one");
  await client.text();
  const closing = house.server.close();
  const early = [...house.seen];
  await client.close(1001);
  await within(closing, "close()");
  await within(house.over, "the end");
  assertEquals([early, house.seen], [[], ["complete 3", "log", "end"]]);
  await house[Symbol.asyncDispose]();
});

Deno.test("IWebSocketContext: 500 messages come and go in order", async () => {
  await using house = socketHouse(echo);
  using client = await house.client();
  const sending = (async () => {
    for (let i = 0; i < 500; i++) await client.send(OP.TEXT, `message ${i}`);
  })();
  for (let i = 0; i < 500; i++) assertEquals(await client.text(), `message ${i}`);
  await sending;
});
