// Is the raw client as rude as it says? It is held against a house that listens.
import { house, RawSocket } from "../../testing.ts";
import { assert, assertEquals, assertGreater, assertLess, assertRejects } from "../_assert.ts";
import { gate, write } from "../regressions/_kit.ts";
import { within } from "../conformance/_notes.ts";

const echo = {
  fetch: async (request: Request) =>
    new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`),
};

Deno.test("RawSocket.pipeline: requests sent behind each other are answered in order", async () => {
  await using served = await house([], { app: echo }).listen();
  using socket = await RawSocket.open(served.port);
  const answers = await socket.pipeline([
    { path: "/1" },
    { path: "/2", method: "POST", body: "two" },
    { path: "/3" },
  ]);
  assertEquals(answers.map(({ text }) => text), ["GET /1 ", "POST /2 two", "GET /3 "]);
  assertEquals(answers.map(({ outcome }) => outcome), ["complete", "complete", "complete"]);
});

Deno.test("RawSocket.send: at a pace, in portions", async () => {
  await using served = await house([], { app: echo }).listen();
  using socket = await RawSocket.open(served.port);
  const began = performance.now();
  await socket.request("POST", "/", { "Content-Length": "6" });
  await socket.send("abcdef", { bytes: 2, pause: 30 });
  assertEquals((await (await socket.response()).rest()).text, "POST / abcdef");
  assertGreater(performance.now() - began, 55);
});

Deno.test("RawSocket.leaveAt: the server learns of it, and how many bytes it has handed over", async () => {
  const { promise, resolve } = Promise.withResolvers<{ outcome: string; bytes: number }>();
  await using served = await house({
    name: "Endless",
    async onExecuteRequestHandler(context) {
      for (let hr = 0; hr >= 0;) {
        write(context, "x".repeat(4_096));
        ({ hr } = await context.getResponse().flush(false, true));
      }
    },
    onTransferEnd: (_context, end) => resolve(end),
  }).listen();
  const socket = await RawSocket.open(served.port);
  await socket.request("GET", "/");
  assertEquals(await socket.leaveAt(10_000), 10_000);
  const { outcome, bytes } = await within(promise, "the end of the transfer");
  assertEquals(outcome, "client-gone");
  assertGreater(bytes, 9_000);
});

Deno.test("RawResponse.rest: reads slowly, and no more at a time than it is told", async () => {
  await using served = await house([], { app: { fetch: () => new Response("0123456789") } })
    .listen();
  using socket = await RawSocket.open(served.port);
  await socket.request("GET", "/");
  const response = await socket.response();
  assertEquals((await response.piece(3))!.length, 3);
  const began = performance.now();
  assertEquals((await response.rest(10, 2)).text, "3456789");
  assertGreater(performance.now() - began, 30);
});

// Deno's server says on its error stream that it has broken the two off.
Deno.test("RawSocket: a broken transfer is told from a whole one, chunked or with a length", async () => {
  await using served = await house({
    name: "Breaking",
    async onExecuteRequestHandler(context) {
      if (context.getScriptName() === "/length") {
        context.getResponse().setHeader("Content-Length", "99", true);
      }
      write(context, "some");
      await context.getResponse().flush(false, true);
      context.getResponse().resetConnection();
    },
  }).listen();
  for (const [path, framing] of [["/", "chunked"], ["/length", "length"]]) {
    using socket = await RawSocket.open(served.port);
    await socket.request("GET", path);
    const { outcome, text, framing: found } = await (await socket.response()).rest();
    assertEquals([outcome, text, found], ["broken", "some", framing]);
  }
});

Deno.test("RawSocket: a wait beyond its patience fails, and says so", async () => {
  const held = gate();
  await using served = await house([], {
    app: { fetch: () => held.opened.then(() => new Response()) },
  }).listen();
  using socket = await RawSocket.open(served.port, 50);
  await socket.request("GET", "/");
  await assertRejects(() => socket.response(), Error, "Nothing came within 50 ms");
  held.open();
});

Deno.test("house.listen: each house has a port of its own, and none once it was stopped", async () => {
  const one = await house([], { app: echo }).listen();
  const two = await house([], { app: echo }).listen();
  assert(one.port !== two.port);
  await one.stop();
  await two.stop();
  await assertRejects(() => RawSocket.open(one.port));
  assertLess(one.port, 65_536);
});

Deno.test("RawSocket.closes: a wait in vain loses nothing of what comes afterwards", async () => {
  await using served = await house([], { app: echo }).listen();
  using socket = await RawSocket.open(served.port);
  for (const path of ["/1", "/2"]) {
    assertEquals(await socket.closes(20), false);
    await socket.request("GET", path);
    assertEquals((await (await socket.response()).rest()).text, `GET ${path} `);
  }
});

Deno.test("RawSocket.request: Host and Content-Length that are said stand alone", async () => {
  await using served = await house([], { app: echo }).listen();
  using socket = await RawSocket.open(served.port);
  await socket.request("POST", "/", { host: "other", "content-length": "2" }, "ab");
  assertEquals((await (await socket.response()).rest()).text, "POST / ab");
});

Deno.test("RawSocket: portions of nothing are refused, for they would never come to an end", async () => {
  await using served = await house([], { app: echo }).listen();
  using socket = await RawSocket.open(served.port);
  for (const bytes of [0, -1, NaN]) {
    const said = `is ${bytes}, wished for 1 or more`;
    await assertRejects(() => socket.send("ab", { bytes, pause: 1 }), RangeError, said);
  }
  await socket.request("GET", "/");
  const response = await socket.response();
  await assertRejects(() => response.rest(0, 0), RangeError, "RawResponse.rest: most is 0");
  await assertRejects(() => response.piece(0), RangeError, "RawResponse.piece: most is 0");
  assertEquals((await response.rest()).text, "GET / ");
});

Deno.test("RawSocket.open: a port on which nobody listens is named", async () => {
  const served = await house([], { app: echo }).listen();
  await served.stop();
  const said = `RawSocket.open: port ${served.port} cannot be reached: ConnectionRefused`;
  await assertRejects(() => RawSocket.open(served.port), Error, said);
});
