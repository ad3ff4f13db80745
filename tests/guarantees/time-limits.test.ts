// Promise 6, no stall: what ends a request that would run on? Its limits: of a module, a stage, the whole request.
import { Hono } from "hono";
import { defineModule, type IHttpContext, pipeline, RQ_NOTIFICATION_PENDING } from "../../mod.ts";
import { assert, assertEquals, assertLess } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { app, HANDLERS, LATE, noted, noting, turn, write } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";
import { account, ask, never, slow, TIMES } from "./_limits.ts";

for (const limit of TIMES) {
  for (const handler of HANDLERS.slice(0, 20)) {
    Deno.test(`${limit}: a promise of ${handler} that never settles is answered with 503; LOG and END run once`, async () => {
      const { get, seen } = house(
        (seen: string[]) => [slow(handler), noting("A", seen, LATE), account(seen)],
        { app, limits: { [limit]: 20 } },
      );
      const { status, text, said } = await ask(get);
      assertEquals([status, text], [503, ""]);
      assertEquals(seen, [...noted("A", LATE), `timeout 0 ${limit} Slow ${handler}`]);
      assert(said.some((line) => line.includes(`${limit} of 20 ms has run out in ${handler} of`)));
    });
  }
}

for (const limit of TIMES) {
  Deno.test(`${limit}: PENDING that nobody completes is answered with 503`, async () => {
    const { get, seen } = house((seen: string[]) => [
      slow("onBeginRequest", () => RQ_NOTIFICATION_PENDING),
      noting("A", seen),
      account(seen),
    ], { app, limits: { [limit]: 20 } });
    assertEquals((await ask(get)).status, 503);
    assertEquals(seen, [...noted("A", LATE), `timeout 0 ${limit} Slow onBeginRequest`]);
  });

  Deno.test(`${limit}: an app that never answers is answered with 503, and its late answer is not taken`, async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const { get, seen } = house((seen: string[]) => [noting("A", seen, LATE), account(seen)], {
      app: { fetch: () => promise },
      limits: { [limit]: 20 },
    });
    assertEquals((await ask(get)).status, 503);
    resolve(new Response("too late"));
    await turn();
    assertEquals(seen, [
      ...noted("A", LATE),
      `timeout 0 ${limit} IIS Web Core onExecuteRequestHandler`,
    ]);
  });

  Deno.test(`${limit}: a Hono handler that never answers is answered with 503`, async () => {
    const seen: string[] = [];
    const hono = new Hono();
    hono.use(pipeline([noting("A", seen, LATE), account(seen)], { limits: { [limit]: 20 } }));
    hono.get("/", never);
    assertEquals((await ask(async () => await hono.request("/"))).status, 503);
    assertEquals(seen.length, LATE.length + 1);
  });

  Deno.test(`${limit}: behind a head that has left the transfer breaks, and does not end`, async () => {
    const streams = async (context: IHttpContext): Promise<void> => {
      write(context, "one");
      await context.getResponse().flush(false, true);
      await never();
    };
    const { get, seen } = house((seen: string[]) => [
      defineModule({ name: "Slow", onExecuteRequestHandler: streams }),
      noting("A", seen, LATE),
      account(seen),
    ], { limits: { [limit]: 20 } });
    const { status, text } = await ask(get);
    assertEquals([status, text], [200, "broken"]);
    const end = `timeout 3 ${limit} Slow onExecuteRequestHandler`;
    assertEquals(seen.toSorted(), [...noted("A", LATE), end].toSorted());
  });

  Deno.test(`${limit}: a client that does not read what is flushed is left`, async () => {
    let hr = 0;
    const { get, seen } = house((seen: string[]) => [
      defineModule({
        name: "Slow",
        async onExecuteRequestHandler(context) {
          write(context, "nobody reads this");
          hr = (await context.getResponse().flush(false, true)).hr;
        },
      }),
      noting("A", seen, LATE),
      account(seen),
    ], { limits: { [limit]: 20 } });
    await hushed(async () => {
      const response = await get();
      await sleep(60);
      const text = await response.text().catch(() => "broken");
      assertEquals(text, "broken");
    });
    assertLess(hr, 0);
    assertEquals(
      seen.toSorted(),
      [
        ...noted("A", LATE),
        `timeout 0 ${limit} Slow onExecuteRequestHandler`,
      ].toSorted(),
    );
  });
}
