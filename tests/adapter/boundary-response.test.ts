// What does a guard see when next returns? c.res as a view of the shared response, errors, and heads that have left.
import { Hono, type MiddlewareHandler } from "hono";
import { defineModule, type ModuleDefinition, pipeline } from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { ask, noting, readsEarly, text, write } from "./_mount.ts";

const header = (name: string, value: string): ModuleDefinition =>
  defineModule({
    name,
    onBeginRequest: (context) => void context.getResponse().setHeader(name, value, true),
  });

/** pipeline(front), guard, pipeline(back), and an app that answers 201. */
function sandwich(
  guard: MiddlewareHandler,
  back: ModuleDefinition,
  front = noting("A", [], "begin"),
): Hono {
  const app = new Hono();
  app.use(pipeline(front));
  app.use(guard);
  app.use(pipeline(back));
  app.get("/", (c) => c.text("app", 201));
  return app;
}

Deno.test("Ruling 12 after next the guard sees status and headers of the inner pass in c.res", async () => {
  let seen: unknown;
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    seen = [c.res.status, c.res.headers.get("x-inner")];
  };
  assertEquals(await text(sandwich(guard, header("X-Inner", "1"))), "app");
  assertEquals(seen, [201, "1"]);
});

Deno.test("Ruling 12 a header that the guard sets after next is on the wire", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.header("X-Guard", "1");
  };
  const { headers, status } = await ask(sandwich(guard, header("X-Inner", "1")));
  assertEquals([status, headers.get("x-guard"), headers.get("x-inner")], [201, "1", "1"]);
});

Deno.test("Ruling 12 a header that the guard sets on c.res.headers after next is on the wire", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.res.headers.set("X-Guard", "1");
  };
  assertEquals((await ask(sandwich(guard, noting("B", [], "begin")))).headers.get("x-guard"), "1");
});

Deno.test("a header that the guard sets before next is on the wire", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    c.header("X-Guard", "1");
    await next();
  };
  assertEquals((await ask(sandwich(guard, noting("B", [], "begin")))).headers.get("x-guard"), "1");
});

Deno.test("Ruling 12 a c.res that the guard replaces is adopted", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.res = new Response("replaced", { status: 418 });
  };
  const response = await ask(sandwich(guard, noting("B", [], "begin")));
  assertEquals([response.status, await response.text()], [418, "replaced"]);
});

Deno.test("Ruling 12 a guard that rewrites the body text is adopted", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.res = new Response((await c.res.text()).toUpperCase(), c.res);
  };
  const response = await ask(sandwich(guard, noting("B", [], "begin")));
  assertEquals([response.status, await response.text()], [201, "APP"]);
});

Deno.test("a guard that rewrites what an inner module wrote reads it from c.res", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.res = new Response((await c.res.text()).toUpperCase(), c.res);
  };
  const back = defineModule({
    name: "B",
    onUpdateRequestCache: (context) => write(context, " and more"),
  });
  assertEquals(await text(sandwich(guard, back)), "APP AND MORE");
});

Deno.test("the outer pipeline sees what the guard changed, in RELEASE", async () => {
  let seen: unknown;
  const front = defineModule({
    name: "A",
    onReleaseRequestState(context) {
      seen = [
        context.getResponse().getStatus().statusCode,
        context.getResponse().getHeader("X-Guard"),
      ];
    },
  });
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.res = new Response("replaced", { status: 418, headers: { "X-Guard": "1" } });
  };
  await text(sandwich(guard, noting("B", [], "begin"), front));
  assertEquals(seen, [418, "1"]);
});

Deno.test("a guard that throws after next is answered by app.onError", async () => {
  const seen: string[] = [];
  const guard: MiddlewareHandler = async (_c, next) => {
    await next();
    throw new Error("guard failed");
  };
  const app = sandwich(guard, noting("B", [], "begin"), noting("A", seen, "log", "end"));
  app.onError((error, c) => c.text(error.message, 500));
  const response = await ask(app);
  assertEquals([response.status, await response.text(), seen.join()], [
    500,
    "guard failed",
    "A log,A end",
  ]);
});

Deno.test("a flush in the nested pass hands over the Response while the app still runs", async () => {
  const back = defineModule({
    name: "B",
    async onBeginRequest(context) {
      write(context, "early ");
      await context.getResponse().flush(false, true);
    },
  });
  const front = pipeline(noting("A", [], "begin"));
  const guard: MiddlewareHandler = async (_c, next) => await next();
  assertEquals(await readsEarly(front, guard, pipeline(back)), ["early ", "late"]);
});

Deno.test("an app that throws behind a flush of the nested pass breaks the transfer", async () => {
  const back = defineModule({
    name: "B",
    async onBeginRequest(context) {
      write(context, "early");
      await context.getResponse().flush(false, true);
    },
  });
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  app.use(async (_c, next) => await next());
  app.use(pipeline(back));
  app.get("/", () => {
    throw new Error("broken");
  });
  await assertRejects(() => text(app));
});

Deno.test("a sub-app with its own onError is a boundary", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.onError((_error, c) => c.text("sub error", 500));
  sub.use(pipeline(noting("B", seen, "begin", "authenticate")));
  sub.get("/page", (c) => c.text("page"));
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "pre-execute")));
  app.route("/sub", sub);
  assertEquals(await text(app, "/sub/page"), "page");
  assertEquals(seen.join(), "A begin,A pre-execute,B begin,B authenticate");
});

Deno.test("a sub-app's own onError answers for its routes, and the outer stages go on", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.onError((_error, c) => c.text("sub error", 503));
  sub.use(pipeline(noting("B", seen, "begin")));
  sub.get("/page", () => {
    throw new Error("broken");
  });
  const app = new Hono();
  app.onError((_error, c) => c.text("app error", 500));
  app.use(pipeline(noting("A", seen, "log", "end")));
  app.route("/sub", sub);
  const response = await ask(app, "/sub/page");
  assertEquals([response.status, await response.text()], [503, "sub error"]);
  assertEquals(seen.join(), "B begin,A log,A end");
});

Deno.test("two requests inside one guard keep their responses apart", async () => {
  const guard: MiddlewareHandler = async (c, next) => {
    await next();
    c.header("X-Path", c.req.path);
  };
  const app = new Hono();
  app.use(pipeline(noting("A", [], "begin")));
  app.use(guard);
  app.use(pipeline(noting("B", [], "begin")));
  app.get("/:name", (c) => c.text(c.req.param("name")));
  const answers = await Promise.all(["/a", "/b"].map((path) => ask(app, path)));
  assertEquals(answers.map((answer) => answer.headers.get("x-path")), ["/a", "/b"]);
  assert((await answers[0].text()) === "a");
});
