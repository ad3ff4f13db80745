// Who may say which handler it is? MapHandler, and IMapHandlerProvider with its three setters (semantics 4.5).
import {
  defineModule,
  type IHttpContext,
  type IMapHandlerProvider,
  type IScriptMapInfo,
  type ModuleDefinition,
  type ModuleInput,
  type WebServerOptions,
} from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { entry, site, teller } from "./_files.ts";
import { code, named, noting, tracing, write } from "./_notes.ts";

const answering = (name: string): ModuleDefinition =>
  defineModule({ name, onExecuteRequestHandler: (context) => write(context, name) });

/** A module that maps by itself. */
const choosing = (
  onMapRequestHandler: (context: IHttpContext, provider: IMapHandlerProvider) => void,
): ModuleDefinition => defineModule({ name: "Choosing", onMapRequestHandler });

/** A script map as a module makes one. */
const scriptMap = (modules: string, resourceType = 3): IScriptMapInfo => ({
  getPath: () => "*",
  getAllowedVerbs: () => "*",
  getModules: () => modules,
  getScriptProcessor: () => "",
  getManagedType: () => "",
  getAllowPathInfoForScriptMappings: () => false,
  getRequiredAccess: () => 1,
  getResourceType: () => resourceType,
  getIsStarScriptMap: () => false,
  getResponseBufferLimit: () => 1000,
  getName: () => "ScriptMapInfoExample",
});

const serving = (
  modules: readonly ModuleInput[],
  options: Omit<WebServerOptions, "modules"> = {},
) => house([answering("A"), answering("B"), ...modules], options);

const mapHandler = (context: IHttpContext, path: string, verb = "GET", ignore = false) => {
  const { hr, scriptMap } = context.mapHandler(1, "Default Web Site", path, verb, ignore);
  return hr === 0 ? scriptMap!.getName() : code(hr);
};

// @see ihttpcontext-maphandler-method
Deno.test("mapHandler: the entry that a URL and verb would get, without going there", async () => {
  const said = teller((context) => [
    mapHandler(context, "/x.a"),
    mapHandler(context, "/x.A?q=/x.b"),
    mapHandler(context, "x.b", "POST"),
    mapHandler(context, "/x.b"),
    mapHandler(context, "/other"),
    mapHandler(context, "/other", "GET", true),
  ]);
  const handlers = [
    entry("*.a", {}, "A"),
    entry("*.b", { verb: "POST" }, "B"),
    entry("*", { verb: "GET" }),
  ];
  const { text } = serving([said], { handlers });
  const names = ["A *.a", "A *.a", "B *.b", "Teller *", "Teller *", "0x80070490"];
  assertEquals(JSON.parse(await text("/")), names);
});

// @see ihttpcontext-maphandler-method
Deno.test("mapHandler: another site, or what is no URL, has none", async () => {
  const said = teller((context) => [
    code(context.mapHandler(2, "Default Web Site", "/", "GET").hr),
    code(context.mapHandler(1, "Other", "/", "GET").hr),
    code(context.mapHandler(1, "default web site", "/", "GET").hr),
    code(context.mapHandler(1, "Default Web Site", null as unknown as string, "GET").hr),
  ]);
  assertEquals(
    JSON.parse(await house(said).text("/")),
    ["0x80070490", "0x80070490", "0x00000000", "0x80070057"],
  );
});

// @see ihttpcontext-maphandler-method
Deno.test("mapHandler: without entries it is the entry of the app, which is the only wildcard", async () => {
  const said = teller((
    context,
  ) => [mapHandler(context, "/x"), mapHandler(context, "/x", "GET", true)]);
  assertEquals(await house(said).text("/"), '["Application","0x80070490"]');
});

// @see imaphandlerprovider-setscriptmap-method
Deno.test("setScriptMap: its modules run in place of those that the entry names", async () => {
  const own = scriptMap("B");
  let shown: IScriptMapInfo | null = null;
  const choose = choosing((_context, provider) => provider.setScriptMap(own));
  const look = defineModule({
    name: "Look",
    onAcquireRequestState: (context) => void (shown = context.getScriptMap()),
  });
  const { text } = serving([choose, look], { handlers: [entry("*", {}, "A")] });
  assertEquals(await text("/"), "B");
  assertStrictEquals(shown, own);
});

