// Which answers are kept for the next request? HttpCacheModule, over the section caching.
/**
 * An output cache, and a shared HTTP cache by RFC 9111. Kept are answers that a profile names by its extension, that a
 * module has marked in the policy object of the response, or that state their own freshness.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { httpCache } from "@sluice/sluice/http-cache";
 *
 * let made = 0;
 * const headers = { "Cache-Control": "max-age=60" };
 * const app = { fetch: () => new Response(`made ${++made} times`, { headers }) };
 * const server = createWebServer({ modules: [httpCache()], app });
 * const ask = async () => await (await server.fetch(new Request("http://localhost/"))).text();
 * await ask();
 * console.log(await ask()); // made 1 times
 * ```
 *
 * @module
 */
import { defineModule, type ModuleDefinition, PRIORITY_ALIAS_LAST } from "../../mod.ts";
import { collected, type Collection, collection } from "../_shared/collection.ts";
import { filled, flag, listOf, readOptions, type Rule, whole } from "../_shared/options.ts";
import { OutputCache } from "./output-cache.ts";
import { type CacheProfile, PROFILE, Profiles } from "./profiles.ts";
import {
  type CacheStore,
  type KeyValueStorage,
  MemoryStore,
  type PlatformCache,
  PlatformStore,
  UnstorageStore,
} from "./stores.ts";

export type { Collection, CollectionElements } from "../_shared/collection.ts";
export type { CachePolicyName, CacheProfile } from "./profiles.ts";
export type {
  CachedResponse,
  CacheRecord,
  CacheStore,
  KeyValueStorage,
  PlatformCache,
  Variation,
  VersionedRecord,
} from "./stores.ts";

/** The section caching. */
export interface Caching {
  /** Whether anything is kept; true by default. */
  readonly enabled?: boolean;
  /** Whether the kernel caches; there is none, so this says nothing. */
  readonly enableKernelCache?: boolean;
  /** Megabytes of all that is kept in memory; 0, the default, means 64. */
  readonly maxCacheSize?: number;
  /** Bytes of a body that is kept; 262,144 by default. */
  readonly maxResponseSize?: number;
  /** What is kept by its extension. */
  readonly profiles?: Collection<CacheProfile, "extension">;
  /** Ours: where answers are kept. A Cache of the platform, a storage or driver of unstorage; memory by default. */
  readonly store?: CacheStore | PlatformCache | KeyValueStorage;
  /** Ours: fields before Cache-Control that are meant for this cache (RFC 9213); CDN-Cache-Control by default. */
  readonly targetList?: readonly string[];
  /** Ours: whether a tenth of the time since Last-Modified is a lifetime where none is stated; false by default. */
  readonly heuristicFreshness?: boolean;
}

const WHO = "httpCache (HttpCacheModule)";

/** Bytes of memory where nothing is said. */
const MEMORY = 67_108_864;

const STORE: Rule<NonNullable<Caching["store"]>> = (value, place) => {
  if (storeOf(value) !== null) return;
  throw place.wrong(value, "a Cache, a storage of unstorage, or an object with get, set, delete");
};

/**
 * Keeps answers, and gives them to the next who ask.
 *
 * @param options The section caching.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function httpCache(options?: Caching): ModuleDefinition {
  const told = readOptions<Caching>(WHO, options, {
    enabled: flag,
    enableKernelCache: flag,
    maxCacheSize: whole(0, 1_048_576),
    maxResponseSize: whole(0),
    profiles: collection(PROFILE, "extension"),
    store: STORE,
    targetList: listOf(filled, (name) => name),
    heuristicFreshness: flag,
  });
  const { maxCacheSize = 0, maxResponseSize = 262_144, heuristicFreshness = false } = told;
  const { targetList = ["CDN-Cache-Control"] } = told;
  const cache = new OutputCache(WHO, {
    enabled: told.enabled ?? true,
    profiles: new Profiles(collected([], told.profiles, "extension", "replaces")),
    store: storeOf(told.store) ?? new MemoryStore(maxCacheSize * 1_048_576 || MEMORY),
    maxResponseSize,
    reading: { targets: targetList, guesses: heuristicFreshness },
  });
  return defineModule({
    name: "HttpCacheModule",
    onResolveRequestCache: (context) => cache.resolve(context),
    onUpdateRequestCache: (context) => cache.update(context),
    onLogRequest: (context) => cache.log(context),
    onSendResponse: (context, provider) => cache.send(context, provider),
    onPostEndRequest: (context) => cache.end(context),
    onAsyncCompletion: (context) => cache.refreshed(context),
    priority: { onPostEndRequest: PRIORITY_ALIAS_LAST },
  });
}

/** What was given, as a store; null for what is none. */
function storeOf(given: unknown): CacheStore | null {
  const has = (...names: string[]): boolean =>
    typeof given === "object" && given !== null &&
    names.every((name) => typeof (given as Record<string, unknown>)[name] === "function");
  if (has("match", "put", "delete")) return new PlatformStore(given as PlatformCache);
  if (has("getItem")) return new UnstorageStore(given as KeyValueStorage);
  return has("get", "set", "delete") ? given as CacheStore : null;
}
