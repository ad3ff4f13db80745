// Who builds the house and lets a request in? What is remembered of a URL: a record in the cache of URLs.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_RETRIEVE,
  type IHttpCacheSpecificData,
} from "../terms/cache-types.ts";
import type { IHttpServer } from "../terms/http-server.ts";
import type { IHttpUrlInfo } from "../terms/script-map-info.ts";
import { type FrequentHits, UriKey } from "../cache/uri-key.ts";
import { KeptRecord } from "../context/kept-record.ts";
import type { Place } from "./site.ts";

/** A longer URL is remembered by its request alone: keys shall not take more memory than records. */
const LONGEST = 2048;

/** What is remembered of one URL. */
export class UrlInfo extends KeptRecord implements IHttpUrlInfo, IHttpCacheSpecificData {
  constructor(private readonly key: UriKey) {
    super();
  }

  isFrequentlyHit(): boolean {
    return this.key.isFrequentlyHit(performance.now());
  }

  /** One more request. */
  hit(): void {
    this.key.updateFrequentlyHitTickCount(performance.now());
  }

  getCacheKey(): UriKey {
    return this.key;
  }
}

/** Where URLs are remembered. */
export interface UrlCore {
  readonly httpServer: IHttpServer;
  readonly place: Place;
  readonly frequentHits: FrequentHits;
}

/** Counts a request of a URL and gives what is remembered of it; its holder has to let it go. */
export function takeUrlInfo(core: UrlCore, url: string): UrlInfo {
  const { httpServer, frequentHits, place: { site, application } } = core;
  const uriSite = {
    siteId: site.getSiteId(),
    siteName: site.getSiteName(),
    configPath: application.getAppConfigPath(),
  };
  const key = new UriKey(url, uriSite, frequentHits);
  const info = url.length > LONGEST ? new UrlInfo(key) : kept(httpServer, key);
  info.hit();
  return info;
}

function kept(server: IHttpServer, key: UriKey): UrlInfo {
  const { cacheSpecificData } = server.doCacheOperation(CACHE_OPERATION_RETRIEVE, key, null);
  // A module may keep something of its own under such a key.
  if (cacheSpecificData instanceof UrlInfo) return cacheSpecificData;
  const info = new UrlInfo(key);
  const { hr } = server.doCacheOperation(CACHE_OPERATION_ADD, key, info);
  if (hr >= 0) info.referenceCacheData();
  return info;
}
