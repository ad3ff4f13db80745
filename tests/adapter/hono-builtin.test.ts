// Do Hono's own helpers and middlewares live with a pipeline? In front of it, behind it, and with bodies already read.
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { stream, streamSSE } from "hono/streaming";
import { defineModule, pipeline } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, gate, noting, text, within, write } from "./_mount.ts";

const stamped = defineModule({
  name: "Stamp",
  onEndRequest: (context) => void context.getResponse().setHeader("X-Stamp", "1", true),
});

const watching = defineModule({ name: "Watch", onReadEntity: () => {} });

Deno.test("hono/streaming behind a pipeline sends each piece when it is written", async () => {
  const { opened, open } = gate();
  const app = new Hono();
  app.use(pipeline(stamped));
  app.get("/", (c) =>
    stream(c, async (out) => {
      await out.write("first");
      await opened;
      await out.write("second");
    }));
  const response = await ask(app);
  const reader = response.body!.getReader();
  assertEquals(new TextDecoder().decode((await within(reader.read())).value), "first");
  open();
  assertEquals(new TextDecoder().decode((await within(reader.read())).value), "second");
  assertEquals(response.headers.get("x-stamp"), "1");
});

Deno.test("hono/streaming hears of a client that leaves, behind a pipeline", async () => {
  const { opened, open } = gate();
  const app = new Hono();
  app.use(pipeline(stamped));
  app.get("/", (c) =>
    streamSSE(c, async (out) => {
      out.onAbort(open);
      await out.writeSSE({ data: "first" });
      await opened;
    }));
  const reader = (await ask(app)).body!.getReader();
  await within(reader.read());
  await reader.cancel();
  await within(opened, "the abort of the stream");
});

Deno.test("hono/cors in front of a pipeline adds its headers and answers preflights alone", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(cors({ origin: "https://example.org" }));
  app.use(pipeline(noting("A", seen, "begin")));
  app.get("/", (c) => c.text("ok"));
  const headers = { Origin: "https://example.org" };
  const response = await ask(app, "/", { headers });
  assertEquals(response.headers.get("access-control-allow-origin"), "https://example.org");
  const preflight = { ...headers, "Access-Control-Request-Method": "GET" };
  assertEquals((await ask(app, "/", { method: "OPTIONS", headers: preflight })).status, 204);
  assertEquals(seen, ["A begin"]);
});

Deno.test("hono/etag in front of a pipeline reads the whole answer, module bytes included", async () => {
  const app = new Hono();
  app.use(etag());
  app.use(
    pipeline(
      defineModule({ name: "Head", onBeginRequest: (context) => write(context, "module ") }),
    ),
  );
  app.get("/", (c) => c.text("app"));
  const first = await ask(app);
  const tag = first.headers.get("etag");
  assert(tag !== null);
  assertEquals(await first.text(), "module app");
  assertEquals((await ask(app, "/", { headers: { "If-None-Match": tag } })).status, 304);
});

Deno.test("hono/etag behind a pipeline may answer 304", async () => {
  const app = new Hono();
  app.use(pipeline(stamped));
  app.use(etag());
  app.get("/", (c) => c.text("app"));
  const tag = (await ask(app)).headers.get("etag") ?? "";
  const again = await ask(app, "/", { headers: { "If-None-Match": tag } });
  assertEquals([again.status, again.headers.get("x-stamp"), await again.text()], [304, "1", ""]);
});

Deno.test("an HTTPException of the app keeps its own response behind a pipeline", async () => {
  const app = new Hono();
  app.use(pipeline(stamped));
  app.get("/", () => {
    throw new HTTPException(418, { message: "short and stout" });
  });
  const response = await ask(app);
  assertEquals([response.status, await response.text()], [418, "short and stout"]);
});

const echo = async (c: Context): Promise<Response> => c.text(await c.req.text());
const post = (body: string): RequestInit => ({ method: "POST", body });

Deno.test("a body that a middleware in front has read is still there for the app", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.text();
    await next();
  });
  app.use(pipeline(stamped));
  app.post("/", echo);
  assertEquals(await text(app, "/", post("read before")), "read before");
});

Deno.test("a body that a middleware in front has read does not break modules that watch reads", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.text();
    await next();
  });
  app.use(pipeline(watching));
  app.post("/", echo);
  assertEquals(await text(app, "/", post("read before")), "read before");
});

Deno.test("a body that a middleware in front has read survives a header change of a module", async () => {
  const app = new Hono();
  app.use(async (c, next) => {
    await c.req.text();
    await next();
  });
  app.use(pipeline(defineModule({
    name: "Header",
    onBeginRequest: (context) => void context.getRequest().setHeader("X-New", "1", true),
  })));
  app.post("/", async (c) => c.text(`${c.req.header("x-new")} ${await c.req.text()}`));
  assertEquals(await text(app, "/", post("read before")), "1 read before");
});

Deno.test("hono/body-limit in front of a pipeline refuses and lets through", async () => {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 10 }));
  app.use(pipeline(watching));
  app.post("/", echo);
  const streamed = (body: string) => ({ method: "POST", body: new Blob([body]).stream() });
  assertEquals(await text(app, "/", streamed("small")), "small");
  assertEquals((await ask(app, "/", streamed("much too large"))).status, 413);
});

Deno.test("a multipart form is read behind a module that watches reads", async () => {
  const app = new Hono();
  app.use(pipeline(watching));
  app.post("/", async (c) => {
    const { name, file } = await c.req.parseBody();
    return c.text(`${name} ${file instanceof File ? await file.text() : "no file"}`);
  });
  const body = new FormData();
  body.set("name", "kim");
  body.set("file", new File(["content"], "a.txt"));
  assertEquals(await text(app, "/", { method: "POST", body }), "kim content");
});

Deno.test("an app mounted with app.mount may have a pipeline of its own", async () => {
  const seen: string[] = [];
  const inner = new Hono();
  inner.use(pipeline(noting("B", seen, "begin", "end")));
  inner.get("/page", (c) => c.text("inner page"));
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "end")));
  app.mount("/inner", inner.fetch);
  assertEquals(await text(app, "/inner/page"), "inner page");
  assertEquals(seen.sort().join(), "A begin,A end,B begin,B end");
});

Deno.test("one sub-app routed twice runs its pipeline under both paths", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.use(pipeline(noting("S", seen, "begin")));
  sub.get("/", (c) => c.text(c.req.path));
  const app = new Hono();
  app.route("/one", sub);
  app.route("/two", sub);
  assertEquals([await text(app, "/one"), await text(app, "/two")], ["/one", "/two"]);
  assertEquals(seen.length, 2);
});
