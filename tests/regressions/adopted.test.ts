// What becomes of the app's Response? It is used once, changed nowhere else, and never missing.
import { Hono } from "hono";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import {
  CLONE_FLAG_BASICS,
  CLONE_FLAG_HEADERS,
  defineModule,
  pipeline,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import type { House } from "../../testing.ts";
import { assertEquals, assertStringIncludes } from "../_assert.ts";
import { ask, house, hushed, text, uncaught, write } from "./_kit.ts";

const greeting = defineModule({
  name: "Greeting",
  onBeginRequest(context) {
    const name = context.getRequest().getHeader("X-User");
    context.getResponse().setHeader("Set-Cookie", `user=${name}`, true);
  },
});
const SHARED: Record<string, HeadersInit> = {
  "headers": { location: "/login" },
  "a content type": { location: "/login", "content-type": "text/html" },
};
for (const [what, headers] of Object.entries(SHARED)) {
  // Nothing may leak from one request into another: a Response without a body can be answered again and again.
  Deno.test(`a Response with ${what} and no body can be answered again, and nothing of one client reaches the next`, async () => {
    const shared = new Response(null, { status: 302, headers });
    const { get } = house(greeting, { app: { fetch: () => shared } });
    await get("/", { headers: { "X-User": "alice" } });
    const second = await get("/", { headers: { "X-User": "bob" } });
    assertEquals(second.headers.getSetCookie(), ["user=bob"]);
    assertEquals(second.headers.get("location"), "/login");
    const third = await get("/", { headers: { "X-User": "carol" } });
    assertEquals(third.headers.getSetCookie(), ["user=carol"]);
  });
}

/** Servers inside each other, around one Response; the clients' names stand in cookies of the inner and the outer one. */
const nested: Record<string, (answer: () => Response) => House> = {
  "a server in a server": (fetch) =>
    house(outer, { app: house(greeting, { app: { fetch } }).server }),
  "a server in a Hono app": (fetch) => {
    const inner = house(greeting, { app: { fetch } }).server;
    const app = new Hono().use(pipeline(outer)).all("*", (c) => inner.fetch(c.req.raw));
    return { ...house([]), get: async (path, init) => await app.request(path!, init) };
  },
  "a child request": (fetch) => house([greeting, outer, inChild], { app: { fetch } }),
};
const outer = defineModule({
  name: "Outer",
  // So that the app is asked with another Request than the one that arrived.
  onBeginRequest: (context) => void context.getRequest().setHeader("X-More", "1", true),
  onEndRequest(context) {
    const name = context.getRequest().getHeader("X-User");
    context.getResponse().setHeader("X-Outer", `${name}`, true);
  },
});
const inChild = defineModule({
  name: "InChild",
  onMapRequestHandler(context) {
    if (context.getParentContext() !== null) return RQ_NOTIFICATION_CONTINUE;
    context.getResponse().clearHeaders();
    const child = context.cloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS).httpContext!;
    const { completionExpected } = context.executeRequest(true, child, 0, null);
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  },
  onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
});
for (const [what, around] of Object.entries(nested)) {
  // Ruling 9: headers that modules have set stay; a session that begins with a redirection is one of them.
  Deno.test(`a Response without a body that comes through ${what} keeps what was set on its way`, async () => {
    const shared = new Response(null, { status: 302, headers: { location: "/login" } });
    for (const answer of [() => shared, () => new Response(null, { status: 302 })]) {
      const { get } = around(answer);
      for (const user of ["alice", "bob", "carol"]) {
        const { status, headers } = await get("/", { headers: { "X-User": user } });
        assertEquals([status, headers.getSetCookie()], [302, [`user=${user}`]]);
        assertEquals(headers.get("X-Outer"), user);
      }
    }
  });
}

