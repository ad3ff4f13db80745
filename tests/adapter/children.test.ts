// Do child requests work inside a Hono app? With a handle on it, through its routes, guards and pipelines.
import { Hono } from "hono";
import {
  defineModule,
  EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR,
  EXECUTE_FLAG_NO_HEADERS,
  EXECUTE_FLAG_SAME_URL,
  getHttpContext,
  honoModule,
  type IHttpContext,
  pipeline,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_EXECUTE_REQUEST_HANDLER,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, executeChild, isRoot, nesting } from "../conformance/_child.ts";
import { turn } from "../conformance/_notes.ts";
import { ask, text, write } from "./_mount.ts";

/** A Hono app that is asked again by the children of its own pipeline. */
function self(): { app: Hono; handle: { fetch: Hono["fetch"] } } {
  const app = new Hono();
  return { app, handle: { fetch: (...request) => app.fetch(...request) } };
}

// @see ihttpcontext-executerequest-method
Deno.test("pipeline with app: a child runs the pipeline again and is routed anew, once", async () => {
  const { app, handle } = self();
  const seen: string[] = [];
  const stamp = defineModule({
    name: "Stamp",
    onBeginRequest: (context) => void seen.push(isRoot(context) ? "root begin" : "child begin"),
    onEndRequest: (context) => void seen.push(isRoot(context) ? "root end" : "child end"),
  });
  app.use(pipeline([nesting(seen, "/other"), stamp], { app: handle }));
  app.get("/", (c) => c.text("asked for the root"));
  app.get("/other", (c) => c.text(`other, a child: ${!isRoot(getHttpContext(c))}`));
  assertEquals(await text(app), "other, a child: true");
  await turn();
  assertEquals(seen, [
    "child begin",
    "child end",
    ...COMPLETION(RQ_BEGIN_REQUEST),
    "root begin",
    "root end",
  ]);
});

