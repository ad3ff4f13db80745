// What is a file to a module? IHttpFileInfo, from the context and from the server, and its bytes on the wire.
import {
  defineModule,
  FILE_CACHE_NAME,
  GL_NOTIFICATION_CONTINUE,
  type IFileKey,
  type IHttpFileInfo,
  type IHttpServer3,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertStrictEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { asked, CHANGED, site, teller } from "./_files.ts";
import { disk, DRIVERS } from "./_disk.ts";
import { until } from "../_waits.ts";
import { code } from "./_notes.ts";

const info = (path: string, files = site()): Promise<IHttpFileInfo | null> =>
  asked((context) => context.getFileInfo(), path, [], { files });

/** The server object that RegisterModule is given. */
function serverOf(files = site(), physicalPath?: string): IHttpServer3 {
  const application = physicalPath === undefined ? undefined : { physicalPath };
  return house([], application ? { files, application } : { files }).server.httpServer;
}

const look = (server: IHttpServer3, path: string, cache = false, root: string | null = null) =>
  server.getFileInfo(path, null, null, root, null, cache);

// @see ihttpcontext-getfileinfo-method
Deno.test("getFileInfo: the file of the URL, looked up when first asked; null where there is none", async () => {
  assertEquals((await info("/a.txt"))?.getFilePath(), "/a.txt");
  assertEquals((await info("/docs/?x=1"))?.getFilePath(), "/docs");
  for (const path of ["/none", "/a.txt/", "/a.txt/x", "/a%00", "/docs%2fpage.html"]) {
    assertEquals(await info(path), null, path);
  }
  assertEquals(await asked((context) => context.getFileInfo(), "/a.txt", [], {}), null);
});

// @see ihttpfileinfo-getsize-method
// @see ihttpfileinfo-getlastmodifiedtime-method
// @see ihttpfileinfo-getlastmodifiedstring-method
// @see ihttpfileinfo-getvrpath-method
Deno.test("IHttpFileInfo: size, times, path and root of a file", async () => {
  const file = (await info("/docs/page.html"))!;
  assertEquals(file.getSize(), 13);
  assertEquals(file.getLastModifiedTime(), CHANGED);
  assertEquals(file.getLastModifiedString(), "Wed, 04 Mar 2026 05:06:07 GMT");
  assertEquals([file.getFilePath(), file.getVrPath()], ["/docs/page.html", "/"]);
});

// @see ihttpfileinfo-getattributes-method
Deno.test("getAttributes: 0x80 a file, 0x10 a directory, 0x01 what must not be written", async () => {
  assertEquals((await info("/a.txt"))?.getAttributes(), 0x80);
  assertEquals((await info("/docs"))?.getAttributes(), 0x10);
  const folder = await disk();
  try {
    await Deno.chmod(`${folder.root}/a.txt`, 0o444);
    for (const make of Object.values(DRIVERS)) {
      const { httpServer } = house([], { files: make(folder.root) }).server;
      assertEquals((await look(httpServer, "/a.txt")).fileInfo?.getAttributes(), 0x01);
    }
  } finally {
    await folder.end();
  }
});

// @see ihttpfileinfo-getetag-method
Deno.test("getETag: a strong tag in quotation marks, another one after a change", async () => {
  const files = site();
  const before = (await info("/a.txt", files))!.getETag();
  assertMatch(before, /^"[\x21\x23-\x7e]+"$/);
  assertEquals((await info("/a.txt", files))!.getETag(), before);
  files.write("/a.txt", "text of b");
  assert((await info("/a.txt", files))!.getETag() !== before);
});

// @see ihttpfileinfo-getfilebuffer-method
// @see ihttpfileinfo-getfilehandle-method
Deno.test("getFileBuffer, getFileHandle: the bytes in memory and a Blob of them; a directory has neither", async () => {
  const file = (await info("/a.txt"))!;
  assertEquals(new TextDecoder().decode(file.getFileBuffer()!), "text of a");
  assertEquals(await file.getFileHandle()!.slice(5).text(), "of a");
  assertStrictEquals(file.getFileHandle(), file.getFileHandle());
  const folder = (await info("/docs"))!;
  assertEquals([folder.getFileBuffer(), folder.getFileHandle(), folder.getSize()], [null, null, 0]);
});

// @see ihttpfileinfo-gethttpcacheallowed-method
Deno.test("getHttpCacheAllowed: a file, for as long as it does not change; a directory not", async () => {
  const allowed = { ret: true, secondsToLive: 0xFFFFFFFF };
  assertEquals((await info("/a.txt"))!.getHttpCacheAllowed(), allowed);
  assertEquals((await info("/docs"))!.getHttpCacheAllowed().ret, false);
});

// @see ihttpfileinfo-checkiffilehaschanged-method
Deno.test("checkIfFileHasChanged: true once the file is another, or gone", async () => {
  const files = site();
  const [one, two] = [(await info("/a.txt", files))!, (await info("/index.html", files))!];
  assertEquals([one.checkIfFileHasChanged(null), two.checkIfFileHasChanged(null)], [false, false]);
  files.write("/a.txt", "longer than it was");
  files.remove("/index.html");
  assertEquals([one.checkIfFileHasChanged(null), two.checkIfFileHasChanged(null)], [true, true]);
});

// @see ihttpfileinfo-checkiffilehaschanged-method
Deno.test("checkIfFileHasChanged: on a disk the answer is the last one known, and each question renews it", async () => {
  const folder = await disk();
  try {
    const { httpServer } = house([], { files: DRIVERS.denoFiles(folder.root) }).server;
    const { fileInfo } = await look(httpServer, "/a.txt");
    await Deno.writeTextFile(`${folder.root}/a.txt`, "another");
    assertEquals(fileInfo!.checkIfFileHasChanged(null), false);
    await until(() => fileInfo!.checkIfFileHasChanged(null), "the change");
  } finally {
    await folder.end();
  }
});

// @see ihttpcachespecificdata-getcachekey-method
// @see ifilekey-getpath-method
// @see ifilekey-getcachename-method
Deno.test("IFileKey: a file's key is its path in the cache of files", async () => {
  const key = async (path: string) => (await info(path))!.getCacheKey() as IFileKey;
  const page = await key("/docs/page.html");
  assertEquals([page.getCacheName(), page.getPath()], [FILE_CACHE_NAME, "/docs/page.html"]);
  assertEquals(page.getHash(), (await key("/docs/page.html")).getHash());
  assert(page.getIsEqual(await key("/docs/page.html")));
  assert(!page.getIsEqual(await key("/a.txt")));
  assert((await key("/docs")).getIsPrefix(page));
  assert((await key("/")).getIsPrefix(page));
  assert(!(await key("/docs/deep")).getIsPrefix(page));
  assert(!page.getIsEqual({ ...page, getCacheName: () => "URI" } as unknown as IFileKey));
});

// @see ihttpcachespecificdata-decrementttl-method
// @see ihttpcachespecificdata-setflushed-method
Deno.test("IHttpCacheSpecificData of a file: its rounds run out unless it is asked for, and it can be flushed", async () => {
  const file = (await info("/a.txt"))!;
  assertEquals([file.decrementTTL(), file.decrementTTL()], [false, true]);
  file.resetTTL();
  assertEquals([file.decrementTTL(), file.getFlushed()], [false, false]);
  file.setFlushed();
  assertEquals(file.getFlushed(), true);
});

// @see ihttpfileinfo-getmodulecontextcontainer-method
Deno.test("getModuleContextContainer of a file: kept for the next request, cleaned up once when the file has changed", async () => {
  const files = site();
  const seen: string[] = [];
  const id = {};
  const module = teller((context) => {
    const container = context.getFileInfo()!.getModuleContextContainer();
    const kept = container.getModuleContext(id) !== null;
    if (!kept) container.setModuleContext({ cleanupStoredContext: () => seen.push("gone") }, id);
    return kept;
  });
  const { text, server } = house(module, { files });
  assertEquals([await text("/a.txt"), await text("/a.txt")], ["false", "true"]);
  files.write("/a.txt", "another");
  assertEquals([await text("/a.txt"), seen.length], ["false", 1]);
  await server.close();
  assertEquals(seen, ["gone", "gone"]);
});

// @see ihttpserver-getfileinfo-method
Deno.test("IHttpServer.getFileInfo: a file by its physical path; what is not there, and what lies elsewhere", async () => {
  const server = serverOf(site(), "/srv/www");
  const { hr, fileInfo } = await look(server, "/srv/www/docs/page.html", false, "/srv/www/docs");
  assertEquals([hr, fileInfo?.getFilePath()], [S_OK, "/srv/www/docs/page.html"]);
  assertEquals(fileInfo?.getVrPath(), "/srv/www/docs");
  assertEquals((await look(server, "/srv/www")).fileInfo?.getAttributes(), 0x10);
  const found = async (path: string) => code((await look(server, path)).hr);
  assertEquals(await found("/srv/www/none"), "0x80070002");
  for (const path of ["/docs/page.html", "/srv/www-too", "/srv/www/../www/a.txt", "a.txt", null]) {
    assertEquals(await found(path as string), "0x80070003", String(path));
  }
  const bare = house([]).server.httpServer;
  assertEquals(code((await look(bare, "/a.txt")).hr), "0x80070032");
});

// @see ihttpserver-getfileinfo-method
Deno.test("IHttpServer.getFileInfo: with cache the same object is found again until the file changes", async () => {
  const files = site();
  const server = serverOf(files);
  const [one, two] = [await look(server, "/a.txt", true), await look(server, "/a.txt", true)];
  assertStrictEquals(one.fileInfo, two.fileInfo);
  assert((await look(server, "/a.txt")).fileInfo !== one.fileInfo);
  files.write("/a.txt", "text of b");
  assert((await look(server, "/a.txt", true)).fileInfo !== one.fileInfo);
  assertEquals(one.fileInfo!.getFlushed(), true);
});

// @see ihttpserver-getfileinfo-method
// @see icacheprovider-getcacheoperation-method
Deno.test("IHttpServer.getFileInfo: with cache, global modules see the operations of the cache of files", async () => {
  const seen: string[] = [];
  const module = defineModule({
    name: "Watching",
    onGlobalCacheOperation(provider) {
      const key = provider.getCacheKey() as IFileKey;
      if (key.getCacheName() === FILE_CACHE_NAME) {
        seen.push(`${provider.getCacheOperation()} ${key.getPath()}`);
      }
      return GL_NOTIFICATION_CONTINUE;
    },
  });
  const { httpServer } = house(module, { files: site() }).server;
  for (const cache of [true, true, false]) await look(httpServer, "/a.txt", cache);
  httpServer.notifyFileChange("/a.txt");
  assertEquals(seen, ["0 /a.txt", "1 /a.txt", "0 /a.txt", "3 /a.txt"]);
});

// @see ihttpserver-getfileinfo-method
Deno.test("IHttpServer.getFileInfo: what a driver throws is a result", async () => {
  const failing = (error: Error) => ({
    stat: () => Promise.reject(error),
    open: () => null,
    list: () => null,
  });
  const denied = Object.assign(new Error("no"), { code: "EACCES" });
  const hr = async (error: Error) =>
    code((await look(house([], { files: failing(error) }).server.httpServer, "/a")).hr);
  assertEquals([await hr(denied), await hr(new Error("broken"))], ["0x80070005", "0x80004005"]);
});
