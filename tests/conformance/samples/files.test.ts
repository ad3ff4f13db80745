// Do the samples of files show the file behind the request? They answer in SEND_RESPONSE, or while a path is mapped.
import {
  defineModule,
  FILE_CACHE_NAME,
  GL_NOTIFICATION_CONTINUE,
  type IFileKey,
  type IHttpFileInfo,
  memoryFiles,
  type ModuleDefinition,
} from "../../../mod.ts";
import { assertEquals, assertMatch } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, code } from "../_notes.ts";
import { onServer, telling, told } from "./_kit.ts";

const modified = new Date("2026-03-04T05:06:07Z");
const files = () =>
  memoryFiles({
    "/default.htm": "the root page",
    "/example/default.htm": "the example's page",
  }, { modified });

/** Tells of the file in SEND_RESPONSE; a request without one is left alone. */
const describing = (value: (file: IHttpFileInfo) => unknown): ModuleDefinition =>
  telling("File", (context) => {
    const file = context.getFileInfo();
    return file === null ? null : String(value(file));
  }, "onSendResponse");

/** What each sample answers for `/example/default.htm`. */
const SAMPLES: Record<string, [value: (file: IHttpFileInfo) => unknown, wanted: RegExp]> = {
  // @see ihttpfileinfo-checkiffilehaschanged-method
  "IHttpFileInfo/CheckIfFileHasChanged": [(f) => f.checkIfFileHasChanged(null), /^false$/],
  // @see ihttpfileinfo-getattributes-method
  "IHttpFileInfo/GetAttributes": [(f) => f.getAttributes(), /^128$/],
  // @see ihttpfileinfo-getfilebuffer-method
  "IHttpFileInfo/GetFileBuffer": [
    (f) => new TextDecoder().decode(f.getFileBuffer()!),
    /^the example's page$/,
  ],
  // @see ihttpfileinfo-getfilehandle-method
  "IHttpFileInfo/GetFileHandle": [(f) => f.getFileHandle()!.size, /^18$/],
  // @see ihttpfileinfo-gethttpcacheallowed-method
  "IHttpFileInfo/GetHttpCacheAllowed": [(f) => f.getHttpCacheAllowed().ret, /^true$/],
  // @see ihttpfileinfo-getlastmodifiedstring-method
  "IHttpFileInfo/GetLastModifiedString": [
    (f) => f.getLastModifiedString(),
    /^Wed, 04 Mar 2026 05:06:07 GMT$/,
  ],
  // @see ihttpfileinfo-getmodulecontextcontainer-method
  "IHttpFileInfo/GetModuleContextContainer": [
    (f) => f.getModuleContextContainer().getModuleContext({}),
    /^null$/,
  ],
  // @see ihttpfileinfo-getsize-method
  "IHttpFileInfo/GetSize": [(f) => f.getSize(), /^18$/],
  // @see ihttpfileinfo-getetag-method
  IHttpFileInfoGetETag: [(f) => f.getETag(), /^(W\/)?"[^"]+"$/],
  // @see ihttpfileinfo-getfilepath-method, ihttpcontext-getfileinfo-method
  IHttpFileInfoGetFilePath: [(f) => f.getFilePath(), /^\/example\/default\.htm$/],
  // @see ihttpfileinfo-getlastmodifiedtime-method
  IHttpFileInfoGetLastModifiedTime: [(f) => f.getLastModifiedTime().toISOString(), /^2026-03-04T/],
  // @see ihttpfileinfo-getvrpath-method, ihttpfileinfo-interface
  IHttpFileInfo: [
    (f) => [f.getAttributes(), f.getSize(), f.getFilePath(), f.getVrPath()].join(" "),
    /^128 18 \/example\/default\.htm \/$/,
  ],
};

