// Do the samples of caches see the operations that they see in IIS? A global module, and requests that ask for their URL.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_DELETE,
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_FLUSH_PREFIX,
  CACHE_OPERATION_RETRIEVE,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type ICacheProvider,
  type IUriKey,
  type ModuleDefinition,
  S_OK,
  URI_CACHE_NAME,
} from "../../../mod.ts";
import { assert, assertEquals, assertMatch } from "../../_assert.ts";
import { house } from "../../_house.ts";
import { app, code } from "../_notes.ts";
import { CacheRecord, Key } from "../walk/_visits.ts";
import { onServer, told } from "./_kit.ts";

/** A module that is told of every cache operation. */
const watching = (
  onGlobalCacheOperation: (provider: ICacheProvider) => 0 | 1 | void,
  name = "Watching",
): ModuleDefinition =>
  defineModule({
    name,
    onGlobalCacheOperation: (provider) =>
      onGlobalCacheOperation(provider) ?? GL_NOTIFICATION_CONTINUE,
  });

/** A module that has every request looked up in the cache of URLs. */
const asking = defineModule({
  name: "Asking",
  onBeginRequest: (context) => void context.getUrlInfo(),
});

/** What `note` says of each operation that one request for `/page` brings. */
async function noted(note: (provider: ICacheProvider) => unknown): Promise<string[]> {
  const seen: string[] = [];
  const watcher = watching((provider) => void seen.push(String(note(provider))));
  const site = { id: 7, name: "Shop" };
  assertEquals(await told([watcher, asking], "/page", {}, { app, site }), "app");
  return seen;
}

const uriKey = (provider: ICacheProvider): IUriKey => provider.getCacheKey() as IUriKey;
const other = new Key("other");

/** What each sample logs of a URL that is looked up, not found, and added. */
const SAMPLES: Record<string, [note: (provider: ICacheProvider) => unknown, wanted: unknown[]]> = {
  // @see icacheprovider-getcachekey-method
  "ICacheProvider/GetCacheKey": [(p) => uriKey(p).getUrl().endsWith("/page"), [true, true]],
  // @see icacheprovider-getcacheoperation-method, cache-operation-enumeration
  "ICacheProvider/GetCacheOperation": [
    (p) => p.getCacheOperation(),
    [CACHE_OPERATION_RETRIEVE, CACHE_OPERATION_ADD],
  ],
  // @see ihttpcachekey-getcachename-method, iurikey-getcachename-method, caching-constants
  "IHttpCacheKey/GetCacheName": [
    (p) => p.getCacheKey().getCacheName(),
    [URI_CACHE_NAME, URI_CACHE_NAME],
  ],
  // @see ihttpcachekey-getisequal-method, ihttpcachekey-gethash-method
  "IHttpCacheKey/GetIsEqual": [
    (p) => {
      const key = p.getCacheKey();
      return key.getIsEqual(key) && key.getHash() === key.getHash() && !other.getIsEqual(key);
    },
    [true, true],
  ],
  // @see ihttpcachekey-getisprefix-method
  "IHttpCacheKey/GetIsPrefix": [(p) => p.getCacheKey().getIsPrefix(p.getCacheKey()), [true, true]],
  // @see ihttpcachespecificdata-getflushed-method, icacheprovider-getcacherecord-method
  "IHttpCacheSpecificData/GetFlushed": [
    (p) => p.getCacheRecord()?.getFlushed() ?? "no record",
    ["no record", false],
  ],
  // @see ihttpcachespecificdata-getcachekey-method, ihttpcachespecificdata-interface
  IHttpCacheSpecificData: [
    (p) => p.getCacheRecord()?.getCacheKey().getIsEqual(p.getCacheKey()) ?? "no record",
    ["no record", true],
  ],
  // @see iurikey-getsiteid-method
  "IUriKey/GetSiteId": [(p) => uriKey(p).getSiteId(), [7, 7]],
  // @see iurikey-getsitename-method
  "IUriKey/GetSiteName": [(p) => uriKey(p).getSiteName(), ["Shop", "Shop"]],
  // @see iurikey-interface, iurikey-geturl-method, iurikay-getconfigpath-method
  IUriKey: [
    (p) => `${uriKey(p).getSiteId()} ${uriKey(p).getConfigPath().split("/")[0]}`,
    ["7 MACHINE", "7 MACHINE"],
  ],
};

for (const [sample, [note, wanted]] of Object.entries(SAMPLES)) {
  Deno.test(`Sample ${sample}: the log has ${wanted.join(", ")} for a look-up and an addition`, async () => {
    assertEquals(await noted(note), wanted.map(String));
  });
}

/** Every operation once, by a module with a key of its own. */
const OPERATIONS = [
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_RETRIEVE,
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_FLUSH_PREFIX,
  CACHE_OPERATION_DELETE,
] as const;

