// What goes with every answer? The rows of "custom response headers" that were measured, and children.
import { Hono } from "hono";
import {
  CLONE_FLAG_BASICS,
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  type IHttpContext,
  location,
  memoryFiles,
  type ModuleInput,
  pipeline,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { staticFile } from "../static-file/index.ts";
import { customHeaders, type HttpProtocol } from "./index.ts";

const ADDED = customHeaders({ customHeaders: [{ name: "X-Added", value: "yes" }] });

const app = new Hono();
app.get("/page", (c) => c.text("page", 200, { "X-Own": "own", "Cache-Control": "no-store" }));
app.get("/moved", (c) => c.redirect("/page"));
app.get("/stream", (c) => c.body(new ReadableStream({ start: (s) => s.close() })));
app.options("/page", (c) => c.body(null, 204));
app.get("/thrown", () => {
  throw new Error("on purpose");
});
app.onError((_, c) => c.text("failed", 500));

async function headersOf(modules: ModuleInput, path: string, init?: RequestInit) {
  const answer = await house(modules, { app, files: memoryFiles({ "/f.txt": "f" }) })
    .get(path, init);
  await answer.body?.cancel();
  return { status: answer.status, get: (name: string) => answer.headers.get(name) };
}

Deno.test("customHeaders: CH2 CH3 on every response, whatever has made it", async () => {
  const refuse = defineModule({
    name: "Refuse",
    onAuthorizeRequest(context) {
      if (context.getScriptName() !== "/refused") return RQ_NOTIFICATION_CONTINUE;
      context.getResponse().setStatus(403, "Forbidden");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
    onBeginRequest(context) {
      if (context.getScriptName() === "/broken") throw new Error("on purpose");
    },
  });
  const asked: [string, RequestInit | undefined, number][] = [
    ["/page", undefined, 200],
    ["/page", { method: "HEAD" }, 200],
    ["/page", { method: "OPTIONS" }, 204],
    ["/moved", undefined, 302],
    ["/stream", undefined, 200],
    ["/thrown", undefined, 500],
    ["/broken", undefined, 500],
    ["/refused", undefined, 403],
    ["/missing", undefined, 404],
    ["/f.txt", undefined, 200],
    ["/f.txt", { headers: { "If-None-Match": "*" } }, 304],
  ];
  const error = console.error;
  console.error = () => {};
  try {
    for (const [path, init, status] of asked) {
      const answer = await headersOf([ADDED, refuse, staticFile()], path, init);
      assertEquals([path, answer.status, answer.get("X-Added")], [path, status, "yes"]);
    }
  } finally {
    console.error = error;
  }
});

Deno.test("customHeaders: CH6 what is there already is continued behind a comma", async () => {
  const added = customHeaders({
    customHeaders: [
      { name: "Cache-Control", value: "private" },
      { name: "Content-Type", value: "x/y" },
    ],
  });
  const answer = await headersOf(added, "/page");
  assertEquals(answer.get("Cache-Control"), "no-store, private");
  assertEquals(answer.get("Content-Type"), "text/plain; charset=UTF-8, x/y");
});

Deno.test("customHeaders: CH8 CH10 nobody behind takes it away; remove takes away what others set", async () => {
  const thief = defineModule({
    name: "Thief",
    onSendResponse: (context) => void context.getResponse().deleteHeader("X-Added"),
    onEndRequest: (context) => void context.getResponse().deleteHeader("X-Added"),
  });
  for (const modules of [[ADDED, thief], [thief, ADDED]]) {
    assertEquals((await headersOf(modules, "/page")).get("X-Added"), "yes");
  }
  const removing = customHeaders({ customHeaders: { remove: ["x-own"] } });
  assertEquals((await headersOf(removing, "/page")).get("X-Own"), null);
});

Deno.test("customHeaders: CH12 one name twice is refused at the start, as other options that are none", () => {
  const refused = (options: unknown, said: string) =>
    assertThrows(() => customHeaders(options as HttpProtocol), TypeError, said);
  const header = (name: string, value = "1") => ({ name, value });
  refused(
    { customHeaders: [header("X-A"), header("x-a")] },
    'customHeaders (ProtocolSupportModule): option "customHeaders[1]" names "x-a" again',
  );
  refused({ customHeaders: [header("X A")] }, 'option "customHeaders[0].name" is "X A"');
  refused({ customHeaders: [header("content-length")] }, "that says nothing of the length");
  refused({ customHeaders: [header("X", "a\r\nb")] }, "wished for a string in one line");
  refused({ customHeaders: [{ name: "X" }] }, 'option "customHeaders[0].value" is missing');
  refused({ headers: [] }, 'option "headers" is unknown, wished for one of customHeaders');
});

Deno.test("customHeaders: CH15 a header without a value is not sent", async () => {
  const added = customHeaders({ customHeaders: [{ name: "X-Empty", value: "" }] });
  assertEquals((await headersOf(added, "/page")).get("X-Empty"), null);
});

Deno.test("customHeaders: CH17 a location scopes them", async () => {
  const here = location("/page", [ADDED]);
  assertEquals((await headersOf(here, "/page")).get("X-Added"), "yes");
  assertEquals((await headersOf(here, "/moved")).get("X-Added"), null);
});

Deno.test("customHeaders: CH21 they are on the head that leaves early, and once", async () => {
  const early = defineModule({
    name: "Early",
    async onBeginRequest(context) {
      await context.getResponse().flush(false, true);
      return RQ_NOTIFICATION_CONTINUE;
    },
  });
  assertEquals((await headersOf([ADDED, early], "/page")).get("X-Added"), "yes");
});

Deno.test("customHeaders: redirectHeaders go with redirections alone", async () => {
  const added = customHeaders({ redirectHeaders: [{ name: "X-Moved", value: "1" }] });
  assertEquals((await headersOf(added, "/moved")).get("X-Moved"), "1");
  assertEquals((await headersOf(added, "/page")).get("X-Moved"), null);
});

Deno.test("customHeaders: without keep-alive the connection is told to close", async () => {
  const answer = await headersOf(customHeaders({ allowKeepAlive: false }), "/page");
  assertEquals(answer.get("Connection"), "close");
});

Deno.test("customHeaders: a page that comes from a child has them once, whatever becomes of the child's head", async () => {
  for (const flags of [0, EXECUTE_FLAG_BUFFER_RESPONSE]) {
    const parent = defineModule({
      name: "Parent",
      onBeginRequest(context: IHttpContext) {
        if (context.getParentContext() !== null) return RQ_NOTIFICATION_CONTINUE;
        const child = context.cloneContext(CLONE_FLAG_BASICS).httpContext!;
        child.getRequest().setUrl("/page", true);
        context.executeRequest(true, child, flags, null);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: (context) => {
        context.setRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
      },
    });
    assertEquals((await headersOf([ADDED, parent], "/x")).get("X-Added"), "yes", `flags ${flags}`);
  }
});

Deno.test("customHeaders: behind a handler entry it answers OPTIONS", async () => {
  const handlers = [{ name: "O", path: "*", verb: "OPTIONS", modules: "ProtocolSupportModule" }];
  const { get } = house(ADDED, { handlers, app });
  const answer = await get("/page", { method: "OPTIONS" });
  assertEquals([answer.status, answer.headers.get("Allow")], [
    200,
    "OPTIONS, TRACE, GET, HEAD, POST",
  ]);
});

Deno.test("customHeaders: alone in a Hono app", async () => {
  const hono = new Hono();
  hono.use(pipeline(ADDED));
  hono.get("/", (c) => c.text("hello"));
  assertEquals((await hono.request("/")).headers.get("X-Added"), "yes");
  assertEquals((await hono.request("/none")).headers.get("X-Added"), "yes");
});
