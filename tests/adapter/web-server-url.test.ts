// What changes when a module changes the request line? SetUrl re-routes where the app is at hand, SetHttpMethod re-maps.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  E_INVALIDARG,
  GL_NOTIFICATION_CONTINUE,
  type IHttpContext,
  type ModuleDefinition,
  pipeline,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, noting, text, write } from "./_mount.ts";

const setUrl = (url: string, resetQueryString = false) =>
  defineModule({
    name: "Rewrite",
    onBeginRequest: (context) => void context.getRequest().setUrl(url, resetQueryString),
  });

const setMethod = (method: string) =>
  defineModule({
    name: "Method",
    onBeginRequest: (context) => void context.getRequest().setHttpMethod(method),
  });

/** An app whose routes tell where they were found. */
function routes(): Hono {
  const app = new Hono();
  app.get("/old", (c) => c.text("old route"));
  app.get("/new", (c) => c.text(`new route ${c.req.query("x") ?? "-"}`));
  app.post("/new", (c) => c.text("new route, posted"));
  app.delete("/old", (c) => c.text("deleted"));
  return app;
}

const path = (context: IHttpContext): string =>
  context.getRequest().getRawHttpRequest().cookedUrl.absPath;

// @see ihttprequest-seturl-method
Deno.test("12.101 IHttpRequest.setUrl in BEGIN re-routes an app inside createWebServer", async () => {
  const server = createWebServer({ modules: setUrl("/new?x=1", true), app: routes() });
  assertEquals(await text(server, "/old"), "new route 1");
});

// @see ihttprequest-seturl-method
Deno.test("12.101 IHttpRequest.setUrl without resetQueryString keeps the query of the request", async () => {
  const server = createWebServer({ modules: setUrl("/new"), app: routes() });
  assertEquals(await text(server, "/old?x=kept"), "new route kept");
});

// @see ihttprequest-seturl-method
Deno.test("12.101 IHttpRequest.setUrl in GL_PRE_BEGIN_REQUEST re-routes as well", async () => {
  const early = defineModule({
    name: "Early",
    onGlobalPreBeginRequest(provider) {
      provider.getHttpContext().getRequest().setUrl("/new", true);
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  assertEquals(
    await text(createWebServer({ modules: early, app: routes() }), "/old"),
    "new route -",
  );
});

// @see ihttprequest-geturlchanged-method
Deno.test("12.101 after IHttpRequest.setUrl the log shows the new URL and GetUrlChanged is true", async () => {
  const seen: unknown[] = [];
  const log = defineModule({
    name: "Log",
    onBeginRequest: (context) => void seen.push(context.getRequest().getUrlChanged()),
    onLogRequest: (context) => void seen.push(context.getRequest().getUrlChanged(), path(context)),
  });
  await text(createWebServer({ modules: [log, setUrl("/new")], app: routes() }), "/old");
  assertEquals(seen, [false, true, "/new"]);
});

// @see ihttprequest-seturl-method
Deno.test("12.101 IHttpRequest.setUrl in BEGIN selects the handler entry of the new URL", async () => {
  const answering = (name: string): ModuleDefinition =>
    defineModule({ name, onExecuteRequestHandler: (context) => write(context, name) });
  const server = createWebServer({
    modules: [setUrl("/example/default.aspx"), answering("Aspx"), answering("Other")],
    handlers: [
      { name: "aspx", path: "*.aspx", verb: "*", modules: "Aspx" },
      { name: "other", path: "*", verb: "*", modules: "Other" },
    ],
  });
  assertEquals(await text(server, "/"), "Aspx");
});

/** A server whose module sets the URL at `handler`. */
function settingAt(handler: keyof ModuleDefinition, seen: string[] = []) {
  const late = {
    name: "Late",
    [handler]: (c: IHttpContext) => void c.getRequest().setUrl("/new", false),
  };
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void seen.push(path(context)),
  });
  return createWebServer({ modules: [defineModule(late as ModuleDefinition), log], app: routes() });
}

for (
  const handler of ["onPostBeginRequest", "onAuthorizeRequest", "onResolveRequestCache"] as const
) {
  // @see ihttprequest-seturl-method
  Deno.test(`A-52 IHttpRequest.setUrl in ${handler} still re-routes`, async () => {
    assertEquals(await text(settingAt(handler), "/old"), "new route -");
  });
}

for (const handler of ["onAcquireRequestState", "onPreExecuteRequestHandler"] as const) {
  // @see ihttprequest-seturl-method
  Deno.test(`A-52 IHttpRequest.setUrl in ${handler} changes only what is read and logged`, async () => {
    const seen: string[] = [];
    assertEquals([await text(settingAt(handler, seen), "/old"), seen.join()], [
      "old route",
      "/new",
    ]);
  });
}

// @see ihttprequest-seturl-method
Deno.test("A-52 IHttpRequest.setUrl refuses a URL that is too long", async () => {
  const hrs: number[] = [];
  const module = defineModule({
    name: "Long",
    onBeginRequest(context) {
      hrs.push(context.getRequest().setUrl("/" + "x".repeat(100_000), false));
      hrs.push(context.getRequest().setUrl("/new", false));
    },
  });
  assertEquals(
    await text(createWebServer({ modules: module, app: routes() }), "/old"),
    "new route -",
  );
  assertEquals(hrs, [E_INVALIDARG, S_OK]);
});

// @see ihttprequest-sethttpmethod-method
Deno.test("12.100 IHttpRequest.setHttpMethod in BEGIN re-routes the app by the new verb", async () => {
  assertEquals(
    await text(createWebServer({ modules: setMethod("DELETE"), app: routes() }), "/old"),
    "deleted",
  );
});

// @see ihttprequest-sethttpmethod-method
Deno.test("12.100 IHttpRequest.setHttpMethod in BEGIN selects the handler entry of the new verb", async () => {
  const answering = (name: string): ModuleDefinition =>
    defineModule({ name, onExecuteRequestHandler: (context) => write(context, name) });
  const server = createWebServer({
    modules: [setMethod("OPTIONS"), answering("Options"), answering("Get")],
    handlers: [
      { name: "options", path: "*", verb: "OPTIONS", modules: "Options" },
      { name: "get", path: "*", verb: "GET", modules: "Get" },
    ],
  });
  assertEquals(await text(server, "/"), "Options");
});

// @see ihttprequest-sethttpmethod-method
Deno.test("12.100 IHttpRequest.setHttpMethod is what the log sees", async () => {
  let seen: unknown;
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      seen = context.getRequest().getHttpMethod();
    },
  });
  await text(createWebServer({ modules: [setMethod("DELETE"), log], app: routes() }), "/old");
  assertEquals(seen, "DELETE");
});