// Contract 7: an error of the app, dealt with as Hono deals with it, and the request ends.
Deno.test("pipeline: a Hono handler that answers with no Response is an error of the app", async () => {
  const seen: string[] = [];
  const app = new Hono();
  app.use(pipeline(defineModule({ name: "Log", onLogRequest: () => void seen.push("log") })));
  app.get("/", (() => ({ a: 1 })) as unknown as () => Response);
  app.onError((_error, c) => c.text("onError", 500));
  const lost = await uncaught(async () => assertEquals(await text(app), "onError"));
  assertEquals([lost, seen], [[], ["log"]]);
});

Deno.test("pipeline: a Hono handler that forgets its Response is an error of the app", async () => {
  const app = new Hono();
  app.use(pipeline(defineModule({ name: "Log", onLogRequest() {} })));
  app.get("/", (() => undefined) as unknown as () => Response);
  app.onError((error, c) => c.text(error.message, 500));
  const lost = await uncaught(async () =>
    assertStringIncludes(await text(app), "Context is not finalized")
  );
  assertEquals(lost, []);
});

// Ruling 11: only later results need an empty c.res; what stood there before the first one belongs to it.
Deno.test("pipeline: a module's answer keeps the headers of a middleware in front", async () => {
  const refuse = defineModule({
    name: "Refuse",
    onBeginRequest(context) {
      context.getResponse().setStatus(401, "Unauthorized");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  const app = new Hono().use(cors({ origin: "*" })).use(pipeline(refuse));
  const { status, headers } = await ask(app, "/", { headers: { Origin: "http://other" } });
  assertEquals([status, headers.get("Access-Control-Allow-Origin")], [401, "*"]);
});

// Ruling 11: what Hono was given at the flush has to be there for a middleware in front that reads it.
Deno.test("pipeline: an early flush survives a middleware in front that reads the answer", async () => {
  const early = defineModule({
    name: "Early",
    async onBeginRequest(context) {
      write(context, "first ");
      await context.getResponse().flush(false, true);
    },
  });
  const app = new Hono().use(etag()).use(pipeline(early));
  app.get("/", (c) => c.text("second"));
  assertEquals(await text(app), "first second");
});

// Ruling 3: writing, a status, SetRequestHandled. A filter is none of them.
Deno.test("addBodyFilter in EXECUTE_REQUEST_HANDLER does not keep the app from answering", async () => {
  const filtering = defineModule({
    name: "Filtering",
    onExecuteRequestHandler(context) {
      context.getResponse().addBodyFilter({ transform: (bytes, out) => out.enqueue(bytes) });
    },
  });
  assertEquals(await house(filtering, { app: { fetch: () => new Response("app") } }).text(), "app");
});

// Ruling 29: without a handle on the app SetUrl changes only what later modules see.
Deno.test("SetUrl without `app` leaves c.req.url and c.req.path of the app alone", async () => {
  const rewriting = defineModule({
    name: "Rewriting",
    onBeginRequest: (context) => void context.getRequest().setUrl("/other", true),
  });
  const app = new Hono().use(pipeline(rewriting));
  app.get("/here", (c) => c.text(`${new URL(c.req.url).pathname} ${c.req.path}`));
  assertEquals(await text(app, "/here"), "/here /here");
});

// An error must not be kept as the page that it replaces, nor read in its encoding.
Deno.test("a module that throws behind the app takes along the headers of the app's body", async () => {
  const headers = {
    "Cache-Control": "public, max-age=31536000",
    "Content-Encoding": "br",
    "Content-Type": "text/css",
    "ETag": '"1"',
    "X-Kept": "yes",
  };
  const throwing = defineModule({
    name: "Throwing",
    onReleaseRequestState() {
      throw new Error("late");
    },
  });
  const app = { fetch: () => new Response("page", { headers }) };
  await hushed(async () => {
    const answer = await house(throwing, { app }).get();
    const left = Object.keys(headers).filter((name) => answer.headers.has(name));
    assertEquals([answer.status, left], [500, ["X-Kept"]]);
  });
});
