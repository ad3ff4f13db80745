// What is kept for the next request? URLs: the key under which one is kept, and how often it is asked for.
import { type IHttpCacheKey, type IUriKey, URI_CACHE_NAME } from "../terms/cache-types.ts";

/** What makes a URL a frequent one, as the serverRuntime section says it. */
export interface FrequentHits {
  /** So many requests ... */
  readonly threshold: number;
  /** ... in so many milliseconds. */
  readonly period: number;
}

/** The site that URLs belong to. */
export interface UriSite {
  readonly siteId: number;
  readonly siteName: string;
  readonly configPath: string;
}

/** The key of one URL; that of the kept record counts its requests. */
export class UriKey implements IUriKey {
  readonly #hits: number[] = [];

  constructor(
    private readonly url: string,
    private readonly site: UriSite,
    private readonly frequent: FrequentHits,
  ) {}

  getCacheName(): typeof URI_CACHE_NAME {
    return URI_CACHE_NAME;
  }

  getHash(): number {
    let hash = this.site.siteId;
    for (let i = 0; i < this.url.length; i++) hash = (hash * 31 + this.url.charCodeAt(i)) >>> 0;
    return hash;
  }

  getIsEqual(cacheCompareKey: IHttpCacheKey): boolean {
    const other = cacheCompareKey as IUriKey;
    return other.getSiteId() === this.site.siteId && other.getUrl() === this.url;
  }

  getIsPrefix(cacheCompareKey: IHttpCacheKey): boolean {
    const other = cacheCompareKey as IUriKey;
    return other.getSiteId() === this.site.siteId && other.getUrl().startsWith(this.url);
  }

  enum(): void {}

  getUrl(): string {
    return this.url;
  }

  getSiteId(): number {
    return this.site.siteId;
  }

  getSiteName(): string {
    return this.site.siteName;
  }

  getConfigPath(): string {
    return this.site.configPath;
  }

  /** One more request, at that time. Of the times only as many are kept as decide. */
  updateFrequentlyHitTickCount(ticks: number): void {
    const hits = this.#hits;
    hits.push(ticks);
    const old = hits.findIndex((hit) => ticks - hit < this.frequent.period);
    hits.splice(0, Math.max(old, hits.length - this.frequent.threshold));
  }

  /** Whether the last requests, as many as it takes, lie within the period. */
  isFrequentlyHit(now: number): boolean {
    const { threshold, period } = this.frequent;
    return this.#hits.length >= threshold && now - this.#hits[0] < period;
  }
}
