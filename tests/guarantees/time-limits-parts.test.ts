// Promise 6, no stall: what is ended besides the handlers of stages? Sends, reads, streams, children, what comes too late.
import {
  defineModule,
  type IHttpContext4,
  RQ_NOTIFICATION_PENDING,
  type TraceEvent,
} from "../../mod.ts";
import { assert, assertEquals, assertLess } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { app, LATE, noted, noting } from "../conformance/_notes.ts";
import { byClock, hushed, write } from "../regressions/_kit.ts";
import { account, ask, never, slow, TIMES } from "./_limits.ts";

for (const limit of TIMES) {
  Deno.test(`${limit}: onSendResponse that never settles does not hold the response`, async () => {
    const { get, seen } = house((seen: string[]) => [
      defineModule({ name: "Slow", onSendResponse: never }),
      account(seen),
    ], { app, limits: { [limit]: 20 } });
    const { status, text, said } = await ask(get);
    assertEquals([status, text, seen], [200, "app", ["complete 3"]]);
    assert(said.some((line) => line.includes("onSendResponse of module")), said.join("\n"));
  });

  Deno.test(`${limit}: onReadEntity that never settles does not hold the request`, async () => {
    const { get } = house([
      defineModule({ name: "Slow", onReadEntity: never }),
      defineModule({
        name: "Reader",
        async onBeginRequest(context) {
          await context.getRequest().readEntityBody(new Uint8Array(8), false);
        },
      }),
    ], { app, limits: { [limit]: 20 } });
    const { status } = await ask(() => get("/", { method: "POST", body: "body" }));
    assertEquals(status, limit === "moduleTimeout" ? 200 : 503);
  });

  Deno.test(`${limit}: a request body that never comes does not hold the request`, async () => {
    let hr = 0;
    const { get } = house(
      defineModule({
        name: "Reader",
        async onBeginRequest(context) {
          hr = (await context.getRequest().readEntityBody(new Uint8Array(8), false)).hr;
        },
      }),
      { app, limits: { [limit]: 20 } },
    );
    const body = new ReadableStream<Uint8Array>({}, { highWaterMark: 0 });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    assertEquals((await ask(() => get("/", init))).status, 503);
    assertLess(hr, 0);
  });

  Deno.test(`${limit}: LOG and END that never settle do not hold the response, which is left as it is`, async () => {
    const { get, seen } = house((seen: string[]) => [
      slow("onLogRequest"),
      slow("onEndRequest"),
      noting("A", seen, LATE),
      account(seen),
    ], { app, limits: { [limit]: 20 } });
    const { status, text } = await ask(get);
    assertEquals([status, text], [200, "app"]);
    assertEquals(seen, [...noted("A", LATE), "complete 3"]);
  });

  Deno.test(`${limit}: a child request that never ends does not hold its parent`, async () => {
    const { get, seen } = house((seen: string[]) => [
      defineModule({
        name: "Parent",
        onBeginRequest(context) {
          if (context.getParentContext() !== null) return never();
          const { httpContext } = context.cloneContext(0);
          const { completionExpected } = context.executeRequest(true, httpContext!, 0, null);
          seen.push(String(completionExpected));
          return RQ_NOTIFICATION_PENDING;
        },
      }),
      account(seen),
    ], { app, limits: { [limit]: 20 } });
    const { status } = await ask(get);
    assertEquals(status, 503);
    assertEquals(seen[0], "true");
  });
}

Deno.test("requestTimeout: a child whose last send was given up ends once, also where that settles late", async () => {
  const ends: string[] = [];
  const Parent = defineModule({
    name: "Parent",
    onBeginRequest(context) {
      if (context.getParentContext() !== null) {
        context.getResponse().addBodyFilter({ transform: (bytes) => sleep(60).then(() => bytes) });
        return void write(context, "of the child");
      }
      const { httpContext } = context.cloneContext(0);
      context.executeRequest(true, httpContext!, 0, null);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  const trace = ({ name }: TraceEvent): void => {
    if (name === "GENERAL_CHILD_REQUEST_END") ends.push(name);
  };
  const { get } = house(Parent, { app, trace, limits: { requestTimeout: 20 } });
  assertEquals((await ask(get)).status, 503);
  await sleep(250);
  assertEquals(ends.length, 1);
});

Deno.test("requestTimeout: an app's stream that stops in the middle is broken off", async () => {
  const stalls = (): Response =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode("first")),
      }),
    );
  const { get } = house([], { app: { fetch: stalls }, limits: { requestTimeout: 30 } });
  const { status, text } = await ask(get);
  assertEquals([status, text], [200, "broken"]);
});

Deno.test("requestTimeout: an app's stream that never begins is broken off", async () => {
  const stalls = (): Response => new Response(new ReadableStream<Uint8Array>());
  const { get, seen } = house((seen: string[]) => account(seen), {
    app: { fetch: stalls },
    limits: { requestTimeout: 30 },
  });
  const { text } = await ask(get);
  assertEquals([text, seen], ["broken", ["timeout 0 requestTimeout IIS Web Core the last send"]]);
});

Deno.test("moduleTimeout counts one handler, stageTimeout all of a stage, requestTimeout all of a request", async () => {
  const wait = () => sleep(40);
  const modules = [1, 2].flatMap((n) =>
    (["onBeginRequest", "onAuthorizeRequest"] as const).map((handler) =>
      defineModule({ name: `M${n}${handler}`, [handler]: wait })
    )
  );
  const status = async (limits: Record<string, number>): Promise<number> => {
    let found = 0;
    await hushed(byClock(async (clock) => {
      const answer = house(modules, { app, limits }).get();
      await clock.tick(200);
      found = (await answer).status;
    }));
    return found;
  };
  assertEquals(await status({ moduleTimeout: 60 }), 200);
  assertEquals(await status({ stageTimeout: 60 }), 503);
  assertEquals(await status({ stageTimeout: 120 }), 200);
  assertEquals(await status({ requestTimeout: 120 }), 503);
});

Deno.test("A limit: a module that settles afterwards wakes nothing, and its operation neither", async () => {
  let release = (): void => {};
  const opened = new Promise<void>((resolve) => release = resolve);
  const later = Promise.withResolvers<void>();
  let asked: IHttpContext4 | null = null;
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      name: "Slow",
      async onBeginRequest(context: IHttpContext4) {
        asked = context;
        await opened;
        seen.push("late");
      },
    }),
    defineModule({ name: "Logger", onLogRequest: () => later.promise }),
    noting("A", seen, LATE),
  ], { app, limits: { moduleTimeout: 20 } });
  await hushed(byClock(async (clock) => {
    const answer = get();
    await clock.tick(25);
    release();
    await clock.tick(0);
    assertEquals(seen, ["late"]);
    assertEquals(asked!.getResponseHeadersSent(), false);
    later.resolve();
    assertEquals((await answer).status, 503);
  }));
  assertEquals(seen, ["late", ...noted("A", LATE)]);
});
