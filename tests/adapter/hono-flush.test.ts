// What if the head leaves before the app is done? Early flushes inside a middleware, and an app that fails behind them.
import { Hono } from "hono";
import { defineModule, pipeline, type TraceEvent, type TransferEnd } from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { ask, gate, noting, readsEarly, streamed, text, within, write } from "./_mount.ts";

const early = defineModule({
  name: "Early",
  async onBeginRequest(context) {
    context.getResponse().setHeader("X-Early", "1", true);
    write(context, "early ");
    await context.getResponse().flush(false, true);
  },
});

Deno.test("an early flush hands over the Response while the app still runs", async () => {
  const { opened, open } = gate();
  const app = new Hono();
  app.use(pipeline(early));
  app.get("/", async (c) => {
    await opened;
    return c.text("late");
  });
  const response = await ask(app);
  assertEquals(response.headers.get("x-early"), "1");
  open();
  assertEquals(await within(response.text()), "early late");
});

Deno.test("an early flush reaches the client's reader while the app still runs", async () => {
  assertEquals(await readsEarly(pipeline(early)), ["early ", "late"]);
});

Deno.test("Ruling 9 behind an early flush the app's status and headers are dropped with a trace warning", async () => {
  const events: TraceEvent[] = [];
  const app = new Hono();
  app.use(pipeline(early, { trace: (event) => void events.push(event) }));
  app.get("/", (c) => c.text("body", 201, { "X-App": "1" }));
  const response = await ask(app);
  assertEquals([response.status, response.headers.get("x-app")], [200, null]);
  assertEquals(await within(response.text()), "early body");
  assert(events.some((event) => event.name === "TRACE_WARNING"));
});

Deno.test("Ruling 9 behind an early flush a streamed body of the app follows", async () => {
  const app = new Hono();
  app.use(pipeline(early));
  app.get("/", () => new Response(streamed("a", "b", "c").stream));
  assertEquals(await text(app), "early abc");
});

Deno.test("behind an early flush the later stages run after the app, once each", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline([early, noting("A", seen, "authenticate", "release", "log", "end")]));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("x");
  });
  await text(app);
  assertEquals(seen.join(), "A authenticate,app,A release,A log,A end");
});

Deno.test("Ruling 11 an app that throws behind an early flush breaks the transfer", async () => {
  const app = new Hono();
  app.use(pipeline(early));
  app.get("/", () => {
    throw new Error("broken");
  });
  await assertRejects(() => text(app));
});

Deno.test("Ruling 11 an error answered by app.onError behind an early flush breaks the transfer too", async () => {
  const app = new Hono();
  app.onError((_error, c) => c.text("a page of the app", 500));
  app.use(pipeline(early));
  app.get("/", () => {
    throw new Error("broken");
  });
  await assertRejects(() => text(app));
});

Deno.test("Ruling 11 an app that throws behind an early flush is told as the outcome error", async () => {
  let tell: (end: TransferEnd) => void;
  const ended = new Promise<TransferEnd>((resolve) => tell = resolve);
  const app = new Hono();
  app.use(pipeline([early, defineModule({ name: "End", onTransferEnd: (_c, end) => tell(end) })]));
  app.get("/", () => {
    throw new Error("broken");
  });
  await text(app).catch(() => null);
  assertEquals((await within(ended)).outcome, "error");
});

Deno.test("an app stream that fails half-way breaks the transfer", async () => {
  let pulls = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulls++ > 0) return controller.error(new Error("broken"));
      controller.enqueue(new TextEncoder().encode("first"));
    },
  }, { highWaterMark: 0 });
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin", "end")));
  app.get("/", () => new Response(stream));
  await assertRejects(() => text(app));
});

Deno.test("a client that leaves cancels the app's stream", async () => {
  const { stream, cancelled } = streamed(...new Array<string>(1000).fill("x".repeat(1000)));
  const app = new Hono();
  app.use(pipeline(early));
  app.get("/", () => new Response(stream));
  const reader = (await ask(app)).body!.getReader();
  for (let i = 0; i < 3; i++) await within(reader.read());
  await reader.cancel("gone");
  await within(cancelled, "the cancel of the app's stream");
});

Deno.test("HEAD behind an early flush ends without a body", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline([early, noting("A", seen, "end")]));
  app.get("/", (c) => c.text("body"));
  const response = await ask(app, "/", { method: "HEAD" });
  assertEquals([response.headers.get("x-early"), await response.text()], ["1", ""]);
});

Deno.test("a middleware in front of the pipeline gets a Response that it can still read headers of", async () => {
  let seen: string | null = null;
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    seen = c.res.headers.get("x-early");
    c.header("X-Outer", "1");
  });
  app.use(pipeline(early));
  app.get("/", (c) => c.text("body"));
  const response = await ask(app);
  assertEquals([seen, response.headers.get("x-outer"), await within(response.text())], [
    "1",
    "1",
    "early body",
  ]);
});

Deno.test("a guard that sets a header behind a head that has left does not lose the app's body", async () => {
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  app.use(async (c, next) => {
    await next();
    c.header("X-Guard", "too late");
  });
  app.use(pipeline(early));
  app.get("/", (c) => c.text("body"));
  assertEquals(await text(app), "early body");
});

Deno.test("a middleware in front that reads the early answer whole gets the app's part too", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.res = new Response((await c.res.text()).toUpperCase(), c.res);
  });
  app.use(pipeline(early));
  app.get("/", async (c) => {
    await Promise.resolve();
    return c.text("body");
  });
  assertEquals(await text(app), "EARLY BODY");
});