// @see ihttpcontext-executerequest-method
Deno.test("pipeline without app: ExecuteRequest is not supported (ruling 29)", async () => {
  const app = new Hono();
  const seen: string[] = [];
  app.use(pipeline(nesting(seen, "/other")));
  app.get("/", (c) => c.text("root"));
  assertEquals(await text(app), "root");
  assertEquals(seen, ["refused 0x80070032"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("pipeline with app: a child composes a page from routes of its own app", async () => {
  const { app, handle } = self();
  const composing = defineModule({
    name: "Composing",
    onExecuteRequestHandler(context) {
      if (context.getRequest().getHeader("X-Compose") === null || !isRoot(context)) return;
      write(context, "<");
      executeChild(context, "/part", { execute: EXECUTE_FLAG_NO_HEADERS });
      return 1;
    },
    onAsyncCompletion: (context) => write(context, ">"),
  });
  app.use(pipeline(composing, { app: handle }));
  app.get("/part", (c) => c.text("part"));
  app.get("/", (c) => c.text("whole"));
  assertEquals(await text(app, "/", { headers: { "X-Compose": "yes" } }), "<part>");
  assertEquals(await text(app, "/"), "whole");
});

// @see ihttpcontext-executerequest-method
Deno.test("pipeline with app: guards and pipelines of the child's own path stand in its way", async () => {
  const { app, handle } = self();
  const seen: string[] = [];
  app.use(pipeline(nesting(seen, "/guarded/page"), { app: handle }));
  app.use("/guarded/*", async (c, next) => {
    if (c.req.header("X-Key") !== "open") return c.text("not for you", 403);
    await next();
  });
  app.use(
    "/guarded/*",
    pipeline(defineModule({
      name: "Inner",
      onBeginRequest: (context) => void seen.push(`inner ${isRoot(context)}`),
    })),
  );
  app.get("/guarded/page", (c) => c.text("guarded"));
  app.get("/", (c) => c.text("root"));
  const refused = await ask(app);
  assertEquals([refused.status, await refused.text()], [403, "not for you"]);
  await turn();
  assertEquals(seen.splice(0), COMPLETION(RQ_BEGIN_REQUEST));
  assertEquals(await text(app, "/", { headers: { "X-Key": "open" } }), "guarded");
  await turn();
  assertEquals(seen, ["inner false", ...COMPLETION(RQ_BEGIN_REQUEST)]);
});

// @see ihttpcontext-executerequest-method
Deno.test("pipeline with app: a child out of a pipeline behind a boundary runs the one in front again", async () => {
  const { app, handle } = self();
  const seen: string[] = [];
  const stamp = (name: string) =>
    defineModule({
      name,
      onBeginRequest: (context) => void seen.push(`${name} ${isRoot(context)}`),
    });
  app.use(pipeline(stamp("Front"), { app: handle }));
  app.use((_c, next) => next());
  app.use(pipeline([stamp("Behind"), nesting(seen, "/other", { at: "onExecuteRequestHandler" })]));
  app.get("/", (c) => c.text("root"));
  app.get("/other", (c) => c.text("other"));
  assertEquals(await text(app), "other");
  await turn();
  assertEquals(seen, [
    "Front true",
    "Behind true",
    "Front false",
    "Behind false",
    ...COMPLETION(RQ_EXECUTE_REQUEST_HANDLER),
  ]);
});

// @see ihttpcontext-executerequest-method
Deno.test("pipeline with app: the child of a POST has the body in its own Hono handler", async () => {
  const { app, handle } = self();
  app.use(pipeline(nesting([], "/echo", { execute: EXECUTE_FLAG_NO_HEADERS }), { app: handle }));
  app.post("/echo", async (c) => c.text(`child ${await c.req.text()}, `));
  app.post("/", async (c) => c.text(`root ${await c.req.text()}`));
  assertEquals(await text(app, "/", { method: "POST", body: "grist" }), "child grist, root grist");
});

// @see ihttpcontext-executerequest-method
Deno.test("createWebServer around Hono: a child passes pipelines and Hono modules of its own", async () => {
  const app = new Hono();
  const seen: string[] = [];
  app.use(pipeline(defineModule({
    name: "Inside",
    onBeginRequest: (context) => void seen.push(`inside ${isRoot(context)}`),
  })));
  app.get("/other", (c) => c.text("other", 200, { "X-Other": "yes" }));
  const foreign = honoModule(async (c, next) => {
    await next();
    c.header("X-Foreign", "after");
  }, { at: RQ_AUTHORIZE_REQUEST });
  const { get } = house([nesting(seen, "/other"), foreign], { app });
  const response = await get("/");
  assertEquals([response.status, await response.text()], [200, "other"]);
  assertEquals([response.headers.get("X-Other"), response.headers.get("X-Foreign")], [
    "yes",
    "after",
  ]);
  await turn();
  assertEquals(seen[0], "inside false");
});

/** Forwards to itself: what else would answer this URL? */
const forwarding = (name: string, seen: string[]) =>
  defineModule({
    name,
    onExecuteRequestHandler(context: IHttpContext) {
      seen.push(`${name} ${isRoot(context) ? "root" : "child"}`);
      const execute = EXECUTE_FLAG_SAME_URL | EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR;
      return executeChild(context, "", { execute }).hr === 0 ? 1 : 0;
    },
  });

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR: the child's handler is the next entry, down the whole chain", async () => {
  const seen: string[] = [];
  const entry = (name: string) => ({ name, path: "*.x", verb: "*", modules: name });
  const { get } = house([forwarding("A", seen), forwarding("B", seen)], {
    handlers: [entry("A"), entry("B")],
    app: { fetch: () => new Response("the app") },
  });
  assertEquals(await (await get("/page.x")).text(), "the app");
  assertEquals(seen, ["A root", "B child"]);
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR without entries: the module that forwards is not asked again", async () => {
  const seen: string[] = [];
  const { get } = house([forwarding("A", seen), forwarding("B", seen)], {
    app: { fetch: () => new Response("the app") },
  });
  assertEquals(await (await get("/page")).text(), "the app");
  assertEquals(seen, ["A root", "B child"]);
});
