// How is a WebSocket closed in good order? By close messages of either side, with status and reason.
import { assertEquals } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { bytesOf, OP } from "../_websocket.ts";
import { code, within } from "./_notes.ts";
import { closeOf, fragment, readEnd, socketHouse, status } from "./_websocket.ts";

for (
  const [given, answered] of [["1000 bye", "1000 bye"], ["4001", "4001"], ["3000 x", "3000 x"]]
) {
  Deno.test(`IWebSocketContext.getCloseStatus tells that the client closed with ${given}`, async () => {
    await using house = socketHouse((socket, _context, seen) => readEnd(socket, seen));
    using client = await house.client();
    const [number, reason] = given.split(" ");
    await client.close(Number(number), reason);
    assertEquals(await closeOf(client), answered);
    await within(house.over, "the end");
    assertEquals(house.seen, [
      "complete 0",
      "0x00000000 0 final close",
      `0x00000000 ${given}`,
      "log",
      "end",
    ]);
  });
}

Deno.test("IWebSocketContext.getCloseStatus is 1005 where the client gave no status", async () => {
  await using house = socketHouse((socket, _context, seen) => readEnd(socket, seen));
  using client = await house.client();
  await client.send(OP.CLOSE);
  assertEquals(await closeOf(client), "none");
  await within(house.over, "the end");
  assertEquals(house.seen[2], "0x00000000 1005");
});

Deno.test("IWebSocketContext.getCloseStatus fails while the connection lasts", async () => {
  await using house = socketHouse((socket, _context, seen) => void seen.push(status(socket)));
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen[0], "0x800710DD 0");
});

Deno.test("IWebSocketContext.readFragment gives what came before the close, then the close, each time", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    await sleep(50);
    for (let i = 0; i < 3; i++) {
      seen.push(fragment(await socket.readFragment(new Uint8Array(8), false)));
    }
  });
  using client = await house.client();
  await client.send(OP.TEXT, "last");
  await client.close(1000);
  await within(house.over, "the end");
  const read = house.seen.filter((one) => one.startsWith("0x")); // the transfer may have ended before
  assertEquals(read.slice(0, 3), [
    "0x00000000 4 text final",
    "0x00000000 0 final close",
    "0x00000000 0 final close",
  ]);
});

Deno.test("IWebSocketContext.sendConnectionClose sends code and reason behind what was written", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    await socket.writeFragment(bytesOf("first"), false, true, true);
    const closing = await socket.sendConnectionClose(false, 3001, "done");
    seen.push(`${code(closing.hr)} ${closing.completionExpected}`);
    const write = await socket.writeFragment(bytesOf("late"), false, true, true);
    seen.push(code(write.hr), code((await socket.sendConnectionClose(false, 1000)).hr));
    await readEnd(socket, seen);
  });
  using client = await house.client();
  assertEquals([await client.text(), await closeOf(client)], ["first", "3001 done"]);
  await client.close(3001, "yes");
  await within(house.over, "the end");
  assertEquals(house.seen, [
    "0x00000000 false",
    "0x800704CD",
    "0x800704CD",
    "complete 5",
    "0x00000000 0 final close",
    "0x00000000 3001 yes",
    "log",
    "end",
  ]);
});

Deno.test("IWebSocketContext.sendConnectionClose with a routine completes, and behind the client's close it is S_OK", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    await socket.readFragment(new Uint8Array(8), false);
    const { promise, resolve } = Promise.withResolvers<void>();
    const { hr, completionExpected } = socket.sendConnectionClose(
      true,
      1000,
      null,
      (error, told) => {
        seen.push(`${code(error)} ${told}`);
        resolve();
      },
      "told",
    );
    seen.push(`${code(hr)} ${completionExpected}`);
    await promise;
  });
  using client = await house.client();
  await client.close(1000);
  await within(house.over, "the end");
  assertEquals(house.seen.slice(1, 3), ["0x00000000 true", "0x00000000 told"]);
});

Deno.test("IWebSocketContext.sendConnectionClose: statuses that never travel and long reasons are refused", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    for (const status of [999, 1004, 1005, 1006, 1015, 2999, 5000, 1000.5]) {
      seen.push(code((await socket.sendConnectionClose(false, status)).hr));
    }
    seen.push(code((await socket.sendConnectionClose(false, 1000, "ö".repeat(62))).hr));
    seen.push(code((await socket.sendConnectionClose(false, 1011, "x".repeat(123))).hr));
  });
  using client = await house.client();
  assertEquals(await closeOf(client), `1011 ${"x".repeat(123)}`);
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 10), [...Array(9).fill("0x80070057"), "0x00000000"]);
});
