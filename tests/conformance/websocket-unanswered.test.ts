// What if nobody answers a close message? The request ends all the same; and whose server closes is told so.
import { VirtualClock } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { bytesOf, OP } from "../_websocket.ts";
import { within } from "./_notes.ts";
import { closeOf, echo, readEnd, type SocketHouse, socketHouse } from "./_websocket.ts";

/** Sends a close message, notes when it is on its way, and reads the end. */
const closing = (): SocketHouse =>
  socketHouse(async (socket, context, seen) => {
    await socket.sendConnectionClose(false, 1000, "bye");
    seen.push("sent");
    await readEnd(socket, seen);
    seen.push(`connected ${context.getConnection().isConnected()}`);
  });

const BROKEN = ["0x800704CD 0 final close", "0x800704CD 1006", "connected false", "log", "end"];

Deno.test("IWebSocketContext.sendConnectionClose: a client that never answers is waited for ten seconds, then the request ends with 1006", async () => {
  await using house = closing();
  using clock = new VirtualClock();
  using client = await house.client();
  assertEquals(await closeOf(client), "1000 bye");
  await clock.tick(9_900);
  assertEquals(house.seen, ["sent"]);
  await clock.tick(200);
  assertEquals(house.seen, ["sent", "timeout 0", ...BROKEN]);
  assertEquals(clock.timers, 0);
});

Deno.test("IWebSocketContext.sendConnectionClose: an answer leaves no timer behind", async () => {
  await using house = closing();
  using clock = new VirtualClock();
  using client = await house.client();
  assertEquals(await closeOf(client), "1000 bye");
  await client.close(1000, "yes");
  while (!house.seen.includes("end")) await clock.tick(1);
  await clock.tick(1);
  assertEquals([clock.timers, clock.elapsed < 1_000], [0, true]);
  assertEquals(house.seen.slice(1, 4), [
    "complete 0",
    "0x00000000 0 final close",
    "0x00000000 1000 yes",
  ]);
});

Deno.test("IWebSocketContext.getCloseStatus: a client that leaves without an answer to a close message is 1006", async () => {
  await using house = closing();
  const client = await house.client();
  assertEquals(await closeOf(client), "1000 bye");
  client.socket.leave();
  await within(house.over, "the end");
  assertEquals(house.seen, ["sent", "client-gone 0", ...BROKEN]);
});

Deno.test("IWebSocketContext.sendConnectionClose: a client that reads slowly has its time", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    void socket.writeFragment(new Uint8Array(16 * 1024 * 1024), false, false, true);
    void socket.sendConnectionClose(false, 1000, "bye");
    await readEnd(socket, seen);
  }, { onBeginRequest: (context) => context.getResponse().disableBuffering() });
  using clock = new VirtualClock();
  using client = await house.client();
  await clock.tick(5_000);
  assertEquals((await client.frame())?.bytes.byteLength, 16 * 1024 * 1024);
  await clock.tick(6_000);
  assertEquals([await closeOf(client), house.seen], ["1000 bye", []]);
  await client.close(1000, "bye");
  while (!house.seen.includes("end")) await clock.tick(1);
  assertEquals(house.seen[2], "0x00000000 1000 bye");
});

Deno.test("WebServer.close: with a deadline an open WebSocket is closed with 1001, going away", async () => {
  const house = socketHouse(echo);
  using client = await house.client();
  await client.send(OP.TEXT, bytesOf("one"));
  await client.text();
  await within(house.server.close({ deadline: 10 }), "close()");
  assertEquals(await closeOf(client), "1001");
  assertEquals(house.seen, ["timeout 3", "log", "end"]);
  await house[Symbol.asyncDispose]();
});

for (const limit of ["requestTimeout", "stageTimeout", "moduleTimeout"]) {
  Deno.test(`IWebSocketContext: ${limit} does not count what is said over an open WebSocket`, async () => {
    await using house = socketHouse(echo, {}, { [limit]: 100 });
    using clock = new VirtualClock();
    using client = await house.client();
    for (const word of ["one", "two"]) {
      await clock.tick(150);
      await client.send(OP.TEXT, bytesOf(word));
      assertEquals(await client.text(), word);
    }
    assertEquals(house.seen, []);
    await client.close(1000, "bye");
    while (!house.seen.includes("end")) await clock.tick(0);
    assertEquals(house.seen.slice(0, 1), ["complete 6"]);
  });
}
