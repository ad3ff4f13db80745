// Which answers are kept for the next request? Where they are found again: versions under keys, in a store that may fail.
import type { Awaitable, IHttpContext } from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { BoundedMap } from "./bounded-map.ts";
import { isPlain, isSame, keysOf, type UrlKeys, versionOf } from "./keys.ts";
import type {
  CachedResponse,
  CacheRecord,
  CacheStore,
  Variation,
  VersionedRecord,
} from "./stores.ts";

/** Letters of the URLs that are remembered besides their answers. */
const MOST = 1_000_000;

/** An answer, and the key below which it lies with its other versions. */
export interface Placed {
  readonly primary: string;
  readonly variation: Variation;
  readonly record: CachedResponse;
  /** Seconds in which it is of any use. */
  readonly seconds: number;
}

/** The store of one module. */
export class Shelf {
  /** URLs that were kept because a module said so; only for these, and those of a profile, the query does not count. */
  readonly #paths = new BoundedMap<true>(MOST);
  /** When keys were last let go of because a request has changed what lies behind them. */
  readonly #changed = new BoundedMap<number>(MOST);

  constructor(private readonly who: string, private readonly store: CacheStore) {}

  /** What is kept for a request. */
  find(
    context: IHttpContext,
    keys: UrlKeys,
    ofProfile: boolean,
  ): Awaitable<CachedResponse | null> {
    if (!ofProfile && this.#paths.get(keys.path) === undefined) {
      return this.#version(context, keys, keys.whole);
    }
    return then(
      this.#version(context, keys, keys.path),
      (record) => record ?? this.#version(context, keys, keys.whole),
    );
  }

  /** Keeps an answer, unless what it was made of has been changed since it was asked for. */
  keep(context: IHttpContext, keys: UrlKeys, placed: Placed): Awaitable<void> {
    const { primary, record } = placed;
    if (this.#isPast(primary, record)) return;
    if (primary === keys.path) this.#paths.set(primary, true);
    return then(this.#set(context, keys, placed), () => {
      // It may have been changed while a store took its time: others who share the store are not to find it.
      if (this.#isPast(primary, record)) return this.#delete(primary);
    });
  }

  #isPast(primary: string, { asked }: CachedResponse): boolean {
    return (this.#changed.get(primary) ?? -Infinity) >= asked;
  }

  #set(
    context: IHttpContext,
    keys: UrlKeys,
    { primary, variation, record, seconds }: Placed,
  ): Awaitable<void> {
    const { store } = this;
    const set = (): Awaitable<void> => {
      if (isPlain(variation)) return store.set(primary, record, seconds);
      return then(store.get(primary), (before) => {
        const versions = versionsBehind(before, variation, seconds);
        const key = versionOf(context, primary, versions, keys.search);
        const left = (versions.until - Date.now()) / 1000;
        return then(
          store.set(key, record, seconds),
          () => store.set(primary, versions, left),
        );
      });
    };
    return then(this.#guarded(set), () => {});
  }

  /** Lets go of all versions of some URLs. */
  drop(urls: readonly string[]): Awaitable<void> {
    const now = Date.now();
    const gone = urls.flatMap((url) => {
      const { whole, path } = keysOf(url);
      return [whole, path].map((key) => {
        this.#changed.set(key, now);
        return this.#delete(key);
      });
    });
    if (gone.some((one) => one instanceof Promise)) return Promise.all(gone).then(() => {});
  }

  #delete(key: string): Awaitable<void> {
    return then(this.#guarded(() => this.store.delete(key)), () => {});
  }

  /** A record that was let go of is not there, even if a store is late to say so. */
  #version(
    context: IHttpContext,
    keys: UrlKeys,
    primary: string,
  ): Awaitable<CachedResponse | null> {
    const { store } = this;
    return then(this.#guarded(() => store.get(primary)), (record) => {
      if (record === null) return null;
      if ("body" in record) return this.#isPast(primary, record) ? null : record;
      const key = versionOf(context, primary, record, keys.search);
      return then(
        this.#guarded(() => store.get(key)),
        (version) =>
          version !== null && "body" in version && !this.#isPast(primary, version) ? version : null,
      );
    });
  }

  /** A store that fails costs nobody an answer. */
  #guarded<T>(call: () => Awaitable<T>): Awaitable<T | null> {
    const failed = (error: unknown): null => {
      console.error(`${this.who}: the store failed:`, error);
      return null;
    };
    try {
      const value = call();
      return value instanceof Promise ? value.catch(failed) : value;
    } catch (error) {
      return failed(error);
    }
  }
}

/** What says that there are versions: the same as before, if they are told apart in the same way. */
function versionsBehind(
  before: CacheRecord | null,
  variation: Variation,
  seconds: number,
): VersionedRecord {
  const until = Date.now() + seconds * 1000;
  if (before === null || "body" in before || !isSame(before.variation, variation)) {
    return { variation, stamp: crypto.randomUUID(), until };
  }
  return { ...before, until: Math.max(before.until, until) };
}
