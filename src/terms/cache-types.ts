// Terms: what do the pages call it?
// This file: keys, records and operations of the caches that modules share.

/** Look a record up. */
export const CACHE_OPERATION_RETRIEVE = 0 as const;

/** Put a record in. */
export const CACHE_OPERATION_ADD = 1 as const;

/** Take a record out. */
export const CACHE_OPERATION_DELETE = 2 as const;

/** Take out all records whose key begins like this one. */
export const CACHE_OPERATION_FLUSH_PREFIX = 3 as const;

/** Show every record to the key. */
export const CACHE_OPERATION_ENUM = 4 as const;

/**
 * What a cache is asked to do.
 * @see icacheprovider-getcacheoperation-method
 */
export type CACHE_OPERATION =
  | typeof CACHE_OPERATION_RETRIEVE
  | typeof CACHE_OPERATION_ADD
  | typeof CACHE_OPERATION_DELETE
  | typeof CACHE_OPERATION_FLUSH_PREFIX
  | typeof CACHE_OPERATION_ENUM;

/** The name of the cache of files. */
export const FILE_CACHE_NAME = "FILE" as const;

/** The name of the cache of logon tokens; nothing here fills it. */
export const TOKEN_CACHE_NAME = "TOKEN" as const;

/** The name of the cache of URLs. */
export const URI_CACHE_NAME = "URI" as const;

/**
 * The key of a cached record, which the module implements.
 * @see ihttpcachekey-interface
 */
export interface IHttpCacheKey {
  /**
   * A number for quick comparison, unsigned, 32 bits.
   * @see ihttpcachekey-gethash-method
   */
  getHash(): number;
  /**
   * The cache that the key belongs to.
   * @see ihttpcachekey-getcachename-method
   */
  getCacheName(): string;
  /**
   * Whether another key means the same record.
   * @see ihttpcachekey-getisequal-method
   */
  getIsEqual(cacheCompareKey: IHttpCacheKey): boolean;
  /**
   * Whether this key is the beginning of another.
   * @see ihttpcachekey-getisprefix-method
   */
  getIsPrefix(cacheCompareKey: IHttpCacheKey): boolean;
  /**
   * Called with each record while a cache is enumerated.
   * @see ihttpcachekey-enum-method
   */
  enum(cacheData: IHttpCacheSpecificData): void;
}

/**
 * A cached record, which the module implements.
 * @see ihttpcachespecificdata-interface
 */
export interface IHttpCacheSpecificData {
  /**
   * The record's key.
   * @see ihttpcachespecificdata-getcachekey-method
   */
  getCacheKey(): IHttpCacheKey;
  /**
   * One more holder. The cache calls it when it hands the record out.
   * @see ihttpcachespecificdata-referencecachedata-method
   */
  referenceCacheData(): void;
  /**
   * One holder less. The cache calls it when it lets go.
   * @see ihttpcachespecificdata-dereferencecachedata-method
   */
  dereferenceCacheData(): void;
  /**
   * Starts the record's time to live again.
   * @see ihttpcachespecificdata-resetttl-method
   */
  resetTTL(): void;
  /**
   * Counts the time to live down; true when it is over.
   * @see ihttpcachespecificdata-decrementttl-method
   */
  decrementTTL(): boolean;
  /**
   * Marks the record as taken out.
   * @see ihttpcachespecificdata-setflushed-method
   */
  setFlushed(): void;
  /**
   * Whether the record is taken out.
   * @see ihttpcachespecificdata-getflushed-method
   */
  getFlushed(): boolean;
}

/**
 * The key of a file in the cache of files.
 * @see ifilekey-interface
 */
export interface IFileKey extends IHttpCacheKey {
  /**
   * Always FILE_CACHE_NAME.
   * @see ifilekey-getcachename-method
   */
  getCacheName(): string;
  /**
   * The path of the file.
   * @see ifilekey-getpath-method
   */
  getPath(): string;
}

/**
 * The key of a URL in the cache of URLs.
 * @see iurikey-interface
 */
export interface IUriKey extends IHttpCacheKey {
  /**
   * Always URI_CACHE_NAME.
   * @see iurikey-getcachename-method
   */
  getCacheName(): string;
  /**
   * The URL.
   * @see iurikey-geturl-method
   */
  getUrl(): string;
  /**
   * The number of its site.
   * @see iurikey-getsiteid-method
   */
  getSiteId(): number;
  /**
   * The name of its site.
   * @see iurikey-getsitename-method
   */
  getSiteName(): string;
  /**
   * Its configuration path.
   * @see iurikay-getconfigpath-method
   */
  getConfigPath(): string;
  /**
   * Sets when the URL was last found to be frequent, in milliseconds.
   * @see iurikey-updatefrequentlyhittickcount-method
   */
  updateFrequentlyHitTickCount(ticks: number): void;
}
