// What do the objects around a request know? Site, application, metadata, counters, and the cache in front.
import {
  defineModule,
  type HTTP_CACHE_POLICY,
  HttpCachePolicyNocache,
  type IHttpCachePolicy2,
  type IHttpContext,
  type IHttpServer3,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, named, tracing } from "./_notes.ts";

/** What one look at the context of a request says. */
async function looked<T>(look: (context: IHttpContext) => T, options = {}): Promise<T> {
  const found: T[] = [];
  const module = defineModule({ onBeginRequest: (context) => void found.push(look(context)) });
  await house(module, { app, ...options }).text("/dir/page");
  return found[0];
}

// @see ihttpsite-getsiteid-method, ihttpapplication-getappconfigpath-method
// @see ihttpapplication-getapplicationphysicalpath-method, imetadatainfo-getmetapath-method
Deno.test("Site, application and metadata: are those of the options", async () => {
  const places = (context: IHttpContext): unknown[] => [
    context.getSite().getSiteId(),
    context.getSite().getSiteName(),
    context.getApplication().getApplicationId(),
    context.getApplication().getAppConfigPath(),
    context.getMetadata().getMetaPath(),
    context.getMetadata().getVrPath(),
  ];
  const path = "MACHINE/WEBROOT/APPHOST/Default Web Site";
  assertEquals(await looked(places), [1, "Default Web Site", "/LM/W3SVC/1/ROOT", path, path, "/"]);
  const own = { site: { id: 5, name: "Shop" }, application: { id: "shop", configPath: "SHOP" } };
  assertEquals(await looked(places, own), [5, "Shop", "shop", "SHOP", "SHOP", "/"]);
});

// @see ihttpserver2-getmetadata-method, ireferencedmetadatainfo-interface
Deno.test("GetMetadata of the server: that of its requests, by the name of the site", async () => {
  const server: IHttpServer3 = house([]).server.httpServer;
  const found = server.getMetadata("Default Web Site", "/any");
  found.metadataInfo!.referenceMetadata();
  found.metadataInfo!.dereferenceMetadata();
  const path = await looked((context) => context.getMetadata().getMetaPath());
  assertEquals([found.hr, found.metadataInfo!.getMetaPath()], [0, path]);
  const refused = [server.getMetadata("Other", "/"), server.getMetadata("Default Web Site", "x")];
  assertEquals(refused.map(({ hr }) => code(hr)), ["0x80070490", "0x80070057"]);
});

// @see ihttpperfcounterinfo-incrementcounter-method, ihttpperfcounterinfo-decrementcounter-method
// @see ihttpserver-getperfcounterinfo-method, ihttpsite-getperfcounterinfo-method
Deno.test("IHttpPerfCounterInfo: counts for the server and for the site; the host reads them", async () => {
  const { server, text } = house(
    defineModule({
      onBeginRequest(context) {
        context.getSite().getPerfCounterInfo().incrementCounter(4);
        server.httpServer.getPerfCounterInfo().incrementCounter(1, 10);
        server.httpServer.getPerfCounterInfo().decrementCounter(1, 3);
        server.httpServer.getPerfCounterInfo().decrementCounter(2);
        server.httpServer.getPerfCounterInfo().incrementCounter(1, NaN);
      },
    }),
    { app },
  );
  await text();
  await text();
  const { server: counted, site } = server.counters();
  assertEquals([[...counted], [...site]], [[[1, 14], [2, -2]], [[4, 2]]]);
});

// @see ihttpserver-flushkernelcache-method
Deno.test("FlushKernelCache: nothing is kept in front here; what is no URL is INVALID_PARAMETER", () => {
  const { httpServer } = house([]).server;
  const flushed = ["http://localhost/a", "no url"].map((url) => httpServer.flushKernelCache(url));
  assertEquals(flushed.map(code), ["0x00000000", "0x80070057"]);
});

