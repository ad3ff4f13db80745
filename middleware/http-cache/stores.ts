// Which answers are kept for the next request? Where they lie: in memory, in a Cache of the platform, in an unstorage.
import type { Awaitable } from "../../mod.ts";
import { BoundedMap } from "./bounded-map.ts";
import { packed, parsed, revived, serialized, unpacked } from "./records.ts";

/** An answer that is kept, as plain data. */
export interface CachedResponse {
  /** The status code. */
  readonly status: number;
  /** The words behind it. */
  readonly reason: string;
  /** The head, but for what belongs to one connection or one client. */
  readonly headers: readonly (readonly [string, string])[];
  /** The whole body. */
  readonly body: Uint8Array;
  /** When it was asked for, in milliseconds. */
  readonly asked: number;
  /** When it was new, in milliseconds. */
  readonly born: number;
  /** Seconds from then on that it is fresh; null for as long as nobody removes it. */
  readonly lifetime: number | null;
  /** Whether it must not be used once it is stale. */
  readonly strict: boolean;
  /** Seconds in which it may then stand for an error. */
  readonly ifError: number;
  /** Seconds in which it may then be sent while the origin is asked. */
  readonly whileRevalidate: number;
  /** The file that it was made of, and its tag, where it is kept until that changes. */
  readonly file: readonly [path: string, etag: string] | null;
  /** Whether it says of itself how long it is fresh; then its age is told. */
  readonly stated: boolean;
}

/** How the versions of a URL are told apart. */
export interface Variation {
  /** Names of request headers, in small letters. */
  readonly headers: readonly string[];
  /** Names of query parameters; null where the query does not count, or is part of the key. */
  readonly query: readonly string[] | null;
  /** Whether a module tells versions apart by a value of its own. */
  readonly value: boolean;
}

/** That there are versions of a URL, and which belong together. */
export interface VersionedRecord {
  /** How they are told apart. */
  readonly variation: Variation;
  /** Part of the keys of the versions: those of another stamp were let go of. */
  readonly stamp: string;
  /** Until when there may be versions, in milliseconds. */
  readonly until: number;
}

/** What is kept under a key. */
export type CacheRecord = CachedResponse | VersionedRecord;

/** Where answers are kept. What it forgets, and what it loses, is asked for anew. */
export interface CacheStore {
  /** What is kept under a key; null if there is nothing. */
  get(key: string): Awaitable<CacheRecord | null>;
  /** Keeps something, for so many seconds at most. */
  set(key: string, record: CacheRecord, seconds: number): Awaitable<void>;
  /** Lets go of something. */
  delete(key: string): Awaitable<void>;
}

/** A Cache of the platform: `caches.default` on Workers, `await caches.open("site")` on Deno. */
export interface PlatformCache {
  /** Looks something up. */
  match(request: string): Promise<Response | undefined>;
  /** Keeps something. */
  put(request: string, response: Response): Promise<void>;
  /** Lets go of something. */
  delete(request: string): Promise<boolean>;
}

/** A storage of unstorage, or one of its drivers alone. */
export interface KeyValueStorage {
  /** Looks something up. */
  getItem(key: string, options?: object): unknown;
  /** Keeps something; drivers that know of it let it go after `ttl` seconds. */
  setItem?(key: string, value: string, options: object): unknown;
  /** Lets go of something. */
  removeItem?(key: string, options: object): unknown;
}

/** Bytes that a record weighs besides what can be counted. */
const WEIGHT = 512;

interface Kept {
  readonly record: CacheRecord;
  readonly until: number;
  readonly weight: number;
}

/** Answers in the memory of this isolate; the one unused longest leaves first. */
export class MemoryStore implements CacheStore {
  readonly #records = new Map<string, Kept>();
  #bytes = 0;

  /** @param limit Bytes of all that is kept. */
  constructor(private readonly limit: number) {}

  get(key: string): CacheRecord | null {
    const found = this.#records.get(key);
    if (found === undefined) return null;
    this.#records.delete(key);
    if (found.until <= Date.now()) {
      this.#bytes -= found.weight;
      return null;
    }
    // Behind all others: the map is in the order of use.
    this.#records.set(key, found);
    return found.record;
  }

  set(key: string, record: CacheRecord, seconds: number): void {
    this.delete(key);
    const weight = weightOf(key, record);
    if (weight > this.limit) return;
    this.#records.set(key, { record, until: Date.now() + seconds * 1000, weight });
    this.#bytes += weight;
    for (const eldest of this.#records.keys()) {
      if (this.#bytes <= this.limit) break;
      this.delete(eldest);
    }
  }

  delete(key: string): void {
    const found = this.#records.get(key);
    if (found === undefined) return;
    this.#records.delete(key);
    this.#bytes -= found.weight;
  }
}

function weightOf(key: string, record: CacheRecord): number {
  const bare = 2 * key.length + WEIGHT;
  if (!("body" in record)) return bare;
  const letters = record.headers.reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  return bare + record.body.byteLength + 2 * letters;
}

/** Answers in a Cache of the platform, which the isolates of a place share. */
export class PlatformStore implements CacheStore {
  readonly #names = new Names();

  constructor(private readonly cache: PlatformCache) {}

  async get(key: string): Promise<CacheRecord | null> {
    const found = await this.cache.match(await this.#urlOf(key));
    return found === undefined ? null : unpacked(new Uint8Array(await found.arrayBuffer()));
  }

  async set(key: string, record: CacheRecord, seconds: number): Promise<void> {
    const headers = { "Cache-Control": `max-age=${Math.ceil(seconds)}` };
    await this.cache.put(await this.#urlOf(key), new Response(packed(record), { headers }));
  }

  async delete(key: string): Promise<void> {
    await this.cache.delete(await this.#urlOf(key));
  }

  /** The platform takes URLs as keys: this one is nobody's, but of the same site, because Workers look its host up. */
  async #urlOf(key: string): Promise<string> {
    const [site] = /https?:\/\/[^/?\s]+/.exec(key) ?? ["https://http-cache.invalid"];
    return `${site}/.http-cache/${await this.#names.of(key)}`;
  }
}

/** Drivers with shorter times than this refuse them. */
const LEAST_TTL = 60;

/** Answers in a storage of unstorage. */
export class UnstorageStore implements CacheStore {
  readonly #names = new Names();

  constructor(private readonly storage: KeyValueStorage) {}

  async get(key: string): Promise<CacheRecord | null> {
    const found = await this.storage.getItem(await this.#names.of(key), {});
    // A storage reads what looks like JSON; a driver alone gives the text.
    return typeof found === "string" ? parsed(found) : found === null ? null : revived(found);
  }

  async set(key: string, record: CacheRecord, seconds: number): Promise<void> {
    await this.storage.setItem?.(await this.#names.of(key), serialized(record), {
      ttl: Math.max(LEAST_TTL, Math.ceil(seconds)),
    });
  }

  async delete(key: string): Promise<void> {
    await this.storage.removeItem?.(await this.#names.of(key), {});
  }
}

/** Letters of the keys whose names are remembered. */
const MOST = 1_000_000;

/**
 * Names of keys, each made once: a digest may overtake another one, and what was let go of would be kept again behind
 * that, or the other way round.
 */
class Names {
  readonly #made = new BoundedMap<Promise<string>>(MOST);

  of(key: string): Promise<string> {
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const name = nameOf(key);
    this.#made.set(key, name);
    return name;
  }
}

/** A name for whatever key there is: drivers have their own opinions of slashes, signs and lengths. */
async function nameOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
