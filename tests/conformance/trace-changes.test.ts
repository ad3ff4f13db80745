// What does a trace say of what modules and the core change on the way? Semantics 8.1; rows 70, 71.
import { createWebServer, defineModule, type IHttpContext, memoryFiles } from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, named, noting, tracing, upload, user, write } from "./_notes.ts";
import { called, EVERYTHING, line, listener, NO_CUSTOM_ERROR, traceOf } from "./_trace.ts";

// @see imaphandlerprovider-interface
Deno.test("HANDLER_CHANGED names the entry that was chosen, its modules and its type", async () => {
  const modules = noting("Only", [], ["onExecuteRequestHandler"]);
  const handlers = [{ name: "One", path: "*", verb: "*", modules: "Only", type: "Of.Type" }];
  const { lines } = await traceOf(modules, "/", {}, { handlers, app });
  assertEquals(lines.filter((one) => one.startsWith("HANDLER_CHANGED")), [
    'HANDLER_CHANGED OldHandlerName="" NewHandlerName="One" NewHandlerModules="Only" ' +
    'NewHandlerScriptProcessor="" NewHandlerType="Of.Type"',
  ]);
});

/** The lines of one request that tell of custom errors. */
async function customErrors(onBeginRequest: (context: IHttpContext) => void): Promise<string[]> {
  const { lines } = await traceOf(defineModule({ name: "Own", onBeginRequest }), "/", {}, {});
  return lines.filter((one) => one.includes("CUSTOM_ERROR"));
}

// @see ihttpresponse-setstatus-method
Deno.test("12.70 12.71 GENERAL_NOT_SEND_CUSTOM_ERROR says SETSTATUS_SUCCESS, SETSTATUS_TRYSKIP, or nothing of an error", async () => {
  const failed = (skip: boolean) => (context: IHttpContext) => {
    context.getResponse().setStatus(404, "Not Found", 0, 0, null, skip);
    write(context, "own body");
  };
  assertEquals(await customErrors((context) => write(context, "ok")), [NO_CUSTOM_ERROR]);
  assertEquals(await customErrors(failed(true)), [
    'GENERAL_NOT_SEND_CUSTOM_ERROR Reason="SETSTATUS_TRYSKIP"',
  ]);
  assertEquals(await customErrors(failed(false)), []);
});

// @see ihttpresponse-setstatus-method
Deno.test("GENERAL_NOT_SEND_CUSTOM_ERROR is left to a CustomErrorModule where there is one", async () => {
  const own = defineModule({ name: "CustomErrorModule", onSendResponse() {} });
  const { lines } = await traceOf(own);
  assertEquals(lines.filter((one) => one.includes("CUSTOM_ERROR")), []);
});

// @see ihttprequest-seturl-method
Deno.test("URL_CHANGED, USER_SET and GENERAL_SET_REQUEST_HEADER tell what modules change of a request", async () => {
  const changing = defineModule({
    name: "Changing",
    onBeginRequest(context) {
      const request = context.getRequest();
      request.setUrl("/new", false);
      request.setHeader("X-One", "1", true);
      request.setHeader("X-One", "2", false);
      request.setHeader("X-Bad", "a\nb", true);
      request.deleteHeader("X-One");
    },
    onAuthenticateRequest: (_context, provider) => provider.setUser(user("Ada")),
  });
  const set = (name: string, value: string, replace: boolean): string =>
    `GENERAL_SET_REQUEST_HEADER HeaderName="${name}" HeaderValue="${value}" Replace=${replace}`;
  const { lines } = await traceOf(changing, "/old?q");
  assertEquals(lines.slice(3, 12), [
    ...called("Changing", "BEGIN_REQUEST", [
      'URL_CHANGED OldUrl="http://localhost/old?q" NewUrl="http://localhost/new?q"',
      set("X-One", "1", true),
      set("X-One", "2", false),
      set("X-One", "", true),
    ]),
    ...called("Changing", "AUTHENTICATE_REQUEST", [
      'USER_SET AuthType="Test" UserName="Ada" SupportsIsInRole=false',
    ]),
  ]);
});

// @see cglobalmodule-onglobalprebeginrequest-method
Deno.test("PRE_BEGIN_REQUEST_START and END stand around each global module, before what is known of the client", async () => {
  const first = defineModule({ name: "First", onGlobalPreBeginRequest: () => 0 });
  const second = defineModule({ name: "Second", onGlobalPreBeginRequest: () => 1 });
  const { lines } = await traceOf([first, second]);
  assertEquals(lines.slice(1, 5), [
    'PRE_BEGIN_REQUEST_START ModuleName="First"',
    'PRE_BEGIN_REQUEST_END ModuleName="First" NotificationStatus=NOTIFICATION_CONTINUE',
    'PRE_BEGIN_REQUEST_START ModuleName="Second"',
    'PRE_BEGIN_REQUEST_END ModuleName="Second" NotificationStatus=NOTIFICATION_HANDLED',
  ]);
  assert(lines[5].startsWith("GENERAL_ENDPOINT_INFORMATION"), lines[5]);
});

