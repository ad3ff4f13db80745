// How does the core itself map a request? Before BEGIN_REQUEST where the entry asks for a file, and there it may wait (2.6).
import {
  defineModule,
  HRESULT_FROM_WIN32,
  type IHttpContext,
  type ModuleInput,
  RQ_MAP_PATH,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { entry, mapping, site, teller } from "./_files.ts";
import { code, Completing, named, noting, registered, tracing, turn, within } from "./_notes.ts";

const FILE = entry("*", { resourceType: "File" });
const path = teller((context) => context.getFileInfo()?.getFilePath());

/** A server whose one entry asks for a file. */
const serving = (modules: readonly ModuleInput[], more: Omit<WebServerOptions, "modules"> = {}) =>
  house([...modules, path], { files: site(), handlers: [FILE], ...more });

// @see chttpmodule-onmappath-method
Deno.test("A-16 RQ_MAP_PATH: comes before BEGIN_REQUEST where the entry needs a file, and once", async () => {
  const seen: string[] = [];
  const module = mapping((_c, provider) => void seen.push(`map ${provider.getUrl()}`));
  const note = noting("N", seen, ["onBeginRequest", "onMapRequestHandler", "onLogRequest"]);
  assertEquals(await serving([note, module]).text("/a.txt"), '"/a.txt"');
  assertEquals(seen, ["map /a.txt", "N BeginRequest", "N MapRequestHandler", "N LogRequest"]);
});

// @see imappathprovider-setphysicalpath-method
Deno.test("80 setPhysicalPath: the core looks the file up at the new path", async () => {
  const module = mapping((_c, provider) => void provider.setPhysicalPath("/docs/page.html"));
  assertEquals(await serving([module]).text("/none.txt"), '"/docs/page.html"');
});

// @see imappathprovider-setphysicalpath-method
Deno.test("80 setPhysicalPath: a path outside of the virtual file system has no file: 404.0", async () => {
  const module = mapping((_c, provider) => void provider.setPhysicalPath("C:\\TEMP"));
  assertEquals((await serving([module]).get("/a.txt")).status, 404);
});

// @see ihttprequest-seturl-method
Deno.test("101 SetUrl: a URL set in BEGIN_REQUEST is mapped again", async () => {
  const seen: string[] = [];
  const module = mapping((_c, provider) => void seen.push(provider.getUrl()));
  const rewrite = defineModule({
    name: "Rewrite",
    onBeginRequest: (context) => void context.getRequest().setUrl("/docs/page.html", true),
  });
  assertEquals(await serving([rewrite, module]).text("/a.txt"), '"/docs/page.html"');
  assertEquals(seen, ["/a.txt", "/docs/page.html"]);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("84 RQ_MAP_PATH: PENDING parks the request; the completion has the mask of MAP_PATH", async () => {
  const seen: string[] = [];
  const contexts: IHttpContext[] = [];
  class Parking extends Completing {
    override onMapPath(context: IHttpContext) {
      contexts.push(context);
      return RQ_NOTIFICATION_PENDING;
    }
  }
  const parking = registered("Parking", () => new Parking(seen), RQ_MAP_PATH);
  const next = mapping(() => void seen.push("next"));
  const answer = serving([parking, next, noting("N", seen, ["onBeginRequest"])]).text("/a.txt");
  await turn();
  assertEquals(seen, []);
  contexts[0].postCompletion(0);
  assertEquals(await within(answer, "the mapped request"), '"/a.txt"');
  assertEquals(seen, [`${RQ_MAP_PATH} false 0 0x00000000`, "next", "N BeginRequest"]);
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("Ruling 5 RQ_MAP_PATH: IndicateCompletion goes on with the next handler of the list", async () => {
  const seen: string[] = [];
  const contexts: IHttpContext[] = [];
  const parking = mapping((context) => {
    contexts.push(context);
    return RQ_NOTIFICATION_PENDING;
  });
  const next = mapping(() => void seen.push("next"), "Next");
  const answer = serving([parking, next]).text("/a.txt");
  await turn();
  contexts[0].indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(seen, ["next"]);
  assertEquals(await within(answer, "the mapped request"), '"/a.txt"');
});

// @see chttpmodule-onmappath-method
Deno.test("Ruling 5 RQ_MAP_PATH: a promise is waited for where the core maps", async () => {
  const module = mapping(async (_context, provider) => {
    await turn();
    provider.setPhysicalPath("/docs/deep/b.txt");
    return RQ_NOTIFICATION_CONTINUE;
  });
  assertEquals(await within(serving([module]).text("/x"), "the path"), '"/docs/deep/b.txt"');
});

/** The status, and what LOG_REQUEST saw, of a request whose mapping fails. */
async function failing(module: ModuleInput, more: readonly ModuleInput[] = []) {
  const seen: string[] = [];
  const log = defineModule({
    name: "Log",
    onLogRequest(context) {
      const { statusCode, errorToReport, module: by } = context.getResponse().getStatus();
      seen.push(`${statusCode} ${code(errorToReport ?? 0)} ${by}`);
    },
  });
  const note = noting("N", seen, ["onBeginRequest", "onMapRequestHandler"]);
  const { status } = await serving([module, log, note, ...more]).get("/a.txt");
  return [status, ...seen];
}

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("RQ_MAP_PATH: FINISH with an error where the core maps is 500, straight to LOG_REQUEST", async () => {
  const module = mapping((_context, provider) => {
    provider.setErrorStatus(HRESULT_FROM_WIN32(5));
    return RQ_NOTIFICATION_FINISH_REQUEST;
  });
  assertEquals(await failing(module), [500, "500 0x80070005 Mapping"]);
});

// @see chttpmodule-onmappath-method
for (
  const [how, call] of [["throws", () => {
    throw new Error("no map");
  }], ["rejects", () => Promise.reject(new Error("no map"))]] as const
) {
  Deno.test(`A-33 RQ_MAP_PATH: a handler that ${how} where the core maps is 500`, async () => {
    const { error } = console;
    console.error = () => {};
    try {
      assertEquals(await failing(mapping(call)), [500, "500 0x80004005 Mapping"]);
    } finally {
      console.error = error;
    }
  });
}

// @see chttpmodule-onmappath-method
Deno.test("RQ_MAP_PATH: FINISH without an error ends the list only, the request goes on", async () => {
  const seen: string[] = [];
  const module = mapping(() => RQ_NOTIFICATION_FINISH_REQUEST);
  const never = mapping(() => void seen.push("never"), "Never");
  assertEquals(await serving([module, never]).text("/a.txt"), '"/a.txt"');
  assertEquals(seen, []);
});

// @see iprebeginrequestprovider-interface
Deno.test("RQ_MAP_PATH: asked for a URL that SetUrl changed in MAP_REQUEST_HANDLER too late, the old path holds", async () => {
  const late = defineModule({
    name: "Late",
    onMapRequestHandler: (context) => void context.getRequest().setUrl("/docs/page.html", true),
  });
  const seen: string[] = [];
  const module = mapping((_c, provider) => void seen.push(provider.getUrl()));
  assertEquals(await serving([late, module]).text("/a.txt"), '"/a.txt"');
  assertEquals(seen, ["/a.txt"]);
});

// @see chttpmodule-onmappath-method
Deno.test("102 RQ_MAP_PATH: a trace has its handlers with the notification's number", async () => {
  const { events, trace } = tracing();
  await serving([mapping(() => undefined)], { trace }).get("/a.txt");
  const of = (name: string) =>
    named(events, name).filter(({ notification }) => notification === RQ_MAP_PATH)
      .map(({ module }) => module);
  assertEquals(of("NOTIFY_MODULE_START"), ["Mapping"]);
  assertEquals(of("NOTIFY_MODULE_END"), ["Mapping"]);
});