// @see ihttprequest-sethttpmethod-method
Deno.test("12.100 IHttpRequest.setHttpMethod from POST to GET leaves no body behind", async () => {
  const app = new Hono();
  app.get("/old", (c) => c.text(`got ${c.req.method}`));
  const server = createWebServer({ modules: setMethod("GET"), app });
  assertEquals(await text(server, "/old", { method: "POST", body: "unread" }), "got GET");
});

// @see ihttprequest-seturl-method
Deno.test("12.101 the body of a request is still there after a re-route", async () => {
  const app = new Hono();
  app.post("/new", async (c) => c.text(await c.req.text()));
  const server = createWebServer({ modules: setUrl("/new"), app });
  assertEquals(await text(server, "/old", { method: "POST", body: "carried" }), "carried");
});

// @see ihttprequest-seturl-method
Deno.test("Ruling 29 pipeline with options.app re-routes inside Hono", async () => {
  const app = new Hono();
  app.use(pipeline(setUrl("/new?x=1", true), { app }));
  app.route("/", routes());
  assertEquals(await text(app, "/old"), "new route 1");
});

// @see ihttprequest-seturl-method
Deno.test("Ruling 29 a re-routed request passes each stage of its pipeline once", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(
    pipeline([setUrl("/new"), noting("A", seen, "begin", "pre-execute", "release", "log", "end")], {
      app,
    }),
  );
  app.route("/", routes());
  await text(app, "/old");
  assertEquals(seen.join(), "A begin,A pre-execute,A release,A log,A end");
});

// @see ihttprequest-seturl-method
Deno.test("Ruling 29 pipeline without options.app changes only what later modules see", async () => {
  const seen: string[] = [];
  const app = new Hono();
  const log = defineModule({
    name: "Log",
    onLogRequest: (context) => void seen.push(path(context)),
  });
  app.use(pipeline([setUrl("/new"), log]));
  app.route("/", routes());
  assertEquals([await text(app, "/old"), seen.join()], ["old route", "/new"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("Ruling 29 a re-route to a URL that the app does not have is the app's 404", async () => {
  const app = routes();
  app.notFound((c) => c.text("not in the app", 404));
  const response = await ask(createWebServer({ modules: setUrl("/nowhere"), app }), "/old");
  assertEquals([response.status, await response.text()], [404, "not in the app"]);
});
