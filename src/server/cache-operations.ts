// Who builds the house and lets a request in? Cache operations: global modules are asked first, then the site's cache.
import type {
  CACHE_OPERATION,
  IHttpCacheKey,
  IHttpCacheSpecificData,
} from "../terms/cache-types.ts";
import type { ICacheProvider } from "../terms/event-providers.ts";
import { E_INVALIDARG, type HRESULT, S_OK } from "../terms/hresult.ts";
import {
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
} from "../terms/notification-status.ts";
import { GL_CACHE_OPERATION } from "../terms/notifications.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import type { CacheAnswer } from "../cache/shared-cache.ts";
import type { GlobalCall, GlobalEvents } from "./global-events.ts";
import { GlobalProvider, refusalOf } from "./global-providers.ts";
import type { Place } from "./site.ts";

/** What is asked of a cache, as GL_CACHE_OPERATION hands it to its handlers. */
export class CacheRequest extends GlobalProvider implements ICacheProvider {
  constructor(
    readonly operation: CACHE_OPERATION,
    readonly key: IHttpCacheKey,
    public record: IHttpCacheSpecificData | null,
    private readonly trace: IHttpTraceContext | null,
  ) {
    super();
  }

  getCacheOperation(): CACHE_OPERATION {
    return this.operation;
  }

  getCacheKey(): IHttpCacheKey {
    return this.key;
  }

  getCacheRecord(): IHttpCacheSpecificData | null {
    return this.record;
  }

  /** The reference that comes with the record goes to whoever has asked for the operation. */
  setCacheRecord(cacheRecord: IHttpCacheSpecificData): void {
    this.record = cacheRecord;
  }

  getTraceContext(): IHttpTraceContext | null {
    return this.trace;
  }
}

/** Whose modules are being asked. What they do with caches themselves is not asked again: it would never end. */
const asking = new WeakSet<GlobalEvents>();

/** One operation. A module that answers HANDLED has done it in the cache's place. */
export function cacheOperation(
  events: GlobalEvents,
  place: Place,
  request: CacheRequest,
): CacheAnswer {
  const { operation, key } = request;
  if (typeof key?.getCacheName !== "function") {
    return { hr: E_INVALIDARG, cacheSpecificData: null };
  }
  if (events.has(GL_CACHE_OPERATION) && !asking.has(events)) {
    const status = askModules(events, request);
    const refusal = refusalOf(status, request);
    if (refusal !== null) return { hr: refusal.hr, cacheSpecificData: null };
    if (status === GL_NOTIFICATION_HANDLED) return { hr: S_OK, cacheSpecificData: request.record };
  }
  return place.cache.operate(operation, key, request.record);
}

function askModules(events: GlobalEvents, request: CacheRequest): GLOBAL_NOTIFICATION_STATUS {
  const call: GlobalCall = (module) => module.onGlobalCacheOperation(request);
  asking.add(events);
  try {
    return events.raise(GL_CACHE_OPERATION, call, request);
  } finally {
    asking.delete(events);
  }
}

/**
 * Removes a URL from the cache in front of the pipeline: the platform's, where there is one (Workers).
 *
 * Everywhere else nothing is kept in front, so that there is nothing to remove.
 */
export function flushCacheInFront(url: string): HRESULT {
  try {
    new URL(url);
  } catch {
    return E_INVALIDARG;
  }
  const { caches } = globalThis as { caches?: { default?: EdgeCache } };
  caches?.default?.delete(url).catch(() => {});
  return S_OK;
}

interface EdgeCache {
  delete(url: string): Promise<boolean>;
}
