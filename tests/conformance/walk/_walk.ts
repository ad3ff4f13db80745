// Which requests show everything? They do once whatever hands out an object or calls a module, and give the list of it.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_DELETE,
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_RETRIEVE,
  createWebServer,
  defineModule,
  type IHttpCacheSpecificData,
  type IHttpContext,
  type IHttpServer3,
  memoryFiles,
} from "../../../mod.ts";
import { turn, within } from "../_notes.ts";
import { Live } from "./_live.ts";
import { registering } from "./_modules.ts";
import { upgradedRequest } from "./_socket.ts";
import { CacheRecord, Key } from "./_visits.ts";

/** Runs every request of the walk, and gives what was met. */
export async function walkEverything(): Promise<Live> {
  const live = new Live();
  await within(wholeRequest(live), "the walk");
  await within(abortedRequest(live), "the aborted request");
  await within(upgradedRequest(live), "the upgraded request");
  return live;
}

/** One POST in a server with every option that shows something, and its end. */
async function wholeRequest(live: Live): Promise<void> {
  const module = {
    name: "Walker",
    registerModule: registering(live, (context, server) => deeds(live, context, server)),
  };
  const files = memoryFiles({ "/page.htm": "<p>A page</p>" });
  const server = createWebServer({ modules: module, files });
  const body = "a body of some bytes";
  const request = new Request("http://localhost/page.htm?x=1", { method: "POST", body });
  await server.preload();
  await (await server.fetch(request)).text();
  server.healthCheck();
  server.query("walk");
  await turn();
  await server.close();
}

/** What one module can do to one request and to the server. */
async function deeds(live: Live, context: IHttpContext, server: IHttpServer3): Promise<void> {
  const stored = live.recorder("IHttpStoredContext", { cleanupStoredContext() {} });
  context.getModuleContextContainer().setModuleContext(stored, live);
  const custom = live.recorder("ICustomNotificationProvider", {
    queryNotificationType: () => "walk",
    setErrorStatus() {},
  });
  context.notifyCustomNotification(custom);
  server.notifyCustomNotification(custom);
  server.notifyConfigurationChange("MACHINE/WEBROOT/APPHOST");
  server.notifyFileChange("/page.htm");
  context.mapPath("/page.htm");
  const { fileInfo } = await server.getFileInfo("/page.htm", null, null, null, null, false);
  live.see("IHttpFileInfo", fileInfo);
  live.see("IFileKey", (fileInfo as unknown as IHttpCacheSpecificData).getCacheKey());
  cacheDeeds(live, server);
}

function cacheDeeds(live: Live, server: IHttpServer3): void {
  const key = live.recorder("IHttpCacheKey", new Key("one"));
  const record = live.recorder("IHttpCacheSpecificData", new CacheRecord(key));
  for (
    const operation of [
      CACHE_OPERATION_ADD,
      CACHE_OPERATION_RETRIEVE,
      CACHE_OPERATION_ENUM,
      CACHE_OPERATION_DELETE,
    ] as const
  ) {
    server.doCacheOperation(operation, key, operation === CACHE_OPERATION_ADD ? record : null);
  }
}

/** A client that leaves while a module waits. */
async function abortedRequest(live: Live): Promise<void> {
  const abort = new AbortController();
  const stored = live.recorder("IHttpConnectionStoredContext", {
    cleanupStoredContext() {},
    notifyDisconnect() {},
  });
  const module = defineModule({
    name: "Waiting",
    async onBeginRequest(context) {
      const contexts = context.getConnection().getModuleContextContainer();
      contexts.setConnectionModuleContext(stored, live);
      abort.abort();
      await turn();
    },
  });
  const server = createWebServer({ modules: module });
  const request = new Request("http://localhost/", { signal: abort.signal });
  await Promise.allSettled([server.fetch(request)]);
  await server.close();
}
