// Which entry does a request get? resourceType, requireAccess, preCondition and path info of `handlers` (semantics 1.4).
import {
  createWebServer,
  defineModule,
  type HandlerEntry,
  type ModuleInput,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals, assertThrows } from "../_assert.ts";
import { house } from "../_house.ts";
import { entry, site, teller } from "./_files.ts";

const told = teller((context) => [context.getScriptMap()?.getName(), context.getScriptName()]);

/** The status with its sub status of a GET of `path`, or the answer's text where it went well. */
async function asked(
  handlers: readonly HandlerEntry[],
  path: string,
  options: Omit<WebServerOptions, "modules" | "handlers"> = { files: site() },
  ...more: ModuleInput[]
): Promise<unknown> {
  let seen: string | null = null;
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      const { statusCode, subStatus } = context.getResponse().getStatus();
      seen = `${statusCode}.${subStatus}`;
    },
  });
  const answer = await house([told, log, ...more], { ...options, handlers }).get(path);
  const text = await answer.text();
  return answer.status === 200 ? JSON.parse(text) : seen;
}

for (
  const [resourceType, path, wanted] of [
    ["File", "/a.txt", true],
    ["File", "/docs", false],
    ["File", "/none.txt", false],
    ["File", "/a.txt/", false],
    ["Directory", "/docs", true],
    ["Directory", "/docs/", true],
    ["Directory", "/", true],
    ["Directory", "/a.txt", false],
    ["Directory", "/none", false],
    ["Either", "/a.txt", true],
    ["Either", "/docs/deep", true],
    ["Either", "/none", false],
    ["Unspecified", "/none", true],
  ] as const
) {
  // @see iscriptmapinfo-getresourcetype-method
  Deno.test(`Ruling 3 resourceType ${resourceType}: ${path} is ${wanted ? "served" : "404.0"}`, async () => {
    const said = await asked([entry("*", { resourceType })], path);
    assertEquals(said, wanted ? ["Teller *", path] : "404.0");
  });
}

// @see iscriptmapinfo-getresourcetype-method
Deno.test("84 resourceType: without files no file-typed entry has a file: 404.0, told by the web core", async () => {
  assertEquals(await asked([entry("*", { resourceType: "File" })], "/a.txt", {}), "404.0");
});

// @see iscriptmapinfo-getresourcetype-method
Deno.test("resourceType: the first entry for path and verb is taken; a missing file leads to no other", async () => {
  const entries = [entry("*.txt", { resourceType: "File" }), entry("*")];
  assertEquals(await asked(entries, "/none.txt"), "404.0");
});

// @see iscriptmapinfo-getresourcetype-method
Deno.test("resourceType: 404.0 also where an app stands behind", async () => {
  const app = { fetch: () => new Response("app") };
  const files = site();
  assertEquals(await asked([entry("*", { resourceType: "File" })], "/x", { files, app }), "404.0");
});

// @see iscriptmapinfo-getpath-method
Deno.test("MH28 path info is split off before an entry is matched", async () => {
  const entries = [entry("*.php"), entry("/trace.axd")];
  assertEquals(await asked(entries, "/script.php/more/info"), ["Teller *.php", "/script.php"]);
  assertEquals(await asked(entries, "/a.php/b.php"), ["Teller *.php", "/a.php"]);
  assertEquals(await asked(entries, "/trace.axd/x"), ["Teller /trace.axd", "/trace.axd"]);
  assertEquals(await asked(entries, "/script.phpx/more"), "404.4");
});

// @see ihttpcontext-getscriptname-method
Deno.test("getScriptName: a pattern that ends in a star takes the whole path", async () => {
  assertEquals(await asked([entry("/docs/*")], "/docs/a.php/b"), [
    "Teller /docs/*",
    "/docs/a.php/b",
  ]);
});

// @see ihttpcontext-getscripttranslated-method
Deno.test("getScriptTranslated: the path of the script, without path info, whose file is looked up", async () => {
  const paths = teller((context) => [
    context.getScriptTranslated(),
    context.getPhysicalPath(),
    context.getFileInfo()?.getFilePath(),
    context.getServerVariable("PATH_INFO").value,
  ]);
  const serve = (allowPathInfo: boolean) =>
    house(paths, {
      files: site(),
      handlers: [entry("*.php", { resourceType: "File", allowPathInfo })],
    }).text("/script.php/more");
  const script = '"/script.php","/script.php","/script.php"';
  assertEquals(await serve(true), `[${script},"/more"]`);
  assertEquals(await serve(false), `[${script},"/script.php/more"]`);
});

for (
  const [requireAccess, accessPolicy, wanted] of [
    ["Script", undefined, 200],
    ["Execute", undefined, 200],
    ["Script", "Read, Script", 200],
    ["Script", "Read,Execute", 200],
    ["Execute", "Read, Script", "403.1"],
    ["Script", "Read", "403.1"],
    ["Read", "Script", "403.2"],
    ["Write", "Read, Script", "403.3"],
    ["None", "None", 200],
    ["Read", "None", "403.2"],
  ] as const
) {
  // @see iscriptmapinfo-getrequiredaccess-method
  Deno.test(`requireAccess ${requireAccess} under accessPolicy ${accessPolicy}: ${wanted}`, async () => {
    const said = await asked([entry("*", { requireAccess })], "/", { accessPolicy });
    assertEquals(Array.isArray(said) ? 200 : said, wanted);
  });
}

// @see ihttpserver-satisfiesprecondition-method
Deno.test("preCondition: an entry whose preconditions do not all hold is as if it were not there", async () => {
  const entries = [
    entry("*", { preCondition: "bitness32" }, "Teller"),
    entry("*", { preCondition: "integratedMode,ISAPIMode" }),
    entry("*.txt", { preCondition: "integratedMode, bitness64" }),
  ];
  assertEquals(await asked(entries, "/a.txt"), ["Teller *.txt", "/a.txt"]);
  assertEquals(await asked(entries, "/a.css"), "404.4");
});

// @see ihttpserver-satisfiesprecondition-method
for (
  const [more, words] of [
    [{ preCondition: "integratedmode,moonPhase" }, ["moonPhase", "wished for integratedMode"]],
    [{ resourceType: "Folder" }, ["Folder", "File, Directory, Either, Unspecified"]],
    [{ requireAccess: "All" }, ["All", "None, Read, Write, Script, Execute"]],
  ] as const
) {
  Deno.test(`handlers: ${JSON.stringify(more)} is refused at the start`, () => {
    const handlers = [entry("*", more)] as HandlerEntry[];
    for (const word of words) {
      assertThrows(() => createWebServer({ modules: told, handlers }), TypeError, word);
    }
  });
}

Deno.test("accessPolicy: an unknown word is refused at the start", () => {
  const make = () => createWebServer({ modules: told, accessPolicy: "Read, Fly" });
  assertThrows(make, TypeError, '"Fly", wished for None, Read, Write, Script, Execute');
});