for (const [sample, [value, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: answers what matches ${wanted}; a request without a file is unchanged`, async () => {
    const options = { app, files: files() };
    const text = await told(describing(value), "/example/default.htm", {}, options);
    assertMatch(text.replace(/^File: /, ""), wanted);
    assertEquals(await told(describing(value), "/nothing.htm", {}, options), "app");
  });
}

// @see ihttpfileinfo-getmodulecontextcontainer-method
Deno.test("Sample IHttpFileInfoGetModuleContextContainer: what is kept on a file is cleaned up exactly once", async () => {
  const id = {};
  const { text, seen, server } = house((seen: string[]) =>
    defineModule({
      name: "Keeping",
      onBeginRequest(context) {
        const contexts = context.getFileInfo()!.getModuleContextContainer();
        const stored = { cleanupStoredContext: () => void seen.push("cleaned up") };
        contexts.setModuleContext(stored, id);
      },
    }), { app, files: files() });
  assertEquals(await text("/default.htm"), "app");
  await server.close();
  assertEquals(seen, ["cleaned up"]);
});

// @see ihttpfilemonitor-getmodulecontextcontainer-method, ihttpfilemonitor-dereferencefilemonitor-method
// @see ihttpserver-registerfilechangemonitor-method
Deno.test("Sample IHttpFileMonitorGetModuleContextContainer: what is kept on a watch is cleaned up with it, once", async () => {
  const seen: string[] = [];
  const module = onServer((_context, server) => {
    const { hr, fileMonitor } = server.registerFileChangeMonitor("/example", null);
    const stored = { cleanupStoredContext: () => void seen.push("cleaned up") };
    fileMonitor!.getModuleContextContainer().setModuleContext(stored, {});
    fileMonitor!.dereferenceFileMonitor();
    return code(hr);
  });
  assertEquals(await told(module, "/", {}, { files: files() }), "0x00000000");
  assertEquals(seen, ["cleaned up"]);
});

// @see iglobalfilechangeprovider-getfilename-method, iglobalfilechangeprovider-getfilemonitor-method
// @see cglobalmodule-onglobalfilechange-method, ihttpserver-notifyfilechange-method
Deno.test("Sample IGlobalFileChangeProviderGetFileName: a change that is told leads to the file's name", async () => {
  const names: string[] = [];
  const listening = defineModule({
    name: "Listening",
    onGlobalFileChange(provider) {
      names.push(`${provider.getFileName()} ${provider.getFileMonitor() !== null}`);
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  const telling = onServer((_context, server) => {
    server.notifyFileChange("/default.htm");
    return "told";
  });
  assertEquals(await told([listening, telling], "/", {}, { files: files() }), "told");
  assertEquals(names, ["/default.htm true"]);
});

/** The keys of files that a look-up with the cache brings to a global module: it is looked for, then added. */
async function fileKeys(note: (key: IFileKey) => unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  const watching = defineModule({
    name: "Watching",
    onGlobalCacheOperation(provider) {
      if (provider.getCacheKey().getCacheName() === FILE_CACHE_NAME) {
        seen.push(note(provider.getCacheKey() as IFileKey));
      }
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  const asking = onServer(async (_context, server) => {
    const { hr, fileInfo } = await server.getFileInfo("/default.htm", null, null, null, null, true);
    return `${code(hr)} ${fileInfo!.getSize()}`;
  });
  const text = await told([watching, asking], "/", {}, { files: files() });
  assertEquals(text, "0x00000000 13");
  return seen;
}

// @see ifilekey-getpath-method, ihttpserver-getfileinfo-method
Deno.test("Sample IFileKey/GetPath: the path of the file that is being kept", async () => {
  assertEquals(await fileKeys((key) => key.getPath()), ["/default.htm", "/default.htm"]);
});

// @see ifilekey-interface, ifilekey-getcachename-method
Deno.test("Sample IFileKey: name of the cache, hash and comparisons of the key of a file", async () => {
  const all = (key: IFileKey): string =>
    [key.getCacheName(), key.getIsEqual(key), key.getIsPrefix(key), key.getHash() >= 0].join(" ");
  assertEquals(await fileKeys(all), ["FILE true true true", "FILE true true true"]);
});
