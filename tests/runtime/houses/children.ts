// What happens inside a request? Other requests, and notifications of a module's own; both may take their time.
import { Hono } from "hono";
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  createWebServer,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  getHttpContext,
  type ICustomNotificationProvider,
  type IHttpContext,
  pipeline,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import { flush, heard, type House, note, roomOf, rooms, sleep, write } from "./_kit.ts";

const WHOLE = CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY;
const isRoot = (context: IHttpContext): boolean => context.getParentContext() === null;

/** Executes a clone under another URL; the request parks meanwhile. */
function execute(context: IHttpContext, url: string, flags = 0): 0 | 1 {
  const child = context.cloneContext(WHOLE).httpContext!;
  child.getRequest().setUrl(url, true);
  const { completionExpected } = context.executeRequest(true, child, flags, null);
  return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
}

/** What each room does for a client; children go past it. */
const ROOMS: Record<string, (context: IHttpContext) => 0 | 1> = {
  answered: (context) => execute(context, "/children/app?part=answered"),
  parts(context) {
    write(context, "before, ");
    return execute(context, "/children/app?part=parts", EXECUTE_FLAG_NO_HEADERS);
  },
  changed: (context) =>
    execute(context, "/children/app?part=changed", EXECUTE_FLAG_BUFFER_RESPONSE),
  streamed: (context) => execute(context, "/children/drips"),
  body: (context) => execute(context, "/children/echo", EXECUTE_FLAG_NO_HEADERS),
};

const nesting = {
  name: "Nesting",
  onExecuteRequestHandler: (context: IHttpContext) =>
    isRoot(context) ? ROOMS[roomOf(context)]?.(context) : undefined,
  onAsyncCompletion(context: IHttpContext) {
    const room = roomOf(context);
    if (room === "parts") write(context, ", behind");
    if (room === "changed") context.getResponse().setStatus(201, "Changed");
  },
};

/** The child that writes in pieces. */
const drips = {
  name: "Drips",
  async onExecuteRequestHandler(context: IHttpContext) {
    if (roomOf(context) !== "drips") return;
    for (const piece of ["drip ", "drop"]) {
      write(context, piece);
      await flush(context);
      if (piece !== "drop") await heard("drips");
    }
  },
};

const app = {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/children/echo") return new Response(`echo ${await request.text()}`);
    const headers = { "X-App": url.pathname };
    return new Response(`app ${url.searchParams.get("part")}`, { status: 203, headers });
  },
};

const around = createWebServer({ app, modules: [nesting, drips] });

/** The same inside Hono: the pipeline has a handle on the app that it stands in. */
const inside = new Hono();
const handle = { fetch: (request: Request) => inside.fetch(request) };
inside.use(pipeline({
  name: "Composing",
  onBeginRequest(context: IHttpContext) {
    note(context, isRoot(context) ? "root" : "child");
    if (isRoot(context)) return execute(context, "/children/hono/part");
  },
}, { app: handle }));
inside.get("/children/hono", (c) => c.text("root"));
inside.get("/children/hono/part", (c) => c.text(`part, a child: ${!isRoot(getHttpContext(c))}`));

const weighing: ICustomNotificationProvider = {
  queryNotificationType: () => "runtime.weighing",
  setErrorStatus() {},
};

/** Custom notifications: heard at once by one module, and after a pause by another. */
const custom = rooms(
  {
    custom: (context) => write(context, "handled"),
  },
  {
    name: "Raising",
    onBeginRequest(context: IHttpContext) {
      const { completionExpected } = context.notifyCustomNotification(weighing);
      write(context, `expected ${completionExpected}, `);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion: (context: IHttpContext) => write(context, "completed, "),
  },
  {
    name: "Hearing",
    onCustomRequestNotification(context: IHttpContext, provider: ICustomNotificationProvider) {
      write(context, `${provider.queryNotificationType()}, `);
    },
  },
  {
    name: "Slow",
    async onCustomRequestNotification(context: IHttpContext) {
      if (!context.getRequest().getHeader("X-Slow")) return;
      await sleep(5);
      write(context, "weighed, ");
    },
  },
);

export const children: House = (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/children/hono")) return inside.fetch(request);
  return pathname === "/children/custom" ? custom(request) : around.fetch(request);
};
