// Promise 8: what does bad input do? Sent as bytes to a listening house: refused or served, and the next request is fine.
import { house, RawSocket } from "../../testing.ts";
import { assert, assertEquals } from "../_assert.ts";
import { hushed, uncaught } from "../regressions/_kit.ts";
import { curious } from "../runtime/houses/strays.ts";
import { ask, isFine, REQUESTS, SMUGGLING } from "./_requests.ts";

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
        assert(await isFine(served.port));
      });
      assertEquals(lost, []);
    });
  }
  assertEquals(({} as Record<string, unknown>).x, undefined);
});

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