// @see ihttpconnection-isconnected-method
Deno.test("GENERAL_ENDPOINT_INFORMATION tells the addresses that the runtime hands over", async () => {
  const { events, trace } = tracing();
  const env = { remoteAddr: { hostname: "192.0.2.7", port: 4711, transport: "tcp" } };
  await createWebServer({ app, trace }).fetch(new Request("http://127.0.0.1:8000/"), env);
  const [{ message }] = named(events, "GENERAL_ENDPOINT_INFORMATION");
  assertEquals(message, "192.0.2.7:4711, 127.0.0.1:8000");
});

// Ruling 16, and section 5: bytes that were sent are those that have left, whoever leaves out the body of HEAD.
Deno.test("GENERAL_REQUEST_END of HEAD tells that no byte was sent, also to the server of Deno", async () => {
  const { events, trace } = tracing();
  const writer = defineModule({ name: "Writer", onBeginRequest: (c) => write(c, "of GET") });
  const server = createWebServer({ modules: writer, trace });
  const info = { remoteAddr: { hostname: "192.0.2.7", port: 1 }, completed: Promise.resolve() };
  for (const env of [undefined, info]) {
    await server.fetch(new Request("http://localhost/", { method: "HEAD" }), env);
  }
  assertEquals(named(events, "GENERAL_REQUEST_END").map(({ bytes }) => bytes), [0, 0]);
});

// @see ihttprequest-readentitybody-method
Deno.test("A trace changes nothing of what a module reads and the app gets", async () => {
  const { init, send, end } = upload();
  const echo = { fetch: async (request: Request) => new Response(await request.text()) };
  const answer = traceOf(noting("All", []), "/", init, { app: echo });
  send("streamed ");
  send("body");
  end();
  assertEquals((await answer).text, "streamed body");
});

const docs = { files: memoryFiles({ "/here.txt": "here" }) };
const look = (path: string): string => `FILE_CACHE_ACCESS_START FileName=${JSON.stringify(path)}`;
const seen = (hr = 0): string => `FILE_CACHE_ACCESS_END Successful=${hr === 0} ErrorCode=${hr}`;
const NOT_FOUND = -2147024894;

// @see ihttpserver-getfileinfo-method
Deno.test("FILE_CACHE_ACCESS_START and END stand around a look at a file with the trace context of a request", async () => {
  let roots: string[] = [];
  const looking = defineModule({
    name: "Looking",
    async onBeginRequest(context) {
      const root = context.getApplication().getApplicationPhysicalPath();
      roots = ["here.txt", "gone.txt"].map((name) => `${root.replace(/[\\/]$/, "")}/${name}`);
      for (const path of roots) {
        const trace = context.getTraceContext();
        await server.httpServer.getFileInfo(path, null, null, null, null, false, trace);
        await server.httpServer.getFileInfo(path, null, null, null, null, false);
      }
    },
  });
  const lines: string[] = [];
  const recorder = listener("Recorder", EVERYTHING, (_provider, { events }) => {
    if (events.at(-1)!.area === 0x80) lines.push(line(events.at(-1)!));
  });
  const { text, server } = house([looking, recorder.module], { app, ...docs });
  await text();
  assertEquals(lines, [look(roots[0]), seen(), look(roots[1]), seen(NOT_FOUND)]);
});

// @see ihttpcontext-getfileinfo-method
Deno.test("FILE_CACHE_ACCESS_START and END stand around the core's own look for a handler entry of files", async () => {
  const modules = noting("Only", [], ["onExecuteRequestHandler"]);
  const entry = { name: "One", path: "*", verb: "*", modules: "Only" };
  const handlers = [{ ...entry, resourceType: "File" as const }];
  const lookedAt = async (path: string): Promise<string[]> => {
    const { lines } = await traceOf(modules, path, {}, { handlers, app, ...docs });
    return lines.filter((one) => one.startsWith("FILE_")).map((one) =>
      one.replace(/FileName=.*/, "")
    );
  };
  const start = "FILE_CACHE_ACCESS_START ";
  assertEquals(await lookedAt("/here.txt"), [start, seen()]);
  assertEquals(await lookedAt("/gone.txt"), [start, seen(NOT_FOUND)]);
});