// @see imaphandlerprovider-setscriptmap-method
Deno.test("setScriptMap: works where no entries are configured, and for a path that no entry has", async () => {
  const choose = choosing((_context, provider) => provider.setScriptMap(scriptMap("B, A")));
  assertEquals(await serving([choose]).text("/"), "B");
  assertEquals(await serving([choose], { handlers: [entry("*.x", {}, "A")] }).text("/"), "B");
});

// @see imaphandlerprovider-setscriptmap-method
Deno.test("IV4 setScriptMap: accepted in post-MAP_REQUEST_HANDLER, too late in EXECUTE", async () => {
  const late = (handler: "onPostMapRequestHandler" | "onExecuteRequestHandler") =>
    defineModule({
      name: "Late",
      [handler]: (_context: IHttpContext, provider: IMapHandlerProvider) =>
        provider.setScriptMap(scriptMap("B")),
    });
  assertEquals(await serving([late("onPostMapRequestHandler")]).text("/"), "B");
  const { events, trace } = tracing();
  const modules = [late("onExecuteRequestHandler"), answering("A"), answering("B")];
  assertEquals(await house(modules, { trace }).text("/"), "A");
  assert(named(events, "TRACE_WARNING").some(({ message }) => message!.includes("SetScriptMap")));
});

// @see imaphandlerprovider-setscriptmap-method
for (const [options, where] of [[{ files: site() }, "files"], [{}, "no files"]] as const) {
  Deno.test(`setScriptMap: a map that needs a file which is not there is 404.0, with ${where}`, async () => {
    const seen: string[] = [];
    const choose = choosing((_context, provider) => provider.setScriptMap(scriptMap("B", 0)));
    const note = noting("N", seen, ["onAcquireRequestState", "onLogRequest"]);
    assertEquals((await serving([choose, note], options).get("/none")).status, 404);
    assertEquals(seen, ["N LogRequest"]);
  });
}

// @see imaphandlerprovider-setscriptmap-method
Deno.test("setScriptMap: a map that needs a file finds it, with entries and without", async () => {
  const choose = choosing((_context, provider) => provider.setScriptMap(scriptMap("B", 0)));
  assertEquals(await serving([choose], { files: site() }).text("/a.txt"), "B");
  const handlers = [entry("*.x", {}, "A")];
  assertEquals(await serving([choose], { files: site(), handlers }).text("/a.txt"), "B");
});

// @see imaphandlerprovider-setscriptname-method
Deno.test("setScriptName: another part of the URL names the script, and is what is mapped", async () => {
  const names = teller((context) => [
    context.getScriptName(),
    context.getScriptTranslated(),
    context.getFileInfo()?.getSize(),
  ]);
  const choose = choosing((_context, provider) => void provider.setScriptName("/docs/deep/b.txt"));
  const handlers = [entry("*", { resourceType: "File" })];
  const { text } = house([choose, names], { files: site(), handlers });
  assertEquals(await text("/docs/deep/b.txt/info"), '["/docs/deep/b.txt","/docs/deep/b.txt",1]');
});

// @see imaphandlerprovider-setscriptname-method
Deno.test("setScriptName: what is no path of a URL is ERROR_INVALID_PARAMETER", async () => {
  const seen: string[] = [];
  const choose = choosing((_context, provider) => {
    for (const name of ["x", "", "/../x", "/a%00", 7 as unknown as string]) {
      seen.push(code(provider.setScriptName(name)));
    }
  });
  await house(choose).get("/");
  assertEquals(seen, Array(5).fill("0x80070057"));
});

// @see imaphandlerprovider-setfileinfo-method
Deno.test("setFileInfo: the request has that file, and its entry is content with it", async () => {
  const files = site();
  let given: unknown;
  let got: unknown;
  const modules = [
    choosing((context, provider) => {
      context.getRequest().setUrl("/none", true);
      const info = context.getFileInfo();
      given = info;
      if (info !== null) provider.setFileInfo(info);
    }),
    teller((context) => {
      got = context.getFileInfo();
      return "served";
    }),
  ];
  const handlers = [entry("*", { resourceType: "File" })];
  assertEquals(await house(modules, { files, handlers }).text("/a.txt"), '"served"');
  assert(given !== null && given === got);
});
