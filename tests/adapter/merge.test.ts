// When do several mounts make one pipeline? Neighbours in the chain of a request merge, however they were mounted.
import { Hono } from "hono";
import {
  defineModule,
  type IHttpContext,
  pipeline,
  PRIORITY_ALIAS_FIRST,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, noting, text, write } from "./_mount.ts";

const early = ["begin", "authenticate"] as const;
const both = "A begin,B begin,A authenticate,B authenticate";

Deno.test("neighbouring pipelines run all BEGIN handlers before any AUTHENTICATE handler", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early, "end")));
  app.use(pipeline(noting("B", seen, ...early, "end")));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("hello");
  });
  assertEquals(await text(app), "hello");
  assertEquals(seen.join(), `${both},app,A end,B end`);
});

Deno.test("path-scoped pipelines merge where they match", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early)));
  app.use("/api/*", pipeline(noting("B", seen, ...early)));
  app.get("/api/x", (c) => c.text("x"));
  await text(app, "/api/x");
  assertEquals(seen.join(), both);
});

Deno.test("a path-scoped pipeline does not run where it does not match", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early)));
  app.use("/api/*", pipeline(noting("B", seen, ...early)));
  app.get("/other", (c) => c.text("other"));
  await text(app, "/other");
  assertEquals(seen.join(), "A begin,A authenticate");
});

Deno.test("requests with different matches alternate without mixing their plans", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin")));
  app.use("/b/*", pipeline(noting("B", seen, "begin")));
  app.use("/b/c", pipeline(noting("C", seen, "begin")));
  app.all("*", (c) => c.text("ok"));
  for (const path of ["/", "/b/c", "/b/x", "/", "/b/c"]) {
    await text(app, path);
    seen.push("|");
  }
  assertEquals(
    seen.join(" "),
    "A begin | A begin B begin C begin | A begin B begin | A begin | A begin B begin C begin |",
  );
});

Deno.test("pipelines merge across app.route", async () => {
  const seen: string[] = [];
  const sub = new Hono();
  sub.use(pipeline(noting("B", seen, ...early)));
  sub.get("/page", (c) => c.text("page"));
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early)));
  app.route("/sub", sub);
  assertEquals(await text(app, "/sub/page"), "page");
  assertEquals(seen.join(), both);
});

Deno.test("pipelines merge across basePath", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early)));
  const v1 = app.basePath("/v1");
  v1.use(pipeline(noting("B", seen, ...early)));
  v1.get("/page", (c) => c.text("page"));
  assertEquals(await text(app, "/v1/page"), "page");
  assertEquals(seen.join(), both);
});

Deno.test("pipelines merge across sub-apps in sub-apps", async () => {
  const seen: string[] = [];
  const inner = new Hono();
  inner.use(pipeline(noting("C", seen, ...early)));
  inner.get("/page", (c) => c.text("page"));
  const outer = new Hono();
  outer.use(pipeline(noting("B", seen, ...early)));
  outer.route("/inner", inner);
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early)));
  app.route("/outer", outer);
  await text(app, "/outer/inner/page");
  assertEquals(seen.join(), "A begin,B begin,C begin,A authenticate,B authenticate,C authenticate");
});

Deno.test("pipelines merge when they stand in one route", async () => {
  const seen: string[] = [];
  const app = new Hono();
  const [a, b] = ["A", "B"].map((name) => pipeline(noting(name, seen, ...early)));
  app.get("/", a, b, (c) => c.text("page"));
  assertEquals([await text(app), seen.join()], ["page", both]);
});

Deno.test("merged pipelines share one context", async () => {
  const contexts: IHttpContext[] = [];
  const keep = () =>
    pipeline(defineModule({ name: "Keep", onBeginRequest: (c) => void contexts.push(c) }));
  const app = new Hono();
  app.use(keep());
  app.use(keep());
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals([contexts.length, contexts[0] === contexts[1]], [2, true]);
});

