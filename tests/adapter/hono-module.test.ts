// Where does a Hono middleware run as a module? `honoModule`: before next at its stage, after next at the mirrored one.
import { Hono, type MiddlewareHandler } from "hono";
import { basicAuth } from "hono/basic-auth";
import { secureHeaders } from "hono/secure-headers";
import {
  createWebServer,
  defineModule,
  honoModule,
  pipeline,
  RQ_ACQUIRE_REQUEST_STATE,
  RQ_AUTHENTICATE_REQUEST,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_PRE_EXECUTE_REQUEST_HANDLER,
  RQ_RESOLVE_REQUEST_CACHE,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, noting, STAGES, text, type Word, write } from "./_mount.ts";

const words = (Object.keys(STAGES) as Word[]).filter((word) => word !== "send");

/** A middleware that notes both of its halves. */
function halves(seen: string[]): MiddlewareHandler {
  return async (_c, next) => {
    seen.push("before");
    await next();
    seen.push("after");
  };
}

/** The stage, "app" included, in which each half of a middleware ran; a probe is listed in front of it. */
async function placed(at: number): Promise<Record<string, string>> {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline([noting("P", seen, ...words), honoModule(halves(seen), { at })]));
  app.get("/", (c) => {
    seen.push("P app");
    return c.text("ok");
  });
  await text(app);
  const stageOf = (half: string): string => seen[seen.lastIndexOf(half) - 1]?.replace("P ", "");
  return { before: stageOf("before"), after: stageOf("after") };
}

const MIRRORS: [string, number, string, string][] = [
  ["BEGIN_REQUEST", RQ_BEGIN_REQUEST, "begin", "end"],
  ["AUTHENTICATE_REQUEST", RQ_AUTHENTICATE_REQUEST, "authenticate", "log"],
  ["AUTHORIZE_REQUEST", RQ_AUTHORIZE_REQUEST, "authorize", "update"],
  ["RESOLVE_REQUEST_CACHE", RQ_RESOLVE_REQUEST_CACHE, "resolve", "release"],
  ["MAP_REQUEST_HANDLER", RQ_MAP_REQUEST_HANDLER, "map", "app"],
  ["ACQUIRE_REQUEST_STATE", RQ_ACQUIRE_REQUEST_STATE, "acquire", "app"],
  ["PRE_EXECUTE_REQUEST_HANDLER", RQ_PRE_EXECUTE_REQUEST_HANDLER, "pre-execute", "app"],
];

for (const [name, at, before, after] of MIRRORS) {
  Deno.test(`Ruling 27 honoModule at ${name} runs its second half after ${after}`, async () => {
    assertEquals(await placed(at), { before, after });
  });
}

