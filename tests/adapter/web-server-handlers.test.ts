// Which handler entry serves a request? Path, verb and modules of `handlers`, first match, and 404.4 without one (ruling 3).
import {
  createWebServer,
  defineModule,
  type ModuleDefinition,
  type WebServerOptions,
} from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { ask, noting, text, write } from "./_mount.ts";

type Entries = NonNullable<WebServerOptions["handlers"]>;

const answering = (name: string): ModuleDefinition =>
  defineModule({ name, onExecuteRequestHandler: (context) => write(context, name) });

/** A server with modules A and B, these entries, and perhaps an app. */
function serving(handlers: Entries, app?: WebServerOptions["app"], ...more: ModuleDefinition[]) {
  return createWebServer({ modules: [answering("A"), answering("B"), ...more], handlers, app });
}

const entry = (path: string, modules: string, verb = "*") => ({
  name: `${modules} ${path}`,
  path,
  verb,
  modules,
});
const app = { fetch: () => new Response("app") };

// @see ihttpcontext-getscriptmap-method
Deno.test("Ruling 3 a handler entry selects the modules of EXECUTE by path", async () => {
  const server = serving([entry("*.a", "A"), entry("*.b", "B")]);
  assertEquals([await text(server, "/x.a"), await text(server, "/dir/x.b")], ["A", "B"]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("Ruling 3 the first matching entry in document order is taken", async () => {
  const server = serving([entry("*.a", "B"), entry("*.a", "A"), entry("*", "A")]);
  assertEquals([await text(server, "/x.a"), await text(server, "/x.c")], ["B", "A"]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("Ruling 3 entry paths ignore case", async () => {
  assertEquals(await text(serving([entry("*.ASPX", "A")]), "/Page.aspx"), "A");
});

// @see ihttpcontext-getscriptmap-method
Deno.test("Ruling 3 entries select by verb, and a verb counts as it is written", async () => {
  const server = serving([
    entry("*", "A", "GET,POST"),
    entry("*", "B", "put"),
    entry("*", "B", "DELETE"),
  ]);
  assertEquals(await text(server, "/", { method: "POST" }), "A");
  assertEquals(await text(server, "/", { method: "DELETE" }), "B");
  assertEquals((await ask(server, "/", { method: "PUT" })).status, 404);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("Ruling 3 an exact path is an entry for that path alone", async () => {
  const server = serving([entry("/trace.axd", "A"), entry("*", "B")]);
  assertEquals([await text(server, "/trace.axd"), await text(server, "/other.axd")], ["A", "B"]);
});

// @see ihttpresponse-getstatus-method
Deno.test("Ruling 3 no matching entry and no app is 404.4, told by the web core in MAP_REQUEST_HANDLER", async () => {
  let seen: unknown;
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      const { statusCode, subStatus, notification } = context.getResponse().getStatus();
      seen = [statusCode, subStatus, notification];
    },
  });
  assertEquals((await ask(serving([entry("*.a", "A")], undefined, log), "/x.c")).status, 404);
  assertEquals(seen, [404, 4, 16]);
});

Deno.test("Ruling 3 no matching entry goes straight to LOG", async () => {
  const seen: string[] = [];
  const note = noting("N", seen, "map", "acquire", "release", "log", "end");
  await text(serving([entry("*.a", "A")], undefined, note), "/x.c");
  assertEquals(seen.join(), "N map,N log,N end");
});

Deno.test("Ruling 3 the app is the last entry and serves what no other matches", async () => {
  const server = serving([entry("*.a", "A")], app);
  assertEquals([await text(server, "/x.a"), await text(server, "/x.c")], ["A", "app"]);
});

Deno.test("Ruling 3 an entry's modules are asked left to right until one has handled the request", async () => {
  const seen: string[] = [];
  const passing = defineModule({
    name: "Pass",
    onExecuteRequestHandler: () => void seen.push("pass"),
  });
  const server = serving([entry("*", "Pass,B,A")], undefined, passing);
  assertEquals([await text(server), seen.join()], ["B", "pass"]);
});

Deno.test("Ruling 3 a module of EXECUTE that is not in the entry is not called", async () => {
  const seen: string[] = [];
  const other = defineModule({
    name: "Other",
    onExecuteRequestHandler: () => void seen.push("other"),
  });
  await text(serving([entry("*", "A")], undefined, other));
  assertEquals(seen, []);
});

// @see iscriptmapinfo-getname-method
Deno.test("the selected entry is what getScriptMap tells after MAP_REQUEST_HANDLER", async () => {
  let seen: unknown;
  const map = defineModule({
    name: "Map",
    onPostMapRequestHandler(context) {
      const entry = context.getScriptMap();
      seen = [entry?.getName(), entry?.getPath(), entry?.getAllowedVerbs(), entry?.getModules()];
    },
  });
  await text(
    serving([entry("*.b", "B", "GET"), entry("*.a", "A", "GET,HEAD")], undefined, map),
    "/x.a",
  );
  assertEquals(seen, ["A *.a", "*.a", "GET,HEAD", "A"]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("getScriptMap, getUrlInfo and getMetadata are not null after MAP_REQUEST_HANDLER with an app alone", async () => {
  let seen: unknown;
  const map = defineModule({
    name: "Map",
    onPostMapRequestHandler(context) {
      const found = [context.getScriptMap(), context.getUrlInfo(), context.getMetadata()];
      seen = [...found.map((one) => one !== null), context.getScriptMap()?.getPath()];
    },
  });
  await text(createWebServer({ modules: map, app }));
  assertEquals(seen, [true, true, true, "*"]);
});

// @see ihttpcontext-getscriptmap-method
Deno.test("getScriptMap is null before MAP_REQUEST_HANDLER", async () => {
  let seen: unknown = "unset";
  const early = defineModule({
    name: "Early",
    onBeginRequest(context) {
      seen = context.getScriptMap();
    },
  });
  await text(createWebServer({ modules: early, app }));
  assertEquals(seen, null);
});

// @see iscriptmapinfo-getresponsebufferlimit-method
Deno.test("responseBufferLimit of an entry is what its script map tells, 4,194,304 by default", async () => {
  const limits: unknown[] = [];
  const map = defineModule({
    name: "Map",
    onPostMapRequestHandler: (context) =>
      void limits.push(context.getScriptMap()?.getResponseBufferLimit()),
  });
  const server = serving(
    [{ ...entry("*.a", "A"), responseBufferLimit: 10 }, entry("*", "B")],
    undefined,
    map,
  );
  await text(server, "/x.a");
  await text(server, "/x.b");
  assertEquals(limits, [10, 4_194_304]);
});

/** What the script maps of some URLs tell, and how many sends four writes of six bytes are. */
async function limitsOf(options: WebServerOptions, ...paths: string[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  let sends = 0;
  const writer = defineModule({
    name: "Writer",
    async onExecuteRequestHandler(context) {
      const chunk = { dataChunkType: 0 as const, buffer: "123456" };
      for (let i = 0; i < 4; i++) {
        await context.getResponse().writeEntityChunks([chunk], false, true);
      }
    },
    onSendResponse: () => void sends++,
    onEndRequest: (context) => void seen.push(context.getScriptMap()?.getResponseBufferLimit()),
  });
  const server = createWebServer({ ...options, modules: writer });
  for (const path of paths) assertEquals((await text(server, path)).length, 24);
  return [...seen, sends];
}

Deno.test("responseBufferLimit of the server holds for entries that say none, and where there are none", async () => {
  const limit = { responseBufferLimit: 10 };
  const own = { ...entry("/own", "Writer"), responseBufferLimit: 1000 };
  const handlers = [own, entry("*", "Writer")];
  assertEquals(await limitsOf({ ...limit, handlers }, "/own", "/other"), [1000, 10, 1 + 3]);
  assertEquals(await limitsOf({ ...limit }, "/"), [10, 3]);
  assertEquals(await limitsOf({}, "/"), [4_194_304, 1]);
});

Deno.test("an attribute of an entry that is not what it has to be is an error that names it", () => {
  const wrong: Record<string, readonly [unknown, string]> = {
    responseBufferLimit: [-1, "a number of bytes, 0 or more"],
    allowPathInfo: ["yes", "true or false"],
    type: [7, "a string"],
    preCondition: [null, "a string"],
  };
  for (const [key, [value, wished]] of Object.entries(wrong)) {
    const handlers = [{ ...entry("*", "A"), [key]: value }] as unknown as Entries;
    assertThrows(
      () => serving(handlers),
      TypeError,
      `Handler entry "A *": ${key} is ${JSON.stringify(value)}, wished for ${wished}`,
    );
  }
});

Deno.test("an entry whose module writes beyond a tiny responseBufferLimit still answers whole", async () => {
  const writer = defineModule({
    name: "Writer",
    async onExecuteRequestHandler(context) {
      for (let i = 0; i < 20; i++) {
        const chunk = { dataChunkType: 0 as const, buffer: "12345" };
        await context.getResponse().writeEntityChunks([chunk], false, true);
      }
    },
  });
  const server = serving([{ ...entry("*", "Writer"), responseBufferLimit: 10 }], undefined, writer);
  const response = await ask(server);
  assertEquals([response.headers.get("content-length"), (await response.text()).length], [
    null,
    100,
  ]);
  assert(response.ok);
});