Deno.test("priority classes count across merged pipelines", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin")));
  app.use(pipeline({ ...noting("B", seen, "begin"), priority: PRIORITY_ALIAS_FIRST }));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "B begin,A begin");
});

Deno.test("before and after count across merged pipelines", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "authenticate")));
  app.use(pipeline({ ...noting("B", seen, "begin", "authenticate"), before: ["A"] }));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "B begin,A begin,B authenticate,A authenticate");
});

Deno.test("Ruling 8 a cycle that arises only between two mounts is a 500 for that request alone", async () => {
  const errors: unknown[] = [];
  const original = console.error;
  console.error = (...told: unknown[]) => void errors.push(told);
  try {
    const app = new Hono();
    app.use(pipeline({ ...noting("A", [], "begin"), before: ["B"] }));
    app.use("/both", pipeline({ ...noting("B", [], "begin"), before: ["A"] }));
    app.all("*", (c) => c.text("ok"));
    assertEquals((await ask(app, "/both")).status, 500);
    assertEquals(await text(app, "/one"), "ok");
  } finally {
    console.error = original;
  }
  assertEquals(errors.length, 1);
});

Deno.test("RQ_SEND_RESPONSE of merged pipelines is raised once, in inverted order", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "send")));
  app.use(pipeline(noting("B", seen, "send")));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "B send,A send");
});

Deno.test("FINISH in the first of merged pipelines leaves LOG and END to both", async () => {
  const seen: string[] = [];
  const finish = defineModule({
    name: "Finish",
    onBeginRequest(context) {
      write(context, "done");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const app = new Hono();
  app.use(pipeline([finish, noting("A", seen, "begin", "log", "end")]));
  app.use(pipeline(noting("B", seen, "begin", "log", "end")));
  app.get("/", (c) => c.text("never"));
  assertEquals(await text(app), "done");
  assertEquals(seen.join(), "A log,B log,A end,B end");
});

Deno.test("FINISH in the second of merged pipelines skips the later stages of the first", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "authorize", "end")));
  app.use(pipeline(defineModule({
    name: "Deny",
    onAuthenticateRequest(context) {
      context.getResponse().setStatus(401, "Unauthorized");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  })));
  app.get("/", (c) => {
    seen.push("app");
    return c.text("never");
  });
  assertEquals([(await ask(app)).status, seen.join()], [401, "A begin,A end"]);
});

Deno.test("what merged modules write keeps their order, and the app follows", async () => {
  const writing = (name: string) =>
    pipeline(defineModule({ name, onBeginRequest: (context) => write(context, name) }));
  const app = new Hono();
  app.use(writing("A"));
  app.use(writing("B"));
  app.get("/", (c) => c.text("app"));
  assertEquals(await text(app), "ABapp");
});

Deno.test("merged pipelines make one module object per request and module", async () => {
  let made = 0;
  const counted = () =>
    pipeline(defineModule({ name: "Made", create: () => ({ onBeginRequest: () => void made++ }) }));
  const app = new Hono();
  app.use(counted());
  app.use(counted());
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(made, 2);
});

Deno.test("options.integrate false keeps a pipeline apart from its neighbour in front", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, ...early, "pre-execute", "release")));
  app.use(pipeline(noting("B", seen, ...early, "release"), { integrate: false }));
  app.get("/", (c) => c.text("ok"));
  assertEquals(await text(app), "ok");
  assertEquals(
    seen.join(),
    "A begin,A authenticate,A pre-execute,B begin,B authenticate,B release,A release",
  );
});

Deno.test("options.integrate false keeps a pipeline apart from its neighbour behind", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("A", seen, "begin", "pre-execute"), { integrate: false }));
  app.use(pipeline(noting("B", seen, "begin", "authenticate")));
  app.get("/", (c) => c.text("ok"));
  await text(app);
  assertEquals(seen.join(), "A begin,A pre-execute,B begin,B authenticate");
});
