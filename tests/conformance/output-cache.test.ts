// Can an output cache be written? One module over URL info, cache policy and DoCacheOperation (behaviour 99).
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_RETRIEVE,
  CHttpModule,
  type HTTP_DATA_CHUNK,
  HttpCachePolicyTimeToLive,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpServer3,
  type PFN_REGISTERMODULE,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_RESOLVE_REQUEST_CACHE,
  RQ_UPDATE_REQUEST_CACHE,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { TextKey, TextRecord } from "./_cache.ts";
import { type Handler, noting, write } from "./_notes.ts";

/** What was sent, as one record. */
class Page extends TextRecord {
  chunks: HTTP_DATA_CHUNK[] = [];
}

const urlOf = (context: IHttpContext): string =>
  context.getRequest().getRawHttpRequest().cookedUrl.absPath;

/** Stores what is frequent, whole and allowed; answers it from then on. */
class OutputCache extends CHttpModule {
  constructor(private readonly server: IHttpServer3) {
    super();
  }

  override onResolveRequestCache(context: IHttpContext): RQResult {
    const key = new TextKey(urlOf(context));
    const { cacheSpecificData } = this.server.doCacheOperation(CACHE_OPERATION_RETRIEVE, key, null);
    if (cacheSpecificData === null) return RQ_NOTIFICATION_CONTINUE;
    const response = context.getResponse();
    response.writeEntityChunks((cacheSpecificData as Page).chunks, true, false);
    response.getCachePolicy().setIsCached();
    cacheSpecificData.dereferenceCacheData();
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }

  override onUpdateRequestCache(context: IHttpContext): RQResult {
    const policy = context.getResponse().getCachePolicy();
    const allowed = policy.isUserCacheEnabled() && !policy.isCached() &&
      policy.getUserCachePolicy().policy === HttpCachePolicyTimeToLive;
    const whole = !context.getResponseHeadersSent();
    if (!allowed || !whole || !context.getUrlInfo()!.isFrequentlyHit()) return;
    const page = new Page(urlOf(context));
    for (const chunk of context.getResponse().getRawHttpResponse().entityChunks) {
      if (chunk.dataChunkType === HttpDataChunkFromMemory) page.chunks.push({ ...chunk });
    }
    this.server.doCacheOperation(CACHE_OPERATION_ADD, page.key, page);
    policy.setIsCached();
  }
}

/** The cache in front of a handler that counts its calls. */
function cached(more: (context: IHttpContext) => unknown = () => {}): House {
  const outputCache: PFN_REGISTERMODULE = (_version, info, server) => {
    const factory = {
      getHttpModule: () => ({ hr: S_OK, module: new OutputCache(server) }),
      terminate() {},
    };
    const bits = RQ_RESOLVE_REQUEST_CACHE | RQ_UPDATE_REQUEST_CACHE;
    return info.setRequestNotifications(factory, bits, 0);
  };
  const late: Handler[] = ["onLogRequest", "onEndRequest"];
  let calls = 0;
  return house((seen: string[]) => [
    outputCache,
    {
      name: "Page",
      async onExecuteRequestHandler(context) {
        seen.push("handler");
        const policy = context.getResponse().getCachePolicy().getUserCachePolicy();
        policy.policy = HttpCachePolicyTimeToLive;
        policy.secondsToLive = 60;
        write(context, `page ${++calls}`);
        await more(context);
        return undefined;
      },
    },
    noting("", seen, late),
  ]);
}

const late = [" LogRequest", " EndRequest"];

// @see ihttpurlinfo-isfrequentlyhit-method, ihttpcachepolicy-setiscached-method
Deno.test("12.99 the second request is stored, later ones skip EXECUTE and run LOG and END", async () => {
  const { text, seen } = cached();
  assertEquals([await text("/a"), await text("/a"), await text("/a"), await text("/a")], [
    "page 1",
    "page 2",
    "page 2",
    "page 2",
  ]);
  assertEquals(seen, ["handler", ...late, "handler", ...late, ...late, ...late]);
  assertEquals(await text("/b"), "page 3");
});

// @see ihttpcontext-getresponseheaderssent-method
Deno.test("12.99 a flush before UPDATE_REQUEST_CACHE prevents storing", async () => {
  const { text } = cached((context) => context.getResponse().flush(false, true));
  assertEquals([await text(), await text(), await text()], ["page 1", "page 2", "page 3"]);
});

// @see ihttpcachepolicy-disableusercache-method
Deno.test("12.99 DisableUserCache prevents storing", async () => {
  const { text } = cached((context) => context.getResponse().getCachePolicy().disableUserCache());
  assertEquals([await text(), await text(), await text()], ["page 1", "page 2", "page 3"]);
});
