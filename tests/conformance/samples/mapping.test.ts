// Do the samples of mapping lead a request to the file that they choose? Script names, map-path, another file's information.
import {
  defineModule,
  HttpDataChunkFromFileHandle,
  type IHttpContext4,
  type IHttpFileInfo,
  type IHttpServer,
  memoryFiles,
  type PFN_REGISTERMODULE,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
} from "../../../mod.ts";
import { assertEquals, assertMatch } from "../../_assert.ts";
import { memory } from "../_response.ts";
import { asked, onServer, telling, told } from "./_kit.ts";

const files = () =>
  memoryFiles({
    "/default.htm": "the root page",
    "/example/default.htm": "the example's page",
  });

/** Answers with the file that the request was mapped to, as a static file module would. */
const serving = defineModule({
  name: "Serving",
  onExecuteRequestHandler(context) {
    const file = context.getFileInfo();
    if (file === null) return;
    const response = context.getResponse();
    response.setHeader("ETag", file.getETag(), true);
    const chunk = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: file.getFileHandle()! };
    response.writeEntityChunks([chunk], false, true);
  },
});

// @see imaphandlerprovider-setfileinfo-method
Deno.test("Sample IMapHandlerProviderSetFileInfo: /default.htm is served with the other file's information", async () => {
  let server: IHttpServer;
  let other: IHttpFileInfo;
  const registerModule: PFN_REGISTERMODULE = (_version, _info, given) => {
    server = given;
    return S_OK;
  };
  const path = "/example/default.htm";
  const modules = [
    { name: "Finding", registerModule },
    defineModule({
      name: "Sample",
      async onBeginRequest() {
        other = (await server.getFileInfo(path, null, null, null, null, false)).fileInfo!;
      },
      onMapRequestHandler(context, provider) {
        if (context.getScriptName() === "/default.htm") provider.setFileInfo(other);
      },
    }),
    serving,
  ];
  const { text, headers } = await asked(modules, "/default.htm", {}, { files: files() });
  assertEquals([text, headers.get("etag")], ["the example's page", other!.getETag()]);
});

// @see imaphandlerprovider-setscriptname-method, ihttpcontext-getscriptname-method
Deno.test("Sample IMapHandlerProviderSetScriptName: script name, path and file follow", async () => {
  const seen: string[] = [];
  const module = defineModule({
    name: "Sample",
    onMapRequestHandler(context, provider) {
      if (context.getScriptName() !== "/default.htm") return;
      assertEquals(provider.setScriptName("/example/default.htm"), S_OK);
    },
    onPreExecuteRequestHandler(context) {
      seen.push(context.getScriptName(), context.getScriptTranslated()!);
    },
  });
  const text = await told([module, serving], "/default.htm", {}, { files: files() });
  assertEquals(text, "the example's page");
  assertEquals(seen, ["/example/default.htm", "/example/default.htm"]);
});

// @see ihttpcontext-getscripttranslated-method
Deno.test("Sample IHttpContextGetScriptTranslated: answers the script's path behind MAP_REQUEST_HANDLER", async () => {
  const module = telling(
    "Path",
    (context) => context.getScriptTranslated(),
    "onPostMapRequestHandler",
  );
  assertEquals(
    await told(module, "/example/default.htm", {}, { files: files() }),
    "Path: /example/default.htm",
  );
});

// @see imappathprovider-getphysicalpath-method, imappathprovider-geturl-method
// @see chttpmodule-onmappath-method, ihttpcontext-getphysicalpath-method
Deno.test("Sample IMapPathProviderGetPhysicalPath: answers the path that map-path was told", async () => {
  const paths: string[] = [];
  const module = defineModule({
    name: "Sample",
    onMapPath(_context, provider) {
      paths.push(`${provider.getUrl()} -> ${provider.getPhysicalPath()}`);
      return RQ_NOTIFICATION_CONTINUE;
    },
    onPreExecuteRequestHandler(context) {
      context.getPhysicalPath();
      context.getResponse().writeEntityChunks(memory(paths.join()), false, true);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });
  assertEquals(
    await told(module, "/default.htm", {}, { files: files() }),
    "/default.htm -> /default.htm",
  );
});

// @see imappathprovider-setphysicalpath-method
Deno.test("Sample IMapPathProviderSetPhysicalPath: every URL maps to the one folder", async () => {
  const modules = [
    defineModule({
      name: "Sample",
      onMapPath(_context, provider) {
        provider.setPhysicalPath("/example/default.htm");
        return RQ_NOTIFICATION_CONTINUE;
      },
    }),
    telling("Path", (context) => context.getPhysicalPath(), "onPreExecuteRequestHandler"),
  ];
  for (const path of ["/default.htm", "/anything"]) {
    assertEquals(await told(modules, path, {}, { files: files() }), "Path: /example/default.htm");
  }
});

/** Maps a URL of the site in BEGIN, as two samples do. */
const mapping = (context: IHttpContext4): string => context.mapPath("/example/").physicalPath;

// @see ihttpcontext-mappath-method, ihttpcontext-maphandler-method
Deno.test("Sample IHttpContextMapHandler: a URL of the site is mapped to its path", async () => {
  assertMatch(
    await told(telling("Path", mapping), "/", {}, { files: files() }),
    /^Path: \/example\/?$/,
  );
});

// @see ihttptracecontext-quicktrace-method
for (const sample of ["_MapPath/module", "_ReadEntity/module"]) {
  Deno.test(`Sample ${sample}: map-path can trace, look at the raw request and write`, async () => {
    const module = defineModule({
      name: "Sample",
      onMapPath(context) {
        context.getTraceContext().quickTrace("OnMapPath");
        const { rawUrl } = context.getRequest().getRawHttpRequest();
        context.getResponse().writeEntityChunkByReference(memory(`mapped ${rawUrl}`)[0], -1);
        return RQ_NOTIFICATION_CONTINUE;
      },
      onBeginRequest(context) {
        context.getPhysicalPath();
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    });
    assertEquals(await told(module, "/a.htm", {}, { files: files() }), "mapped /a.htm");
  });
}

// @see ihttpserver-satisfiesprecondition-method
Deno.test("Sample IHttpServerSatisfiesPrecondition: integratedMode holds, another word is unknown", async () => {
  const module = onServer((_context, server) => {
    const words = ["integratedMode", "classicMode", "moonMode"];
    return words.map((word) => Object.values(server.satisfiesPrecondition(word)).join()).join(" ");
  });
  assertEquals(await told(module), "true,false false,false false,true");
});
