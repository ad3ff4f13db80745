// Who is asked of a cache, and who pays for a bad record? A handler is not asked for what it does, nor others for a record.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_RETRIEVE,
  CGlobalModule,
  GL_CACHE_OPERATION,
  GL_NOTIFICATION_CONTINUE,
  type ICacheProvider,
  type IHttpModuleRegistrationInfo2,
  type IHttpServer,
  S_OK,
} from "../../mod.ts";
import { SharedCache } from "../../src/cache/shared-cache.ts";
import { assertEquals } from "../_assert.ts";
import { TextKey, TextRecord } from "../conformance/_cache.ts";
import { house, hushed } from "./_kit.ts";

// @see cglobalmodule-onglobalcacheoperation-method
Deno.test("CGlobalModule.onGlobalCacheOperation may use a cache itself: it is not asked for that", () => {
  let calls = 0;
  const found: unknown[] = [];
  let server: IHttpServer;
  class Counting extends CGlobalModule {
    override onGlobalCacheOperation(provider: ICacheProvider): typeof GL_NOTIFICATION_CONTINUE {
      calls++;
      const { cacheSpecificData } = server.doCacheOperation(
        CACHE_OPERATION_RETRIEVE,
        provider.getCacheKey(),
        null,
      );
      found.push(cacheSpecificData);
      return GL_NOTIFICATION_CONTINUE;
    }
  }
  house({
    name: "Counting",
    registerModule(_version: number, info: IHttpModuleRegistrationInfo2, given: IHttpServer) {
      server = given;
      return info.setGlobalNotifications(new Counting(), GL_CACHE_OPERATION);
    },
  });
  const record = new TextRecord("one");
  assertEquals(server!.doCacheOperation(CACHE_OPERATION_ADD, record.key, record).hr, S_OK);
  server!.doCacheOperation(CACHE_OPERATION_RETRIEVE, record.key, null);
  assertEquals([calls, found], [2, [null, record]]);
});

// @see ihttpserver-docacheoperation-method
Deno.test("IHttpServer.doCacheOperation: a record that is added once more stays, with its one holder", () => {
  const cache = new SharedCache();
  const record = new TextRecord("one");
  cache.operate(CACHE_OPERATION_ADD, record.key, record);
  assertEquals(cache.operate(CACHE_OPERATION_ADD, record.key, record).hr, S_OK);
  assertEquals([record.holders, record.flushed], [1, false]);
  const answer = cache.operate(CACHE_OPERATION_RETRIEVE, new TextKey("one"), null);
  assertEquals([answer.hr, answer.cacheSpecificData], [S_OK, record]);
});

// @see ihttpcachespecificdata-decrementttl-method
Deno.test("IHttpCacheSpecificData.decrementTTL that throws loses its record, and nobody else's operation", async () => {
  let now = 0;
  const cache = new SharedCache(10, () => now);
  const bad = new TextRecord("bad");
  bad.decrementTTL = () => {
    throw new Error("not today");
  };
  const good = new TextRecord("good");
  cache.operate(CACHE_OPERATION_ADD, bad.key, bad);
  cache.operate(CACHE_OPERATION_ADD, good.key, good);
  now = 31_000;
  await hushed(() => {
    const answer = cache.operate(CACHE_OPERATION_RETRIEVE, new TextKey("good"), null);
    assertEquals([answer.hr, answer.cacheSpecificData], [S_OK, good]);
  });
  assertEquals([bad.holders, good.holders], [0, 2]);
});
