// Promise 8: what does bad input do? Sent as bytes to a listening house: refused or served, and the next request is fine.
import { house, RawSocket } from "../../testing.ts";
import { assert, assertEquals } from "../_assert.ts";
import { hushed, uncaught } from "../regressions/_kit.ts";
import { ask, curious, line, post, REQUESTS } from "./_requests.ts";

const SEEN = /^(root|\[)/m;

Deno.test("Promise 8: whatever arrives is answered as a whole, refused or served, and the next request is fine", async (t) => {
  await using served = await house(curious, {
    app: { fetch: () => new Response("fine") },
    files: undefined,
    limits: { requestTimeout: 500, maxEntityBytes: 1_000 },
  }).listen();
  for (const [what, bytes] of Object.entries(REQUESTS)) {
    await t.step(what, async () => {
      const lost = await uncaught(async () => {
        const answer = await ask(served.port, bytes);
        if (answer !== null) {
          assertEquals(answer.outcome, "complete");
          assert(answer.status < 600 && answer.status !== 500, `status ${answer.status}`);
          assert(!SEEN.test(answer.text), answer.text);
        }
        assertEquals((await ask(served.port, line("/")))?.text, "fine");
      });
      assertEquals(lost, []);
    });
  }
  assertEquals(({} as Record<string, unknown>).x, undefined);
});

const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

/** Bodies behind which another request is hidden: two readers that differ about the length see different requests. */
const SMUGGLING: Record<string, string> = {
  "a length that ends before a hidden request, and chunks": post(
    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "a hidden request in a chunk": post(
    "Transfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "a hidden request in a body with a length": post(
    `Content-Length: ${SMUGGLED.length}\r\n`,
    SMUGGLED,
  ),
  "chunked in a second field": post(
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
  "two lengths, of which one hides it": post(
    `Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n`,
    SMUGGLED,
  ),
  "a hidden request behind a tab in the coding": post(
    "Transfer-Encoding:\tchunked\r\nContent-Length: 0\r\n",
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  ),
};

Deno.test("Promise 8: no body is taken for a request, whoever reads it or does not", async (t) => {
  for (const reads of [true, false]) {
    for (const [what, bytes] of Object.entries(SMUGGLING)) {
      await t.step(`${what}${reads ? "" : ", unread"}`, async () => {
        const built = house((seen) => [
          { name: "Seen", onBeginRequest: (c) => void seen.push(c.getScriptName()) },
          ...(reads ? [curious] : []),
        ], { app: { fetch: () => new Response("fine") } });
        await using served = await built.listen();
        await hushed(async () => {
          using socket = await RawSocket.open(served.port, 500);
          await socket.send(bytes).catch(() => {});
          while (await socket.take(65_536).catch(() => null) !== null);
        });
        assertEquals(built.seen.filter((path) => path !== "/"), []);
        assert(built.seen.length <= 1);
      });
    }
  }
});
