// When is a file looked for that has to be waited for? Only when somebody wants it: an entry, a script map, a module.
import {
  defineModule,
  E_ACCESSDENIED,
  type FileDriver,
  getFiles,
  type IScriptMapInfo,
  SCRIPT_MAP_RESOURCE_TYPE,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { entry, slowSite, teller } from "./_files.ts";
import { named, tracing } from "./_notes.ts";

const tells = teller((context) => context.getFileInfo()?.getFilePath() ?? null);
const locating = defineModule({
  name: "Locating",
  async onBeginRequest(context) {
    const files = getFiles(context)!;
    const [one, same] = await Promise.all([files.locate(), files.locate()]);
    if (one !== same || one !== context.getFileInfo()) throw new Error("Two files");
  },
});

Deno.test("a driver that has to be waited for is not asked while nobody wants a file", async () => {
  const files = slowSite();
  const idle = defineModule({ name: "Idle", onBeginRequest() {} });
  const app = { fetch: () => new Response("app") };
  const { text } = house(idle, { files, app });
  for (let i = 0; i < 10; i++) assertEquals(await text("/a.txt"), "app");
  assertEquals(files.asked, []);
});

// @see ihttpcontext-getfileinfo-method
Deno.test("getFileInfo: null and a trace warning where nobody has looked for a file that has to be waited for", async () => {
  const files = slowSite();
  const { events, trace } = tracing();
  assertEquals(await house(tells, { files, trace }).text("/a.txt"), "null");
  const warnings = named(events, "TRACE_WARNING").map(({ message }) => message?.slice(0, 45));
  assertEquals(warnings, ["GetFileInfo: nobody has looked for the file y"]);
  assertEquals(files.asked, []);
});

// @see ihttpcontext-getfileinfo-method
Deno.test("getFiles: locate() looks once, and getFileInfo has the file from then on", async () => {
  const files = slowSite();
  const { text } = house([locating, tells], { files });
  assertEquals([await text("/a.txt"), await text("/none")], ['"/a.txt"', "null"]);
  assertEquals(files.asked, ["stat /a.txt", "open /a.txt", "stat /none"]);
});

// @see ihttprequest-seturl-method
Deno.test("getFiles: what locate() finds under a name that was changed meanwhile is let go", async () => {
  const renaming = defineModule({
    name: "Renaming",
    async onBeginRequest(context) {
      const early = getFiles(context)!.locate();
      context.getRequest().setUrl("/docs/page.html", true);
      await early;
      if (context.getFileInfo() !== null) throw new Error("A file of the old name");
      await getFiles(context)!.locate();
    },
  });
  assertEquals(
    await house([renaming, tells], { files: slowSite() }).text("/a.txt"),
    '"/docs/page.html"',
  );
});

// @see imaphandlerprovider-setscriptmap-method
Deno.test("setScriptMap: a script map with a resource type has the core look, without entries too", async () => {
  const map: IScriptMapInfo = {
    getPath: () => "*",
    getAllowedVerbs: () => "*",
    getModules: () => "Teller",
    getScriptProcessor: () => "",
    getManagedType: () => "",
    getAllowPathInfoForScriptMappings: () => false,
    getRequiredAccess: () => 1,
    getResourceType: () => SCRIPT_MAP_RESOURCE_TYPE.File,
    getIsStarScriptMap: () => false,
    getResponseBufferLimit: () => 1000,
    getName: () => "Own",
  };
  const mapping = defineModule({
    name: "Mapping",
    onMapRequestHandler: (_context, provider) => void provider.setScriptMap(map),
  });
  const { get } = house([mapping, tells], { files: slowSite() });
  const answers = [await get("/a.txt"), await get("/none")];
  assertEquals(answers.map(({ status }) => status), [200, 404]);
});

const failing = (error: () => unknown, immediate: boolean): FileDriver => ({
  immediate,
  stat() {
    if (immediate) throw error();
    return Promise.reject(error());
  },
  open: () => null,
  list: () => null,
});
const withCode = (code: string) => () => Object.assign(new Error(code), { code });

for (const code of ["EACCES", "EPERM"]) {
  for (const immediate of [true, false]) {
    const how = immediate ? "throws" : "rejects with";
    Deno.test(`a file that may not be read is 401.3 where an entry asks for it: a driver ${how} ${code}`, async () => {
      const { events, trace } = tracing();
      const files = failing(withCode(code), immediate);
      let seen: unknown[] = [];
      const log = defineModule({
        name: "Log",
        onLogRequest(context) {
          const { statusCode, subStatus, errorToReport } = context.getResponse().getStatus();
          seen = [statusCode, subStatus, errorToReport];
        },
      });
      const handlers = [entry("*", { resourceType: "File" })];
      const { get } = house([tells, log], { files, handlers, trace });
      assertEquals((await get("/a.txt")).status, 401);
      assertEquals(seen, [401, 3, E_ACCESSDENIED]);
      assertEquals(named(events, "FILE_CACHE_ACCESS_END").map(({ hr }) => hr), [E_ACCESSDENIED]);
    });
  }
}

for (const immediate of [true, false]) {
  Deno.test(`a look at a file that fails has an end in the trace: a driver that ${immediate ? "throws" : "rejects"}`, async () => {
    const { events, trace } = tracing();
    const files = failing(() => new Error("disk"), immediate);
    const handlers = [entry("*", { resourceType: "File" })];
    const { error } = console;
    console.error = () => {};
    try {
      assertEquals((await house(tells, { files, handlers, trace }).get("/a")).status, 500);
    } finally {
      console.error = error;
    }
    const looks = events.map(({ name }) => name).filter((name) => name.startsWith("FILE_"));
    assertEquals(looks, ["FILE_CACHE_ACCESS_START", "FILE_CACHE_ACCESS_END"]);
  });
}
