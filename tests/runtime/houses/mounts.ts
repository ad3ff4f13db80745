// Where can modules stand? In a Hono app, around one, merged with their neighbours, never past a guard.
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import {
  createWebServer,
  getHttpContext,
  honoModule,
  type IHttpContext,
  location,
  pipeline,
  RQ_AUTHENTICATE_REQUEST,
} from "../../../mod.ts";
import { heard, type House, note, RQ_NOTIFICATION_FINISH_REQUEST, write } from "./_kit.ts";

const stamp = (name: string) => ({
  name,
  onBeginRequest: (context: IHttpContext) => note(context, `${name}.begin`),
  onAuthenticateRequest: (context: IHttpContext) => note(context, `${name}.authenticate`),
  onLogRequest: (context: IHttpContext) => note(context, `${name}.log`),
});

const mounted = new Hono().basePath("/mounts");

mounted.get("/middleware", pipeline(stamp("Alone")), (c) => c.text("the app's answer"));

const marked = {
  name: "Marked",
  onBeginRequest: (context: IHttpContext) =>
    void context.getResponse().setHeader("X-Marked", "yes", true),
};
mounted.get("/marked", pipeline(marked), (c) => c.text("a text"));

const watched = pipeline({ name: "Watched", onTransferEnd() {} });
mounted.get("/watched", watched, (c) => c.html("<p>a page</p>"));

mounted.use("/merged/*", pipeline(stamp("A")));
mounted.use("/merged/*", pipeline(stamp("B")));
mounted.get("/merged/page", (c) => c.text("merged"));

/** Answers at the first stage, as a cache does. */
const cache = {
  name: "Cache",
  onBeginRequest(context: IHttpContext) {
    note(context, "Cache.begin");
    write(context, "from the cache");
    return RQ_NOTIFICATION_FINISH_REQUEST;
  },
};
const guard = createMiddleware(async (c, next) => {
  if (c.req.header("X-Key") !== "let me in") return c.text("not for you", 403);
  note(getHttpContext(c), "guard");
  await next();
});
mounted.use("/guarded/*", pipeline(stamp("Front")), guard, pipeline(cache));
mounted.get("/guarded/page", (c) => c.text("the app"));

/** The app's own Response: status, headers and a body that comes in pieces. */
function streamed(): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(encoder.encode("first "));
      await heard("adopted");
      controller.enqueue(encoder.encode("second"));
      controller.close();
    },
  });
  return new Response(body, { status: 203, headers: { "X-App": "yes", "X-Same": "app" } });
}
const same = {
  name: "Same",
  onBeginRequest: (context: IHttpContext) =>
    void context.getResponse().setHeader("X-Same", "module", true),
};
mounted.get("/adopted", pipeline([stamp("M"), same]), streamed);

mounted.get(
  "/located/:page",
  pipeline([
    stamp("Everywhere"),
    location("/mounts/located/inner", [stamp("Inner")]),
  ]),
  (c) => c.text(c.req.param("page")),
);

const foreign = createMiddleware(async (c, next) => {
  await next();
  c.header("X-Foreign", "after");
});
mounted.get(
  "/foreign",
  pipeline([honoModule(foreign, { at: RQ_AUTHENTICATE_REQUEST })]),
  (c) => c.text("with a middleware as a module"),
);

mounted.get("/fails", pipeline(stamp("F")), () => {
  throw new Error("the app failed");
});
mounted.onError((_error, c) => c.text("caught by the app", 500));

/** The server around the app: its early stages come before routing. */
const routed = new Hono();
routed.get("/mounts/routed/new", (c) => c.text(`new ${new URL(c.req.url).search}`));
routed.get("/mounts/routed/old", (c) => c.text("old"));
const rewriting = createWebServer({
  app: routed,
  modules: [{
    name: "Rewriting",
    onBeginRequest(context: IHttpContext) {
      context.getRequest().setUrl("/mounts/routed/new", false);
      note(context, "Rewriting.begin");
    },
  }],
});

export const mounts: House = (request) =>
  new URL(request.url).pathname.startsWith("/mounts/routed/")
    ? rewriting.fetch(request)
    : mounted.fetch(request);
