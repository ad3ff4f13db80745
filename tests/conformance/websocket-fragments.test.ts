// How do messages come in pieces and go out in pieces? IWebSocketContext.readFragment and writeFragment.
import { assertEquals } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { bytesOf, OP, textOf } from "../_websocket.ts";
import { code, within } from "./_notes.ts";
import { echo, fragment, socketHouse } from "./_websocket.ts";

Deno.test("IWebSocketContext.readFragment cuts a message to the buffer, and tells its last part", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const buffer = new Uint8Array(4);
    for (let i = 0; i < 4; i++) {
      const read = await socket.readFragment(buffer, false);
      seen.push(`${fragment(read)} ${textOf(buffer.subarray(0, read.bytesData))}`);
    }
  });
  using client = await house.client();
  await client.send(OP.TEXT, "hello wörl");
  await client.send(OP.BINARY, new Uint8Array([65, 66]));
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 4), [
    "0x00000000 4 text hell",
    "0x00000000 4 text o w\ufffd",
    "0x00000000 3 text final \ufffdrl",
    "0x00000000 2 final AB",
  ]);
});

Deno.test("IWebSocketContext.readFragment joins the frames of a message, a ping between them is answered", async () => {
  await using house = socketHouse(echo);
  using client = await house.client();
  await client.send(OP.TEXT, "ab", { final: false });
  await client.send(OP.PING, "p");
  await client.send(OP.CONTINUATION, "cd");
  const [pong, message] = [await client.frame(), await client.frame()];
  assertEquals([pong?.opcode, textOf(pong!.bytes)], [OP.PONG, "p"]);
  assertEquals([message?.opcode, textOf(message!.bytes)], [OP.TEXT, "abcd"]);
});

Deno.test("IWebSocketContext.readFragment tells of a message without bytes", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    seen.push(fragment(await socket.readFragment(new Uint8Array(4), false)));
  });
  using client = await house.client();
  await client.send(OP.TEXT, "");
  await within(house.over, "the end");
  assertEquals(house.seen[0], "0x00000000 0 text final");
});

Deno.test("IWebSocketContext.readFragment with async false queues in call order (ruling 14)", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const buffers = [new Uint8Array(3), new Uint8Array(3), new Uint8Array(3)];
    await Promise.all(buffers.map((buffer) => socket.readFragment(buffer, false)));
    seen.push(buffers.map(textOf).join("|"));
  });
  using client = await house.client();
  for (const text of ["one", "two", "six"]) await client.send(OP.TEXT, text);
  await within(house.over, "the end");
  assertEquals(house.seen[0], "one|two|six");
});

Deno.test("IWebSocketContext.readFragment: an empty buffer, or none, is ERROR_INVALID_PARAMETER", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    seen.push(fragment(await socket.readFragment(new Uint8Array(0), false)));
    seen.push(fragment(socket.readFragment(null as unknown as Uint8Array, true)));
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["0x80070057 0", "0x80070057 0"]);
});

Deno.test("IWebSocketContext.writeFragment joins fragments until the final one, as text or as bytes", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    for (const [text, utf8, final] of [["a", true, false], ["b", true, true]] as const) {
      const sent = await socket.writeFragment(bytesOf(text), false, utf8, final);
      seen.push(`${code(sent.hr)} ${sent.bytesSent} ${sent.completionExpected}`);
    }
    await socket.writeFragment(new Uint8Array([1]), false, false, false);
    await socket.writeFragment(new Uint8Array([2, 3]), false, false, true);
    await socket.writeFragment(new Uint8Array(0), false, false, true);
  });
  using client = await house.client();
  const frames = [await client.frame(), await client.frame(), await client.frame()];
  assertEquals(frames.map((f) => [f!.opcode, ...f!.bytes]), [
    [OP.TEXT, 97, 98],
    [OP.BINARY, 1, 2, 3],
    [OP.BINARY],
  ]);
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["0x00000000 1 false", "0x00000000 1 false"]);
  assertEquals(house.seen.includes("complete 5"), true);
});

Deno.test("IWebSocketContext.writeFragment: a character may be cut in two, a byte that is no UTF-8 sends nothing", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const [first, second] = bytesOf("ö");
    await socket.writeFragment(new Uint8Array([first]), false, true, false);
    await socket.writeFragment(new Uint8Array([second]), false, true, true);
    seen.push(code((await socket.writeFragment(new Uint8Array([0xff]), false, true, true)).hr));
    await socket.writeFragment(bytesOf("next"), false, true, true);
  });
  using client = await house.client();
  assertEquals([await client.text(), await client.text()], ["ö", "next"]);
  await within(house.over, "the end");
  assertEquals(house.seen[0], "0x8007000D");
});

Deno.test("IWebSocketContext.writeFragment: text and bytes do not mix in one message", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    await socket.writeFragment(bytesOf("a"), false, true, false);
    seen.push(code((await socket.writeFragment(bytesOf("b"), false, false, true)).hr));
    await socket.writeFragment(bytesOf("c"), false, true, true);
  });
  using client = await house.client();
  assertEquals(await client.text(), "ac");
  await within(house.over, "the end");
  assertEquals(house.seen[0], "0x80070057");
});

Deno.test("IWebSocketContext.writeFragment has taken the bytes when it is done: the buffer may be used again", async () => {
  await using house = socketHouse(async (socket) => {
    const buffer = bytesOf("one");
    await socket.writeFragment(buffer, false, false, true);
    buffer.set(bytesOf("two"));
    await socket.writeFragment(buffer, false, false, false);
    buffer.set(bytesOf("six"));
    await socket.writeFragment(buffer, false, false, true);
  });
  using client = await house.client();
  assertEquals([await client.text(), await client.text()], ["one", "twosix"]);
});

Deno.test("IWebSocketContext.writeFragment of joined fragments beyond responseBufferLimit is refused", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const half = new Uint8Array(3 * 1024 * 1024);
    seen.push(code((await socket.writeFragment(half, false, false, false)).hr));
    seen.push(code((await socket.writeFragment(half, false, false, true)).hr));
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.slice(0, 2), ["0x00000000", "0x80070008"]);
});

Deno.test("IWebSocketContext.writeFragment waits for a client that does not read, and goes on when it does", async () => {
  const SIZE = 1024 * 1024;
  await using house = socketHouse(async (socket, _context, seen) => {
    const piece = new Uint8Array(SIZE);
    for (let i = 0; i < 16; i++) {
      await socket.writeFragment(piece, false, false, true);
      seen.push(`wrote ${i}`);
    }
  });
  using client = await house.client();
  await sleep(300);
  const early = house.seen.length;
  for (let i = 0; i < 16; i++) assertEquals((await client.frame())!.bytes.byteLength, SIZE);
  await within(house.over, "the end");
  assertEquals([early < 16, house.seen.includes("wrote 15")], [true, true], `${early} at once`);
});

Deno.test("IWebSocketContext.writeFragment that nobody awaits is refused once the client is far behind (ruling 14)", async () => {
  await using house = socketHouse(async (socket, _context, seen) => {
    const piece = new Uint8Array(1024 * 1024);
    const sent = Array.from({ length: 40 }, () => socket.writeFragment(piece, false, false, true));
    await sleep(50);
    socket.closeTcpConnection();
    const codes = new Set((await Promise.all(sent)).map(({ hr }) => code(hr)));
    seen.push([...codes].join(" "));
  });
  using _client = await house.client();
  await within(house.over, "the end");
  assertEquals(house.seen.some((note) => note.includes("0x80070008")), true, String(house.seen));
});
