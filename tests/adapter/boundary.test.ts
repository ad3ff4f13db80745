// What may a foreign middleware count on? It is a boundary: what is mounted behind it starts when it calls next (ruling 12).
import { Hono, type MiddlewareHandler } from "hono";
import { basicAuth } from "hono/basic-auth";
import {
  defineModule,
  type ModuleDefinition,
  pipeline,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { user } from "../conformance/_notes.ts";
import { ask, noting, text, write } from "./_mount.ts";

const pass: MiddlewareHandler = async (_c, next) => await next();
const deny: MiddlewareHandler = (c) => Promise.resolve(c.text("denied", 401));

/** A cache that always has an answer, and notes whenever it runs at all. */
const cache = (seen: string[]): ModuleDefinition =>
  defineModule({
    name: "Cache",
    onBeginRequest: () => void seen.push("cache begin"),
    onResolveRequestCache(context) {
      seen.push("cache hit");
      write(context, "from the cache");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
    onLogRequest: () => void seen.push("cache log"),
    onEndRequest: () => void seen.push("cache end"),
    onSendResponse: () => void seen.push("cache send"),
  });

/** pipeline(front), guard, pipeline(back), and an app that notes when it runs. */
function sandwich(
  front: ModuleDefinition,
  guard: MiddlewareHandler,
  back: ModuleDefinition,
  seen: string[] = [],
): Hono {
  const app = new Hono();
  app.use(pipeline(front));
  app.use(guard);
  app.use(pipeline(back));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("app");
  });
  return app;
}

Deno.test("Ruling 12 what stands behind a foreign middleware starts when it calls next", async () => {
  const seen: string[] = [];
  const guard: MiddlewareHandler = async (_c, next) => {
    seen.push("guard in");
    await next();
    seen.push("guard out");
  };
  const words = [
    "begin",
    "authenticate",
    "pre-execute",
    "release",
    "update",
    "log",
    "end",
  ] as const;
  assertEquals(
    await text(sandwich(noting("A", seen, ...words), guard, noting("B", seen, ...words), seen)),
    "app",
  );
  assertEquals(
    seen.join(),
    "A begin,A authenticate,A pre-execute,guard in,B begin,B authenticate,B pre-execute,app," +
      "B release,B update,guard out,A release,A update,A log,B log,A end,B end",
  );
});

Deno.test("a guard that answers 401 is never overtaken by a cache mounted behind it", async () => {
  const seen: string[] = [];
  const response = await ask(sandwich(noting("A", seen, "begin", "end"), deny, cache(seen), seen));
  assertEquals([response.status, await response.text()], [401, "denied"]);
  assertEquals(seen.join(), "A begin,A end");
});

Deno.test("a cache behind a guard that lets through answers in place of the app", async () => {
  const seen: string[] = [];
  const got = await text(sandwich(noting("A", seen, "begin", "end"), pass, cache(seen), seen));
  assertEquals([got, seen.includes("app")], ["from the cache", false]);
});

Deno.test("a guard without a pipeline in front of it is a boundary as well", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(deny);
  app.use(pipeline(cache(seen)));
  app.get("/", (c) => c.text("app"));
  assertEquals([(await ask(app)).status, seen.join()], [401, ""]);
});

Deno.test("hono's basicAuth guards a cache mounted behind it", async () => {
  const seen: string[] = [];
  const guard = basicAuth({ username: "me", password: "secret" });
  const app = sandwich(noting("A", seen, "begin"), guard, cache(seen));
  assertEquals((await ask(app)).status, 401);
  assertEquals(seen.join(), "A begin");
  const headers = { Authorization: `Basic ${btoa("me:secret")}` };
  assertEquals(await text(app, "/", { headers }), "from the cache");
});

Deno.test("a guard in a sub-app is a boundary between the pipelines around it", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.use(deny);
  sub.use(pipeline(cache(seen)));
  sub.get("/page", (c) => c.text("page"));
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin")));
  app.route("/sub", sub);
  assertEquals([(await ask(app, "/sub/page")).status, seen.join()], [401, "A begin"]);
});

Deno.test("a guard is a boundary only for the requests that it matches", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "authenticate")));
  app.use("/guarded/*", pass);
  app.use(pipeline(noting("B", seen, "begin", "authenticate")));
  app.all("*", (c) => c.text("ok"));
  await text(app, "/open");
  assertEquals(seen.splice(0).join(), "A begin,B begin,A authenticate,B authenticate");
  await text(app, "/guarded/x");
  assertEquals(seen.join(), "A begin,A authenticate,B begin,B authenticate");
});

Deno.test("a route handler that calls next is a boundary like any middleware", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "pre-execute")));
  app.get("/", async (_c, next) => {
    seen.push("route");
    await next();
  });
  app.use(pipeline(noting("B", seen, "begin")));
  app.get("/", (c) => c.text("ok"));
  assertEquals([await text(app), seen.join()], ["ok", "A begin,A pre-execute,route,B begin"]);
});

Deno.test("Ruling 12 FINISH inside the nested pass ends that pass only", async () => {
  const seen: string[] = [];
  const finish = defineModule({
    name: "B",
    onBeginRequest(context) {
      write(context, "finished");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
    onAuthenticateRequest: () => void seen.push("B authenticate"),
    onLogRequest: () => void seen.push("B log"),
  });
  const got = await text(
    sandwich(noting("A", seen, "release", "update", "log"), pass, finish, seen),
  );
  assertEquals([got, seen.join()], ["finished", "A release,A update,A log,B log"]);
});

Deno.test("Ruling 12 RQ_SEND_RESPONSE handlers on both sides join one send, in inverted order", async () => {
  const seen: string[] = [];
  await text(sandwich(noting("A", seen, "send"), pass, noting("B", seen, "send")));
  assertEquals(seen.join(), "B send,A send");
});

Deno.test("Ruling 12 both sides share one context and one response buffer", async () => {
  const writing = (name: string) =>
    defineModule({ name, onBeginRequest: (context) => write(context, name) });
  assertEquals(await text(sandwich(writing("A"), pass, writing("B"))), "ABapp");
});

Deno.test("Ruling 12 a user set in front of the guard is the user behind it", async () => {
  let name: string | undefined;
  const front = defineModule({
    name: "A",
    onAuthenticateRequest: (_c, provider) => provider.setUser(user("kim")),
  });
  const back = defineModule({
    name: "B",
    onBeginRequest(context) {
      name = context.getUser()?.getUserName();
    },
  });
  await text(sandwich(front, pass, back));
  assertEquals(name, "kim");
});

Deno.test("pipelines on either side of two guards make two nested passes", async () => {
  const seen: string[] = [];
  const app = new Hono();
  for (const name of ["A", "B", "C"]) {
    app.use(pipeline(noting(name, seen, "begin", "pre-execute", "release", "end")));
    app.use(pass);
  }
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(
    seen.join(),
    "A begin,A pre-execute,B begin,B pre-execute,C begin,C pre-execute," +
      "C release,B release,A release,A end,B end,C end",
  );
});

Deno.test("neighbours behind a guard merge with each other", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin")));
  app.use(pass);
  app.use(pipeline(noting("B", seen, "begin", "authenticate")));
  app.use(pipeline(noting("C", seen, "begin", "authenticate")));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "A begin,B begin,C begin,B authenticate,C authenticate");
});
