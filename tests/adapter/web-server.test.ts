// Who stands around an app? `createWebServer`: fetch, bindings, closing, and what it does with nothing to call.
import { Hono } from "hono";
import {
  CHttpModule,
  createWebServer,
  defineModule,
  type IHttpModuleFactory,
  pipeline,
  RQ_BEGIN_REQUEST,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, gate, noting, text, within, write } from "./_mount.ts";

Deno.test("createWebServer runs the app as the handler of EXECUTE_REQUEST_HANDLER", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.get("/", (c) => {
    seen.push("app");
    return c.text("hello");
  });
  const server = createWebServer({
    modules: noting("A", seen, "begin", "pre-execute", "release", "end"),
    app,
  });
  assertEquals(await text(server), "hello");
  assertEquals(seen.join(), "A begin,A pre-execute,app,A release,A end");
});

Deno.test("createWebServer takes anything with fetch as the app", async () => {
  const server = createWebServer({
    modules: [],
    app: { fetch: (request: Request) => new Response(new URL(request.url).pathname) },
  });
  assertEquals(await text(server, "/plain"), "/plain");
});

Deno.test("createWebServer gives env and executionCtx to the app", async () => {
  const seen: unknown[] = [];
  const executionCtx = {
    waitUntil: (promise: Promise<unknown>) => void seen.push(promise),
    passThroughOnException: () => {},
    props: {},
  };
  const app = new Hono<{ Bindings: { KEY: string } }>();
  app.get("/", (c) => {
    c.executionCtx.waitUntil(Promise.resolve());
    return c.text(c.env.KEY);
  });
  const server = createWebServer({ modules: noting("A", [], "begin"), app });
  const request = new Request("http://localhost/");
  const response = await within(server.fetch(request, { KEY: "bound" }, executionCtx));
  assertEquals(await response.text(), "bound");
  assert(seen.length >= 1);
});

Deno.test("createWebServer without app and handlers answers 404 when no module claims the request", async () => {
  assertEquals((await ask(createWebServer({ modules: noting("A", [], "begin") }))).status, 404);
});

Deno.test("createWebServer lets a module answer without any app", async () => {
  const server = createWebServer({
    modules: defineModule({
      name: "Answer",
      onExecuteRequestHandler: (context) => write(context, "alone"),
    }),
  });
  assertEquals(await text(server), "alone");
});

Deno.test("createWebServer answers 500 for an app that throws, and END still runs", async () => {
  const seen: string[] = [];
  const server = createWebServer({
    modules: noting("A", seen, "log", "end"),
    app: {
      fetch() {
        throw new Error("the secret reason");
      },
    },
  });
  const response = await ask(server);
  assertEquals([response.status, (await response.text()).includes("secret")], [500, false]);
  assertEquals(seen.join(), "A log,A end");
});

Deno.test("createWebServer does not wait for ever for an app that answers with nothing", async () => {
  const app = { fetch: () => undefined as unknown as Response };
  const { status } = await ask(createWebServer({ modules: noting("A", [], "begin"), app }));
  assert(status === 404 || status === 500, String(status));
});

Deno.test("createWebServer's app sees request headers that a module changed", async () => {
  const server = createWebServer({
    modules: defineModule({
      name: "Headers",
      onBeginRequest: (context) => void context.getRequest().setHeader("X-New", "1", true),
    }),
    app: { fetch: (request: Request) => new Response(request.headers.get("x-new")) },
  });
  assertEquals(await text(server), "1");
});

Deno.test("createWebServer's app reads what modules left and inserted of the body", async () => {
  const server = createWebServer({
    modules: defineModule({
      name: "Insert",
      async onBeginRequest(context) {
        await context.getRequest().readEntityBody(new Uint8Array(4), false);
        context.getRequest().insertEntityBody(new TextEncoder().encode("new-"));
      },
    }),
    app: { fetch: async (request: Request) => new Response(await request.text()) },
  });
  assertEquals(await text(server, "/", { method: "POST", body: "old-rest" }), "new-rest");
});

Deno.test("createWebServer works around an app that has a pipeline of its own", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(noting("B", seen, "begin", "end")));
  app.get("/", (c) => c.text("ok"));
  const server = createWebServer({ modules: noting("A", seen, "begin", "end"), app });
  assertEquals(await text(server), "ok");
  assertEquals(seen.sort().join(), "A begin,A end,B begin,B end");
});

Deno.test("Ruling 26 after close fetch answers 503 and runs no module", async () => {
  const seen: string[] = [];
  const server = createWebServer({
    modules: noting("A", seen, "begin"),
    app: { fetch: () => new Response("ok") },
  });
  assertEquals(await text(server), "ok");
  await within(server.close());
  assertEquals([(await ask(server)).status, seen.length], [503, 1]);
});

Deno.test("Ruling 26 close lets running requests finish", async () => {
  const { opened, open } = gate();
  const seen: string[] = [];
  const server = createWebServer({
    modules: noting("A", seen, "end"),
    app: {
      async fetch() {
        await opened;
        return new Response("finished");
      },
    },
  });
  const answer = ask(server);
  const closed = server.close().then(() => void seen.push("closed"));
  open();
  assertEquals(await (await answer).text(), "finished");
  await within(closed, "close");
  assertEquals(seen.join(), "A end,closed");
});

Deno.test("Ruling 26 close waits no longer than its deadline", async () => {
  const { opened, open } = gate();
  const server = createWebServer({
    modules: [],
    app: {
      async fetch() {
        await opened;
        return new Response("late");
      },
    },
  });
  const answer = ask(server);
  await within(server.close({ deadline: 20 }), "close");
  open();
  await answer.catch(() => null);
});

// @see ihttpmodulefactory-terminate-method
Deno.test("Ruling 26 close terminates a factory once, also when it is called twice", async () => {
  let terminated = 0;
  const factory: IHttpModuleFactory = {
    getHttpModule: () => ({ hr: S_OK, module: new CHttpModule() }),
    terminate: () => void terminated++,
  };
  const server = createWebServer({
    modules: {
      name: "Terminated",
      registerModule: (_version, info) =>
        info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0),
    },
    app: { fetch: () => new Response("ok") },
  });
  await text(server);
  await within(Promise.all([server.close(), server.close()]));
  assertEquals(terminated, 1);
});

Deno.test("createWebServer tells for each capability whether it is real, advisory or absent", () => {
  const told = createWebServer({ modules: [] }).capabilities();
  for (const name of ["disconnect", "trailers", "earlyHints", "push", "duplex", "clock"] as const) {
    assert(["real", "advisory", "absent"].includes(told[name]), name);
  }
});

Deno.test("createWebServer hands out the IHttpServer that its modules registered with", () => {
  let registeredWith: unknown;
  const server = createWebServer({
    modules: {
      name: "Keep",
      registerModule(_version, info, httpServer) {
        registeredWith = httpServer;
        const factory = { getHttpModule: () => ({ hr: S_OK, module: null }), terminate: () => {} };
        return info.setRequestNotifications(factory, RQ_BEGIN_REQUEST, 0);
      },
    },
  });
  assert(registeredWith === server.httpServer);
});

Deno.test("createWebServer's modules run before an app that never answers a HEAD body", async () => {
  const server = createWebServer({
    modules: noting("A", [], "begin"),
    app: { fetch: () => new Response("body", { headers: { "X-App": "1" } }) },
  });
  const response = await ask(server, "/", { method: "HEAD" });
  assertEquals([response.headers.get("x-app"), await response.text()], ["1", ""]);
});