Deno.test("Ruling 27 when FINISH skips the mirrored stage the second half runs at LOG", async () => {
  const seen: string[] = [];
  const finish = defineModule({
    name: "Finish",
    onAcquireRequestState(context) {
      write(context, "early");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const app = new Hono();
  const module = honoModule(halves(seen), { at: RQ_RESOLVE_REQUEST_CACHE });
  app.use(pipeline([noting("P", seen, "resolve", "log", "end"), module, finish]));
  app.get("/", (c) => c.text("never"));
  assertEquals(await text(app), "early");
  assertEquals(seen.join(), "P resolve,before,P log,after,P end");
});

Deno.test("Ruling 27 a Response that the middleware returns is adopted and means FINISH", async () => {
  const seen: string[] = [];
  const app = new Hono();
  const guard = honoModule((c) => Promise.resolve(c.text("denied", 401, { "X-Guard": "1" })), {
    at: RQ_AUTHENTICATE_REQUEST,
  });
  app.use(pipeline([guard, noting("P", seen, "begin", "authorize", "log", "end")]));
  app.get("/", (c) => c.text("never"));
  const response = await ask(app);
  assertEquals([response.status, response.headers.get("x-guard")], [401, "1"]);
  assertEquals([await response.text(), seen.join()], ["denied", "P begin,P log,P end"]);
});

Deno.test("Ruling 27 hono's basicAuth works as a module, and can be passed", async () => {
  const guard = honoModule(basicAuth({ username: "me", password: "secret" }), {
    at: RQ_AUTHENTICATE_REQUEST,
  });
  const app = new Hono();
  app.use(pipeline(guard));
  app.get("/", (c) => c.text("welcome"));
  const denied = await ask(app);
  assertEquals(denied.status, 401);
  assert(denied.headers.get("www-authenticate")?.startsWith("Basic"));
  const headers = { Authorization: `Basic ${btoa("me:secret")}` };
  assertEquals(await text(app, "/", { headers }), "welcome");
});

Deno.test("Ruling 27 hono's secureHeaders works as a module: what it sets after next is on the wire", async () => {
  const app = new Hono();
  app.use(pipeline(honoModule(secureHeaders(), { at: RQ_BEGIN_REQUEST })));
  app.get("/", (c) => c.text("ok", 201));
  const response = await ask(app);
  assertEquals([response.status, await response.text()], [201, "ok"]);
  assertEquals(response.headers.get("x-content-type-options"), "nosniff");
});

Deno.test("Ruling 27 the second half sees the answer in c.res and may change its headers", async () => {
  let status = 0;
  const watching = honoModule(async (c, next) => {
    await next();
    status = c.res.status;
    c.header("X-Status", String(c.res.status));
  }, { at: RQ_BEGIN_REQUEST });
  const app = new Hono();
  app.use(pipeline(watching));
  app.get("/", (c) => c.text("made", 201));
  const response = await ask(app);
  assertEquals([status, response.headers.get("x-status"), await response.text()], [
    201,
    "201",
    "made",
  ]);
});

Deno.test("Ruling 27 a header that the middleware sets before next is on the wire", async () => {
  const setting = honoModule(async (c, next) => {
    c.header("X-Before", "1");
    await next();
  }, { at: RQ_BEGIN_REQUEST });
  const app = new Hono();
  app.use(pipeline(setting));
  app.get("/", (c) => c.text("ok"));
  assertEquals((await ask(app)).headers.get("x-before"), "1");
});

Deno.test("Ruling 27 what the middleware keeps before next it finds after it, request by request", async () => {
  const timing = honoModule(async (c, next) => {
    const path = c.req.path;
    await next();
    c.header("X-Path", path);
  }, { at: RQ_BEGIN_REQUEST });
  const app = new Hono();
  app.use(pipeline(timing));
  app.get("/:name", (c) => c.text("ok"));
  const answers = await Promise.all(["/a", "/b"].map((path) => ask(app, path)));
  assertEquals(answers.map((answer) => answer.headers.get("x-path")), ["/a", "/b"]);
});

Deno.test("Ruling 27 a middleware that throws before next ends its request with 500", async () => {
  const seen: string[] = [];
  const broken = honoModule(() => Promise.reject(new Error("broken")), {
    at: RQ_AUTHORIZE_REQUEST,
  });
  const server = createWebServer({
    modules: [broken, noting("P", seen, "begin", "resolve", "log", "end")],
    app: { fetch: () => new Response("never") },
  });
  assertEquals([(await ask(server)).status, seen.join()], [500, "P begin,P log,P end"]);
});

Deno.test("Ruling 27 honoModule works in createWebServer around an app", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.get("/", (c) => {
    seen.push("app");
    return c.text("ok");
  });
  const server = createWebServer({
    modules: honoModule(halves(seen), { at: RQ_BEGIN_REQUEST }),
    app,
  });
  assertEquals([await text(server), seen.join()], ["ok", "before,app,after"]);
});

Deno.test("Ruling 27 two honoModules wind around each other like middlewares", async () => {
  const seen: string[] = [];
  const named = (name: string): MiddlewareHandler => async (_c, next) => {
    seen.push(`${name} in`);
    await next();
    seen.push(`${name} out`);
  };
  const app = new Hono();
  app.use(pipeline([
    honoModule(named("outer"), { at: RQ_BEGIN_REQUEST }),
    honoModule(named("inner"), { at: RQ_AUTHORIZE_REQUEST }),
  ]));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "outer in,inner in,inner out,outer out");
});

Deno.test("Ruling 27 a second half that sets a header behind a head that has left loses no byte", async () => {
  const early = defineModule({
    name: "Early",
    async onBeginRequest(context) {
      write(context, "early ");
      await context.getResponse().flush(false, true);
    },
  });
  const late = honoModule(async (c, next) => {
    await next();
    c.header("X-Late", "1");
  }, { at: RQ_BEGIN_REQUEST });
  const app = new Hono();
  app.use(pipeline([late, early]));
  app.get("/", (c) => c.text("body"));
  assertEquals(await text(app), "early body");
});

Deno.test("Ruling 27 a middleware that throws after next ends its request with 500", async () => {
  const broken = honoModule(async (_c, next) => {
    await next();
    throw new Error("broken");
  }, { at: RQ_AUTHORIZE_REQUEST });
  const app = new Hono();
  app.use(pipeline(broken));
  app.get("/", (c) => c.text("never"));
  assertEquals((await ask(app)).status, 500);
});