// @see cache-operation-enumeration, ihttpserver-docacheoperation-method
// @see cglobalmodule-onglobalcacheoperation-method
Deno.test("Sample Enumerations/CACHE_OPERATION: each is reported, and HANDLED stops the other providers", async () => {
  const seen: string[] = [];
  const first = watching((provider) => {
    seen.push(`first ${provider.getCacheOperation()}`);
    if (provider.getCacheOperation() === CACHE_OPERATION_DELETE) return GL_NOTIFICATION_HANDLED;
  }, "First");
  const second = watching((provider) => {
    seen.push(`second ${provider.getCacheOperation()}`);
  }, "Second");
  const operating = onServer((_context, server) => {
    const key = new Key("one");
    for (const operation of OPERATIONS) {
      server.doCacheOperation(operation, key, new CacheRecord(key));
    }
    return "done";
  });
  assertEquals(await told([first, second, operating]), "done");
  assertEquals(
    seen,
    OPERATIONS.flatMap((operation) =>
      operation === CACHE_OPERATION_DELETE
        ? [`first ${operation}`]
        : [`first ${operation}`, `second ${operation}`]
    ),
  );
});

// @see ihttpcachekey-enum-method, ihttpcachespecificdata-resetttl-method
// @see ihttpcachespecificdata-referencecachedata-method, ihttpcachespecificdata-dereferencecachedata-method
// @see ihttpcachespecificdata-setflushed-method, ihttpcachespecificdata-decrementttl-method
// @see icacheprovider-interface, icacheprovider-setcacherecord-method
Deno.test("Sample ICacheProvider: a record is referenced when it is handed out, and flushed when it is taken out", async () => {
  const calls: string[] = [];
  class Counting extends CacheRecord {
    override referenceCacheData = (): void => void calls.push("reference");
    override dereferenceCacheData = (): void => void calls.push("dereference");
    override resetTTL = (): void => void calls.push("reset");
    override setFlushed(): void {
      super.setFlushed();
      calls.push("flushed");
    }
  }
  const records = new Set<unknown>();
  const watcher = watching((provider) => void records.add(provider.getCacheRecord()));
  const operating = onServer((_context, server) => {
    const key = new Key("one");
    const record = new Counting(key);
    server.doCacheOperation(CACHE_OPERATION_ADD, key, record);
    const found = server.doCacheOperation(CACHE_OPERATION_RETRIEVE, key, null);
    assert(found.cacheSpecificData === record);
    server.doCacheOperation(CACHE_OPERATION_DELETE, key, null);
    return `${record.getFlushed()}`;
  });
  assertEquals(await told([watcher, operating]), "true");
  assert(calls.includes("reset") && calls.includes("flushed"), calls.join());
  assertEquals(records.size, 2);
});

const PROVIDER = "3A2A4E84-4C21-4981-AE10-3FDA0D9B0F83";

// @see icacheprovider-gettracecontext-method, ihttptracecontext-gettraceconfiguration-method
// @see ihttptracecontext-gettraceactivityid-method, http-trace-configuration-structure
for (
  const sample of [
    "ICacheProvider/GetTraceContext",
    "IHttpTraceContext/GetTraceConfiguration",
    "Structs/HTTP_TRACE_CONFIGURATION",
    "IHttpTraceContext",
  ]
) {
  Deno.test(`Sample ${sample}: configuration and activity can be read in a cache operation`, async () => {
    const seen: string[] = [];
    const watcher = watching((provider) => {
      const context = provider.getTraceContext()!;
      const asked = { providerGuid: PROVIDER, areas: 0, verbosity: 0, providerEnabled: true };
      const { hr, httpTraceConfiguration } = context.getTraceConfiguration(asked);
      seen.push(`${code(hr)} ${httpTraceConfiguration.providerEnabled}`);
      seen.push(context.getTraceActivityId());
    });
    const operating = onServer((context, server) => {
      const key = new Key("one");
      server.doCacheOperation(CACHE_OPERATION_RETRIEVE, key, null, context.getTraceContext());
      return context.getTraceContext().getTraceActivityId();
    });
    const activity = await told([watcher, operating]);
    assertEquals(seen, ["0x00000000 false", activity]);
  });
}

// @see cglobalmodule-onglobalcachecleanup-method
Deno.test("Sample CGlobalModuleGlobalCacheCleanup: a line when the caches are emptied", async () => {
  const { text, seen, server } = house((seen: string[]) =>
    defineModule({
      name: "Cleanup",
      onGlobalCacheCleanup() {
        seen.push("OnGlobalCacheCleanup");
        return GL_NOTIFICATION_CONTINUE;
      },
    }), { app });
  assertEquals([await text("/"), seen.length], ["app", 0]);
  await server.close();
  assertEquals(seen, ["OnGlobalCacheCleanup"]);
});

// @see ihttpserver-flushkernelcache-method
Deno.test("Sample IHttpServerFlushKernelCache: a URL is dropped, something else is refused", async () => {
  const module = onServer((_context, server) => {
    const good = server.flushKernelCache("http://localhost/page");
    return `${good === S_OK} ${code(server.flushKernelCache("not a URL"))}`;
  });
  assertMatch(await told(module), /^true 0x80070057$/);
});