// @see ihttpserver-flushkernelcache-method
Deno.test("FlushKernelCache: where the platform has a cache in front, the URL is removed from it", () => {
  const removed: string[] = [];
  const given = Object.getOwnPropertyDescriptor(globalThis, "caches")!;
  const fake = { default: { delete: (url: string) => (removed.push(url), Promise.resolve(true)) } };
  Object.defineProperty(globalThis, "caches", { value: fake, configurable: true });
  try {
    assertEquals(house([]).server.httpServer.flushKernelCache("http://localhost/a"), 0);
  } finally {
    Object.defineProperty(globalThis, "caches", given);
  }
  assertEquals(removed, ["http://localhost/a"]);
});

const policy = (context: IHttpContext): IHttpCachePolicy2 =>
  context.getResponse().getCachePolicy() as IHttpCachePolicy2;

// @see ihttpcachepolicy-interface, ihttpcachepolicy2-interface
Deno.test("12.98 IHttpCachePolicy: the defaults of a fresh response", async () => {
  const nothing: HTTP_CACHE_POLICY = { policy: HttpCachePolicyNocache, secondsToLive: 0 };
  const defaults = await looked((context) => {
    const it = policy(context);
    const vary = [it.getVaryByHeaders(), it.getVaryByQueryStrings(), it.getVaryByValue()];
    const flags = [
      it.isUserCacheEnabled(),
      it.isCached(),
      it.getKernelCacheInvalidatorSet(),
      it.isForceUpdateSet(),
    ];
    return [{ ...it.getKernelCachePolicy() }, { ...it.getUserCachePolicy() }, vary, flags];
  });
  assertEquals(defaults, [nothing, nothing, [null, null, null], [true, false, false, false]]);
});

// @see ihttpcachepolicy-setvarybyvalue-method, ihttpcachepolicy-appendvarybyheader-method
Deno.test("IHttpCachePolicy: null appends nothing; a value is replaced, refused if null or too long", async () => {
  const nothing = null as unknown as string;
  const found = await looked((context) => {
    const it = policy(context);
    const appended = [it.appendVaryByHeader(nothing), it.appendVaryByQueryString(nothing)];
    const set = ["one", "two", nothing, "x".repeat(65_536)].map((value) =>
      code(it.setVaryByValue(value))
    );
    return [appended, it.getVaryByHeaders(), set, it.getVaryByValue()];
  });
  const set = ["0x00000000", "0x00000000", "0x80070057", "0x80070216"];
  assertEquals(found, [[0, 0], null, set, "two"]);
});

// @see ihttpcachepolicy-getusercachepolicy-method, ihttpcachepolicy-getkernelcachepolicy-method
Deno.test("IHttpCachePolicy: both policies are live, and apart", async () => {
  const found = await looked((context) => {
    policy(context).getUserCachePolicy().secondsToLive = 60;
    policy(context).getKernelCachePolicy().policy = 1;
    const { policy: kernel } = policy(context).getKernelCachePolicy();
    return [policy(context).getUserCachePolicy(), kernel];
  });
  assertEquals(found, [{ policy: 0, secondsToLive: 60 }, 1]);
});

// @see ihttpresponse-disablekernelcache-method, ihttpresponse-getkernelcacheenabled-method
Deno.test("DisableKernelCache: with any reason, and the output cache is left alone", async () => {
  const found = await looked((context) => {
    const response = context.getResponse();
    const before = response.getKernelCacheEnabled();
    response.disableKernelCache(0);
    response.disableKernelCache(21);
    return [before, response.getKernelCacheEnabled(), policy(context).isUserCacheEnabled()];
  });
  assertEquals(found, [true, false, true]);
});

// @see ihttpresponse-disablekernelcache-method
Deno.test("DisableKernelCache: traces tell the reason that was given first, 9 where there is none", async () => {
  const reasons = async (...given: number[]): Promise<unknown[]> => {
    const { events, trace } = tracing();
    await looked((context) => {
      const response = context.getResponse();
      if (given.length === 0) response.disableKernelCache();
      for (const reason of given) response.disableKernelCache(reason);
    }, { trace });
    return named(events, "HTTPSYS_CACHEABLE").map(({ message }) => message);
  };
  assertEquals(await reasons(), ["reason 9"]);
  assertEquals(await reasons(25, 21), ["reason 25", "reason 25"]);
});
