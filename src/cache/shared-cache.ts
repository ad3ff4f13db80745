// What is kept for the next request? The caches behind DoCacheOperation: live records of modules, by name of the cache.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_DELETE,
  CACHE_OPERATION_ENUM,
  CACHE_OPERATION_FLUSH_PREFIX,
  CACHE_OPERATION_RETRIEVE,
  type IHttpCacheKey,
  type IHttpCacheSpecificData,
} from "../terms/cache-types.ts";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { RecordTable } from "./record-table.ts";

/** Records that each cache of a site keeps; the one unused longest leaves first. */
const RECORDS = 10_000;

/** Caches of different names, so that a module that invents names has an end too. */
const CACHES = 100;

/** Milliseconds after which every record's time to live is counted down by one. */
const PASS = 30_000;

/** A record that nobody has asked for during so many passes is asked no further. */
const MOST_PASSES = 16;

/** What a cache operation answers. */
export interface CacheAnswer {
  readonly hr: HRESULT;
  readonly cacheSpecificData: IHttpCacheSpecificData | null;
}

const answer = (code: number, record: IHttpCacheSpecificData | null = null): CacheAnswer => ({
  hr: HRESULT_FROM_WIN32(code),
  cacheSpecificData: record,
});

/** All caches of one site. Time passes when it is asked: on Workers no timer could do it. */
export class SharedCache {
  readonly #tables = new Map<string, RecordTable>();
  #lastPass: number;
  #closed = false;

  constructor(
    private readonly limit: number = RECORDS,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#lastPass = now();
  }

  operate(
    operation: number,
    key: IHttpCacheKey,
    record: IHttpCacheSpecificData | null,
  ): CacheAnswer {
    if (this.#closed) return answer(ERROR_INVALID_OPERATION);
    this.#countDown();
    switch (operation) {
      case CACHE_OPERATION_RETRIEVE:
        return this.#retrieve(key);
      case CACHE_OPERATION_ADD:
        return this.#add(key, record);
      case CACHE_OPERATION_DELETE: {
        const found = this.#tables.get(key.getCacheName())?.delete(key) ?? false;
        return answer(found ? S_OK : ERROR_FILE_NOT_FOUND);
      }
      case CACHE_OPERATION_FLUSH_PREFIX:
        this.#tables.get(key.getCacheName())?.deleteIf((one) => key.getIsPrefix(one));
        return answer(S_OK);
      case CACHE_OPERATION_ENUM:
        this.#tables.get(key.getCacheName())?.forEach((one) => key.enum(one));
        return answer(S_OK);
      default:
        return answer(ERROR_INVALID_PARAMETER);
    }
  }

  /** Lets every record go, and takes no more. */
  close(): void {
    this.clear();
    this.#closed = true;
  }

  /** Lets every record go. */
  clear(): void {
    for (const table of this.#tables.values()) table.deleteIf(() => true);
    this.#tables.clear();
  }

  #retrieve(key: IHttpCacheKey): CacheAnswer {
    const found = this.#tables.get(key.getCacheName())?.find(key) ?? null;
    if (found === null) return answer(ERROR_FILE_NOT_FOUND);
    found.resetTTL();
    found.referenceCacheData();
    return answer(S_OK, found);
  }

  #add(key: IHttpCacheKey, record: IHttpCacheSpecificData | null): CacheAnswer {
    if (typeof record?.getFlushed !== "function") return answer(ERROR_INVALID_PARAMETER);
    const name = key.getCacheName();
    let table = this.#tables.get(name);
    if (table === undefined) this.#tables.set(name, table = new RecordTable(this.limit));
    table.add(key, record);
    for (const [eldest, records] of this.#tables) {
      if (this.#tables.size <= CACHES) break;
      records.deleteIf(() => true);
      this.#tables.delete(eldest);
    }
    return answer(S_OK, record);
  }

  #countDown(): void {
    const passes = Math.floor((this.now() - this.#lastPass) / PASS);
    if (passes <= 0) return;
    this.#lastPass += passes * PASS;
    const over = (record: IHttpCacheSpecificData): boolean => {
      try {
        for (let i = Math.min(passes, MOST_PASSES); i > 0; i--) {
          if (record.decrementTTL()) return true;
        }
        return false;
      } catch (error) {
        // Whoever happens to ask a cache now has nothing to do with it.
        console.error("decrementTTL() of a cached record threw, the record is let go:", error);
        return true;
      }
    };
    for (const table of this.#tables.values()) table.deleteIf((_key, record) => over(record));
  }
}
