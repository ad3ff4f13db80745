// Who is told that a file has changed? GL_FILE_CHANGE, by NotifyFileChange and by watches, with its monitor.
import {
  CGlobalModule,
  GL_FILE_CHANGE,
  GL_NOTIFICATION_CONTINUE,
  type IGlobalFileChangeProvider,
  type IHttpFileMonitor,
  type IHttpServer3,
  type PFN_REGISTERMODULE,
  type WebServerOptions,
} from "../../mod.ts";
import { assert, assertEquals, assertStrictEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { entry, site, teller } from "./_files.ts";
import { disk, DRIVERS } from "./_disk.ts";
import { code, within } from "./_notes.ts";

/** A change as a global module was told of it. */
interface Change {
  readonly file: string;
  readonly monitor: IHttpFileMonitor;
}

/** A server with a global module that notes changes. */
function watching(
  options: Omit<WebServerOptions, "modules">,
  changed: (change: Change) => void,
  registering: (server: IHttpServer3) => void = () => {},
) {
  class Watching extends CGlobalModule {
    override onGlobalFileChange(provider: IGlobalFileChangeProvider) {
      changed({ file: provider.getFileName(), monitor: provider.getFileMonitor() });
      return GL_NOTIFICATION_CONTINUE;
    }
  }
  const registerModule: PFN_REGISTERMODULE = (_version, info, server) => {
    registering(server);
    return info.setGlobalNotifications(new Watching(), GL_FILE_CHANGE);
  };
  return house({ name: "Watching", registerModule }, options).server;
}

const monitorFor = (server: IHttpServer3, path: string) => {
  const { hr, fileMonitor } = server.registerFileChangeMonitor(path, null);
  assertEquals(hr, 0);
  return fileMonitor!;
};

// @see ihttpserver-notifyfilechange-method
// @see iglobalfilechangeprovider-getfilename-method
Deno.test("notifyFileChange: raises GL_FILE_CHANGE inside the call, with the name as it was given", () => {
  const seen: Change[] = [];
  const server = watching({}, (change) => seen.push(change));
  server.httpServer.notifyFileChange("C:\\Inetpub\\Wwwroot\\Default.aspx");
  assertEquals(seen.map(({ file }) => file), ["C:\\Inetpub\\Wwwroot\\Default.aspx"]);
  seen[0].monitor.dereferenceFileMonitor();
});

// @see ihttpserver-notifyfilechange-method
Deno.test("notifyFileChange: the file is looked up anew", async () => {
  const files = { ...slow(), calls: 0 };
  const modules = teller((context) => context.getFileInfo()?.getETag());
  const handlers = [entry("*", { resourceType: "File" })];
  const { text, server } = house(modules, { files, handlers });
  const before = [await text("/a"), await text("/a")];
  assertEquals(files.opened(), 1);
  server.httpServer.notifyFileChange("/a");
  assertEquals([await text("/a"), files.opened()], [before[0], 2]);
});

/** Files that have to be waited for, and count how often one was opened. */
function slow() {
  let opened = 0;
  const memory = site();
  return {
    stat: () => Promise.resolve(memory.stat("/a.txt")),
    open: () => Promise.resolve(new Uint8Array([++opened])),
    list: () => null,
    opened: () => opened,
  };
}

// @see ihttpserver-registerfilechangemonitor-method
// @see iglobalfilechangeprovider-getfilemonitor-method
Deno.test("registerFileChangeMonitor: a change at or below the path is told with its monitor", () => {
  const files = site();
  const seen: Change[] = [];
  const { httpServer } = watching({ files }, (change) => seen.push(change));
  const monitor = monitorFor(httpServer, "/docs");
  files.write("/docs/deep/new.txt", "new");
  assertEquals(seen.map(({ file }) => file), ["/docs/deep/new.txt"]);
  assertStrictEquals(seen[0].monitor, monitor);
});

// @see ihttpserver-registerfilechangemonitor-method
Deno.test("registerFileChangeMonitor: may be called in RegisterModule, and physical paths are those of the application", () => {
  const files = site();
  const seen: string[] = [];
  let monitor: IHttpFileMonitor | null = null;
  watching(
    { files, application: { physicalPath: "C:\\www" } },
    ({ file, monitor: told }) => seen.push(`${file} ${told === monitor}`),
    (server) => monitor = monitorFor(server, "C:\\www\\docs"),
  );
  files.write("/docs/new.txt", "new");
  assertEquals(seen, ["C:\\www\\docs\\new.txt true"]);
});

// @see cglobalmodule-onglobalfilechange-method
Deno.test("GL_FILE_CHANGE: the whole site is watched for a module that wants to hear of it, until the server closes", async () => {
  const files = site();
  const seen: string[] = [];
  const server = watching({ files }, ({ file }) => seen.push(file));
  files.write("/a.txt", "new");
  files.remove("/index.html");
  await server.close();
  files.write("/a.txt", "newer");
  assertEquals(seen, ["/a.txt", "/index.html"]);
});

// @see ihttpfilemonitor-dereferencefilemonitor-method
// @see ihttpfilemonitor-getmodulecontextcontainer-method
Deno.test("dereferenceFileMonitor: ends the watch, and what modules keep on it once", () => {
  const files = site();
  const seen: string[] = [];
  const { httpServer } = watching({}, () => {});
  assertEquals(httpServer.registerFileChangeMonitor("/", null), {
    hr: 0x80070032 | 0,
    fileMonitor: null,
  });
  const server = house([], { files }).server.httpServer;
  const monitor = monitorFor(server, "/");
  const id = {};
  const container = monitor.getModuleContextContainer();
  container.setModuleContext({ cleanupStoredContext: () => seen.push("gone") }, id);
  assert(container.getModuleContext(id) !== null);
  monitor.dereferenceFileMonitor();
  monitor.dereferenceFileMonitor();
  assertEquals(seen, ["gone"]);
});

// @see ihttpserver-registerfilechangemonitor-method
Deno.test("registerFileChangeMonitor: ERROR_PATH_NOT_FOUND for a path that lies elsewhere or is refused", () => {
  const server = house([], { files: site() }).server.httpServer;
  for (const path of ["docs", "/../docs", "C:\\docs", 7 as unknown as string]) {
    const { hr, fileMonitor } = server.registerFileChangeMonitor(path, null);
    assertEquals([code(hr), fileMonitor], ["0x80070003", null]);
  }
});

// @see cglobalmodule-onglobalfilechange-method
for (const [name, make] of Object.entries(DRIVERS)) {
  Deno.test(`${name}: GL_FILE_CHANGE for a file that was written on the disk`, async () => {
    const folder = await disk();
    const { promise, resolve } = Promise.withResolvers<string>();
    const server = watching({ files: make(folder.root) }, ({ file }) => resolve(file));
    const write = (): void => Deno.writeTextFileSync(`${folder.root}/x y.txt`, "changed");
    const again = setInterval(write, 30);
    try {
      assertEquals(await within(promise, "the change"), "/x y.txt");
    } finally {
      clearInterval(again);
      await server.close();
      await sleep(40);
      await folder.end();
    }
  });
}
