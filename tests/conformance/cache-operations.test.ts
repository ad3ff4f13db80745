// Does DoCacheOperation keep what modules give it, and do global modules hear of it?
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_DELETE,
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_FLUSH_PREFIX,
  CACHE_OPERATION_RETRIEVE,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
  type ICacheProvider,
  type IHttpServer3,
  type PFN_REGISTERMODULE,
  S_OK,
} from "../../mod.ts";
import { SharedCache } from "../../src/cache/shared-cache.ts";
import { assertEquals, assertStrictEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { TextKey, TextRecord } from "./_cache.ts";
import { code } from "./_notes.ts";

/** A server with records under these texts. */
function kept(...texts: string[]): { server: IHttpServer3; records: TextRecord[] } {
  const server = house([]).server.httpServer;
  const records = texts.map((text) => new TextRecord(text));
  for (const one of records) server.doCacheOperation(CACHE_OPERATION_ADD, one.key, one);
  return { server, records };
}

// @see ihttpserver-docacheoperation-method, ihttpcachespecificdata-referencecachedata-method
Deno.test("DoCacheOperation: what was added is retrieved by an equal key, with one holder more", () => {
  const { server, records: [a] } = kept("a", "b");
  const found = server.doCacheOperation(CACHE_OPERATION_RETRIEVE, new TextKey("a"), null);
  assertEquals(found.hr, S_OK);
  assertStrictEquals(found.cacheSpecificData, a);
  assertEquals(a.holders, 2);
});

// @see cache-operation-enumeration
Deno.test("DoCacheOperation: what is not there is FILE_NOT_FOUND, another cache is another cache", () => {
  const { server } = kept("a");
  const ask = (operation: 0 | 2, key: TextKey): string =>
    code(server.doCacheOperation(operation, key, null).hr);
  assertEquals(ask(CACHE_OPERATION_RETRIEVE, new TextKey("b")), "0x80070002");
  assertEquals(ask(CACHE_OPERATION_RETRIEVE, new TextKey("a", "OTHER")), "0x80070002");
  assertEquals(ask(CACHE_OPERATION_DELETE, new TextKey("b")), "0x80070002");
});

// @see cache-operation-enumeration, ihttpcachespecificdata-setflushed-method
Deno.test("DoCacheOperation: DELETE takes a record out, marks it and lets it go", () => {
  const { server, records: [a, b] } = kept("a", "b");
  assertEquals(server.doCacheOperation(CACHE_OPERATION_DELETE, new TextKey("a"), null).hr, S_OK);
  assertEquals([a.flushed, a.holders, b.flushed, b.holders], [true, 0, false, 1]);
});

// @see ihttpcachekey-getisprefix-method
Deno.test("DoCacheOperation: FLUSH_PREFIX takes out every record whose key begins so", () => {
  const { server, records } = kept("/a/1", "/a/2", "/b/1");
  server.doCacheOperation(CACHE_OPERATION_FLUSH_PREFIX, new TextKey("/a/"), null);
  assertEquals(records.map(({ flushed }) => flushed), [true, true, false]);
});

// @see ihttpcachekey-enum-method
Deno.test("DoCacheOperation: ENUM shows every record to the key", () => {
  const { server } = kept("a", "b");
  const key = new TextKey("");
  assertEquals(server.doCacheOperation(CACHE_OPERATION_ENUM, key, null).hr, S_OK);
  assertEquals(key.met, ["a", "b"]);
});

// @see ihttpserver-docacheoperation-method
Deno.test("DoCacheOperation: ADD under an equal key takes the other's place", () => {
  const { server, records: [first] } = kept("a");
  const second = new TextRecord("a");
  server.doCacheOperation(CACHE_OPERATION_ADD, second.key, second);
  assertEquals([first.flushed, first.holders], [true, 0]);
  const found = server.doCacheOperation(CACHE_OPERATION_RETRIEVE, new TextKey("a"), null);
  assertStrictEquals(found.cacheSpecificData, second);
});

// @see ihttpserver-docacheoperation-method
Deno.test("DoCacheOperation: no key, nothing to add and an unknown operation are INVALID_PARAMETER", () => {
  const { server } = kept();
  const results = [
    server.doCacheOperation(CACHE_OPERATION_RETRIEVE, null as unknown as TextKey, null),
    server.doCacheOperation(CACHE_OPERATION_ADD, new TextKey("a"), null),
    server.doCacheOperation(9 as 0, new TextKey("a"), null),
  ];
  assertEquals(results.map(({ hr }) => code(hr)), ["0x80070057", "0x80070057", "0x80070057"]);
});

/** A global module that notes operations and answers them as it is told. */
function watching(
  seen: string[],
  act: (provider: ICacheProvider) => GLOBAL_NOTIFICATION_STATUS = () => GL_NOTIFICATION_CONTINUE,
) {
  return defineModule({
    onGlobalCacheOperation(provider) {
      const { text } = provider.getCacheKey() as TextKey;
      seen.push(`${provider.getCacheOperation()} ${text} ${provider.getCacheRecord() !== null}`);
      return act(provider);
    },
  });
}

// @see cglobalmodule-onglobalcacheoperation-method, icacheprovider-getcachekey-method
// @see icacheprovider-getcacheoperation-method, icacheprovider-getcacherecord-method
Deno.test("GL_CACHE_OPERATION: is raised for every operation, with key and record", () => {
  const { server, seen } = house((seen: string[]) => watching(seen));
  const record = new TextRecord("a");
  for (const operation of [1, 0, 4, 3, 2] as const) {
    server.httpServer.doCacheOperation(operation, record.key, operation === 1 ? record : null);
  }
  assertEquals(seen, ["1 a true", "0 a false", "4 a false", "3 a false", "2 a false"]);
});

// @see icacheprovider-setcacherecord-method
Deno.test("GL_CACHE_OPERATION: a module that answers HANDLED is the cache", () => {
  const own = new TextRecord("own");
  const { server, seen } = house((seen: string[]) => [
    watching(seen, (provider) => {
      provider.setCacheRecord(own);
      return GL_NOTIFICATION_HANDLED;
    }),
    watching(seen),
  ]);
  const found = server.httpServer.doCacheOperation(CACHE_OPERATION_RETRIEVE, own.key, null);
  assertStrictEquals(found.cacheSpecificData, own);
  assertEquals(seen, ["0 own false"]);
});

// @see ihttpeventprovider-seterrorstatus-method
Deno.test("GL_CACHE_OPERATION: an error that is set fails the operation", () => {
  const { server } = house((seen: string[]) =>
    watching(seen, (provider) => {
      provider.setErrorStatus(0x80070005);
      return GL_NOTIFICATION_HANDLED;
    })
  );
  const record = new TextRecord("a");
  const added = server.httpServer.doCacheOperation(CACHE_OPERATION_ADD, record.key, record);
  assertEquals([code(added.hr), added.cacheSpecificData], ["0x80070005", null]);
});

// @see ihttpserver-docacheoperation-method
Deno.test("DoCacheOperation: is refused while the list of modules is made", () => {
  const seen: string[] = [];
  const tooEarly: PFN_REGISTERMODULE = (_version, info, server) => {
    const ask = (): number =>
      seen.push(code(server.doCacheOperation(CACHE_OPERATION_ENUM, new TextKey("a"), null).hr));
    ask();
    const globals = defineModule({
      onGlobalApplicationResolveModules() {
        ask();
        return GL_NOTIFICATION_CONTINUE;
      },
    });
    return info.setGlobalNotifications(globals as never, 0x400);
  };
  house(tooEarly);
  assertEquals(seen, ["0x800710DD", "0x800710DD"]);
});

// @see cglobalmodule-onglobalcachecleanup-method
Deno.test("GL_CACHE_CLEANUP: is raised when the server closes, before the caches are emptied", async () => {
  const record = new TextRecord("a");
  const { server, seen } = house((seen: string[]) =>
    defineModule({
      onGlobalCacheCleanup() {
        seen.push(`cleanup ${record.flushed}`);
        return GL_NOTIFICATION_CONTINUE;
      },
      terminate: () => void seen.push(`terminate ${record.flushed}`),
    })
  );
  server.httpServer.doCacheOperation(CACHE_OPERATION_ADD, record.key, record);
  await server.close();
  assertEquals(seen, ["cleanup false", "terminate true"]);
  assertEquals(record.holders, 0);
});

// @see ihttpcachespecificdata-decrementttl-method, ihttpcachespecificdata-resetttl-method
Deno.test("Caches: every half minute counts a record's time to live down, a look-up starts it again", () => {
  let now = 0;
  const cache = new SharedCache(10, () => now);
  const [used, unused] = [new TextRecord("used"), new TextRecord("unused")];
  for (const one of [used, unused]) cache.operate(CACHE_OPERATION_ADD, one.key, one);
  for (now = 31_000; now < 70_000; now += 30_000) {
    cache.operate(CACHE_OPERATION_RETRIEVE, used.key, null);
  }
  assertEquals([used.flushed, unused.flushed], [false, true]);
});

// @see ihttpserver-docacheoperation-method
Deno.test("Caches: beyond the limit the first record leaves, and one that throws then disturbs nobody", () => {
  const cache = new SharedCache(2);
  const records = ["a", "b", "c"].map((text) => new TextRecord(text));
  records[0].setFlushed = () => {
    throw new Error("setFlushed");
  };
  for (const one of records) cache.operate(CACHE_OPERATION_ADD, one.key, one);
  const key = new TextKey("");
  cache.operate(CACHE_OPERATION_ENUM, key, null);
  assertEquals(key.met, ["b", "c"]);
});
