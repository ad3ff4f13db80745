// Who knocks? A Hono app: `pipeline` as a middleware, with the rest of the app as the handler of EXECUTE_REQUEST_HANDLER.
import { Hono } from "hono";
import {
  defineModule,
  getHttpContext,
  type IHttpContext,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals } from "../_assert.ts";
import { ask, noting, STAGES, streamed, text, within, type Word, write } from "./_mount.ts";

Deno.test("pipeline runs the rest of the app between PRE_EXECUTE and RELEASE", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...Object.keys(STAGES) as Word[])));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("hello");
  });
  assertEquals(await text(app), "hello");
  assertEquals(
    seen.map((note) => note.replace("A ", "")).join(),
    "begin,authenticate,authorize,resolve,map,acquire,pre-execute,app,release,update,log,end,send",
  );
});

Deno.test("pipeline with FINISH_REQUEST answers without the app", async () => {
  const app = new Hono();
  let called = false;
  app.use(pipeline(defineModule({
    name: "Early",
    onAuthorizeRequest(context) {
      context.getResponse().setStatus(403, "Forbidden");
      write(context, "no");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  })));
  app.get("/", (c) => {
    called = true;
    return c.text("yes");
  });
  const response = await ask(app);
  assertEquals([response.status, await response.text(), called], [403, "no", false]);
});

Deno.test("pipeline with SetRequestHandled skips the app and runs the later stages", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline([
    defineModule({
      name: "Handled",
      onPreExecuteRequestHandler(context) {
        write(context, "handled");
        context.setRequestHandled();
      },
    }),
    noting("A", seen, "release", "end"),
  ]));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("app");
  });
  assertEquals([await text(app), seen.join()], ["handled", "A release,A end"]);
});

Deno.test("getHttpContext gives the context of the request inside a handler", async () => {
  let inModule: IHttpContext | undefined;
  const app = new Hono();
  app.use(pipeline(defineModule({
    name: "Keep",
    onBeginRequest(context) {
      inModule = context;
    },
  })));
  app.get("/", (c) => {
    getHttpContext(c)?.getResponse().setHeader("X-From-Handler", "1", true);
    assertStrictEquals(getHttpContext(c), inModule);
    return c.text("ok");
  });
  const response = await ask(app);
  assertEquals([response.status, response.headers.get("x-from-handler")], [200, "1"]);
});

Deno.test("app.notFound keeps working behind a pipeline, and LOG sees its status", async () => {
  let logged = 0;
  const app = new Hono();
  app.notFound((c) => c.text("nothing here", 404));
  app.use(pipeline(defineModule({
    name: "Log",
    onLogRequest(context) {
      logged = context.getResponse().getStatus().statusCode;
    },
  })));
  const response = await ask(app, "/missing");
  assertEquals([response.status, await response.text(), logged], [404, "nothing here", 404]);
});

Deno.test("app.onError keeps working behind a pipeline, and LOG and END still run", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.onError((error, c) => c.text(`sorry: ${error.message}`, 503));
  app.use(pipeline(noting("A", seen, "release", "log", "end")));
  app.get("/", () => {
    throw new Error("broken");
  });
  const response = await ask(app);
  assertEquals([response.status, await response.text()], [503, "sorry: broken"]);
  assert(seen.join().endsWith("A log,A end"), seen.join());
});

Deno.test("app.mount keeps working behind a pipeline", async () => {
  const app = new Hono();
  app.use(pipeline(defineModule({
    name: "Header",
    onBeginRequest: (context) => void context.getResponse().setHeader("X-Module", "1", true),
  })));
  app.mount("/other", (request: Request) => new Response(new URL(request.url).pathname));
  const response = await ask(app, "/other/page");
  assertEquals([await response.text(), response.headers.get("x-module")], ["/page", "1"]);
});

Deno.test("pipeline works as the middleware of one route", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.get("/with", pipeline(noting("A", seen, "begin")), (c) => c.text("with"));
  app.get("/without", (c) => c.text("without"));
  assertEquals([await text(app, "/with"), await text(app, "/without")], ["with", "without"]);
  assertEquals(seen, ["A begin"]);
});

Deno.test("pipeline in front of nothing answers 404 when no module claims the request", async () => {
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  assertEquals((await ask(app, "/nothing")).status, 404);
});

Deno.test("a module may be the handler of the last pipeline in an app", async () => {
  const app = new Hono();
  app.all(
    "/module",
    pipeline(defineModule({
      name: "Handler",
      onExecuteRequestHandler: (context) => write(context, "from the module"),
    })),
  );
  assertEquals(await text(app, "/module"), "from the module");
});

Deno.test("one mounted pipeline serves requests that overlap, each with its own context", async () => {
  const contexts = new Set<unknown>();
  const app = new Hono();
  app.use(pipeline(defineModule({ name: "Keep", onBeginRequest: (c) => void contexts.add(c) })));
  app.get("/:name", async (c) => {
    await Promise.resolve();
    return c.text(c.req.param("name"));
  });
  const names = ["a", "b", "c", "d"];
  assertEquals(await Promise.all(names.map((name) => text(app, `/${name}`))), names);
  assertEquals(contexts.size, 4);
});

Deno.test("request header changes of a module are visible to the app", async () => {
  const app = new Hono();
  app.use(pipeline(defineModule({
    name: "Headers",
    onBeginRequest(context) {
      context.getRequest().setHeader("X-New", "set", true);
      context.getRequest().setHeader("X-Old", "changed", true);
      context.getRequest().deleteHeader("X-Gone");
    },
  })));
  app.get(
    "/",
    (c) => c.json([c.req.header("x-new"), c.req.header("x-old"), c.req.header("x-gone") ?? null]),
  );
  const got = await text(app, "/", { headers: { "X-Old": "first", "X-Gone": "here" } });
  assertEquals(JSON.parse(got), ["set", "changed", null]);
});

Deno.test("HEAD runs the stages, sends no body and keeps the head", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "send", "end")));
  app.get("/", (c) => c.text("hello", 200, { "X-App": "1" }));
  const response = await ask(app, "/", { method: "HEAD" });
  assertEquals([response.status, response.headers.get("x-app"), await response.text()], [
    200,
    "1",
    "",
  ]);
  assertEquals(seen, ["A begin", "A end", "A send"]);
});

Deno.test("HEAD cancels the body of the app that nobody will read", async () => {
  const { stream, cancelled } = streamed("never", "read");
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  app.get("/", () => new Response(stream));
  await ask(app, "/", { method: "HEAD" });
  await within(cancelled, "the cancel of the app's stream");
});

Deno.test("pipeline passes c.env and variables through to the app", async () => {
  const app = new Hono<{ Bindings: { KEY: string }; Variables: { who: string } }>();
  app.use(async (c, next) => {
    c.set("who", "me");
    await next();
  });
  app.use(pipeline(noting("A", [], "begin")));
  app.get("/", (c) => c.text(`${c.env.KEY} ${c.get("who")}`));
  const response = await within(app.fetch(new Request("http://localhost/"), { KEY: "value" }));
  assertEquals(await response.text(), "value me");
});

Deno.test("pipeline: of neighbours that say different things of one option the first is heard", async () => {
  const seen: string[] = [];
  const app = new Hono();
  const noting = (name: string) => ({ trace: () => void seen.push(name) });
  app.use(pipeline({ name: "A", onBeginRequest() {} }, noting("first")));
  app.use(pipeline({ name: "B", onBeginRequest() {} }, noting("second")));
  app.get("/", (c) => c.text("app"));
  assertEquals(await (await app.request("/")).text(), "app");
  assertEquals([...new Set(seen)], ["first"]);
});
