// What is remembered of a URL? IHttpUrlInfo from request to request: how often it is asked for, and what modules keep there.
import {
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_FLUSH_PREFIX,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type HTTP_MODULE_ID,
  type IHttpContext,
  type IHttpUrlInfo,
  type IUriKey,
  type WebServerOptions,
} from "../../mod.ts";
import { UriKey } from "../../src/cache/uri-key.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { app } from "./_notes.ts";

/** A server that notes for each request what one look at its URL says. */
function looking(
  look: (info: IHttpUrlInfo, context: IHttpContext) => unknown,
  options: Omit<WebServerOptions, "modules"> = {},
): House {
  return house((seen: string[]) =>
    defineModule({
      onBeginRequest: (context) => void seen.push(String(look(context.getUrlInfo()!, context))),
    }), { app, ...options });
}

async function ask({ text }: House, ...paths: string[]): Promise<void> {
  for (const path of paths) await text(path);
}

// @see ihttpurlinfo-isfrequentlyhit-method
Deno.test("IsFrequentlyHit: true from the second request on, for that URL only, whatever its query", async () => {
  const made = looking((info) => info.isFrequentlyHit());
  await ask(made, "/a?1", "/b", "/a?2", "/a", "/b");
  assertEquals(made.seen, ["false", "false", "true", "true", "true"]);
});

// @see ihttpurlinfo-isfrequentlyhit-method
Deno.test("IsFrequentlyHit: one request is one hit, however often it asks", async () => {
  const made = looking((_info, context) => {
    context.getUrlInfo();
    return context.getUrlInfo()!.isFrequentlyHit();
  });
  await ask(made, "/a");
  assertEquals(made.seen, ["false"]);
});

// @see ihttpurlinfo-isfrequentlyhit-method
Deno.test("IsFrequentlyHit: threshold and period are those of serverRuntime", async () => {
  const serverRuntime = { frequentHitThreshold: 3, frequentHitTimePeriod: "00:00:05" };
  const made = looking((info) => info.isFrequentlyHit(), { serverRuntime });
  await ask(made, "/a", "/a", "/a");
  assertEquals(made.seen, ["false", "false", "true"]);
});

const key = (threshold = 2): UriKey => {
  const site = { siteId: 1, siteName: "Site", configPath: "MACHINE" };
  return new UriKey("/a", site, { threshold, period: 10_000 });
};

// @see iurikey-updatefrequentlyhittickcount-method
Deno.test("IUriKey: two hits count while less than ten seconds lie between the first and now", () => {
  const uri = key();
  const at = (ticks: number): boolean => {
    uri.updateFrequentlyHitTickCount(ticks);
    return uri.isFrequentlyHit(ticks);
  };
  assertEquals([at(0), at(9_999), at(19_998), at(30_000)], [false, true, true, false]);
  assert(!uri.isFrequentlyHit(60_000));
});

// @see iurikey-interface, ihttpcachekey-getisequal-method, ihttpcachekey-getisprefix-method
Deno.test("IUriKey: is told to GL_CACHE_OPERATION when a module asks for a URL", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest: (context) => void context.getUrlInfo(),
      onGlobalCacheOperation(provider) {
        const uri = provider.getCacheKey() as IUriKey;
        const place = [uri.getUrl(), uri.getSiteId(), uri.getSiteName(), uri.getConfigPath()];
        seen.push([provider.getCacheOperation(), uri.getCacheName(), ...place].join(" "));
        return GL_NOTIFICATION_CONTINUE;
      },
    }), { app, site: { id: 7, name: "Shop" } });
  await text("/a");
  await text("/a");
  const place = "URI /a 7 Shop MACHINE/WEBROOT/APPHOST/Shop";
  assertEquals(seen, [`0 ${place}`, `1 ${place}`, `0 ${place}`]);
});

// @see ihttpurlinfo-getmodulecontextcontainer-method
Deno.test("IHttpUrlInfo: what a module keeps on a URL is there in its next request, and ends with the server", async () => {
  const id = {} as HTTP_MODULE_ID;
  let ended = 0;
  const made = looking((info) => {
    const container = info.getModuleContextContainer();
    if (container.getModuleContext(id) !== null) return "known";
    container.setModuleContext({ cleanupStoredContext: () => void ended++ }, id);
    return "new";
  });
  await ask(made, "/a", "/a", "/b");
  assertEquals([made.seen, ended], [["new", "known", "new"], 0]);
  await made.server.close();
  assertEquals(ended, 2);
});

// @see ihttpurlinfo-getmodulecontextcontainer-method
Deno.test("IHttpUrlInfo: one that was flushed is forgotten, but not while a request holds it", async () => {
  const id = {} as HTTP_MODULE_ID;
  const notes: string[] = [];
  const made = looking((info) => {
    const cleanupStoredContext = (): void => void notes.push("cleaned");
    const prefix = key();
    info.getModuleContextContainer().setModuleContext({ cleanupStoredContext }, id);
    made.server.httpServer.doCacheOperation(CACHE_OPERATION_FLUSH_PREFIX, prefix, null);
    notes.push("flushed");
  }, { site: { id: 1, name: "Site" } });
  await ask(made, "/a");
  assertEquals(notes, ["flushed", "cleaned"]);
});

// @see ihttpcontext-geturlinfo-method
Deno.test("IHttpUrlInfo: a changed URL is another URL, and very long ones are not kept", async () => {
  const made = looking((_info, context) => {
    context.getRequest().setUrl("/other", false);
    return context.getUrlInfo()!.isFrequentlyHit();
  });
  await ask(made, "/a", "/b", `/${"x".repeat(3000)}`);
  assertEquals(made.seen, ["false", "true", "true"]);
  const met: string[] = [];
  class Enumerating extends UriKey {
    override enum(record?: { getCacheKey(): unknown }): void {
      met.push((record!.getCacheKey() as IUriKey).getUrl());
    }
  }
  const site = { siteId: 1, siteName: "", configPath: "" };
  const every = new Enumerating("", site, { threshold: 2, period: 1 });
  made.server.httpServer.doCacheOperation(CACHE_OPERATION_ENUM, every, null);
  assertEquals(met.toSorted(), ["/a", "/b", "/other"]);
});

for (
  const [what, serverRuntime] of Object.entries({
    "frequentHitThreshold is 0": { frequentHitThreshold: 0 },
    "frequentHitTimePeriod is soon": { frequentHitTimePeriod: "soon" },
    "frequentHitTimePeriod is 0": { frequentHitTimePeriod: 0 },
  })
) {
  Deno.test(`serverRuntime: ${what} is refused at the start`, () => {
    assertThrows(
      () => house([], { serverRuntime }),
      undefined,
      `serverRuntime.${what}, wished for`,
    );
  });
}
