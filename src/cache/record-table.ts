// What is kept for the next request? The records of one cache by the keys that their modules compare.
import type { IHttpCacheKey, IHttpCacheSpecificData } from "../terms/cache-types.ts";

/** Bytes that the records of one cache may hold together. */
const RECORD_BYTES = 67_108_864;

/** Under this name the core's own records say how many bytes they hold. */
export const HELD: unique symbol = Symbol("sluice.held");

interface Entry {
  readonly key: IHttpCacheKey;
  readonly record: IHttpCacheSpecificData;
  /** As it was when the record came. */
  readonly bytes: number;
}

/** Records by key. The host owns the reference that a record was added with, and gives it back when the record goes. */
export class RecordTable {
  /** By hash, the buckets in the order of use. */
  readonly #buckets = new Map<number, Entry[]>();
  #size = 0;
  #bytes = 0;

  constructor(private readonly limit: number, private readonly byteLimit = RECORD_BYTES) {}

  find(key: IHttpCacheKey): IHttpCacheSpecificData | null {
    const hash = key.getHash() >>> 0;
    const bucket = this.#buckets.get(hash);
    const entry = bucket?.find((one) => key.getIsEqual(one.key) && !one.record.getFlushed());
    if (entry === undefined) return null;
    this.#buckets.delete(hash);
    this.#buckets.set(hash, bucket!);
    return entry.record;
  }

  /** Takes the place of an equal one. A record that is here already stays; one that is too heavy is let go at once. */
  add(key: IHttpCacheKey, record: IHttpCacheSpecificData): void {
    const hash = key.getHash() >>> 0;
    const old = this.#buckets.get(hash)?.find((one) => key.getIsEqual(one.key));
    if (old?.record === record) return;
    if (old !== undefined) this.#release(hash, old);
    const entry = { key, record, bytes: (record as { readonly [HELD]?: number })[HELD] ?? 0 };
    if (entry.bytes > this.byteLimit) return letGo(entry);
    const bucket = this.#buckets.get(hash) ?? [];
    this.#buckets.delete(hash);
    this.#buckets.set(hash, [...bucket, entry]);
    this.#size++;
    this.#bytes += entry.bytes;
    while (this.#size > this.limit || this.#bytes > this.byteLimit) {
      const [[eldest, [first]]] = this.#buckets;
      this.#release(eldest, first);
    }
  }

  /** Whether there was such a record. */
  delete(key: IHttpCacheKey): boolean {
    const hash = key.getHash() >>> 0;
    const entry = this.#buckets.get(hash)?.find((one) => key.getIsEqual(one.key));
    if (entry !== undefined) this.#release(hash, entry);
    return entry !== undefined;
  }

  /** Takes out every record that a test picks. */
  deleteIf(picks: (key: IHttpCacheKey, record: IHttpCacheSpecificData) => boolean): void {
    for (const [hash, bucket] of [...this.#buckets]) {
      for (const entry of bucket) if (picks(entry.key, entry.record)) this.#release(hash, entry);
    }
  }

  /** Shows every record, as they stood when the call was made. */
  forEach(show: (record: IHttpCacheSpecificData) => void): void {
    for (const bucket of [...this.#buckets.values()]) for (const { record } of bucket) show(record);
  }

  #release(hash: number, entry: Entry): void {
    const rest = (this.#buckets.get(hash) ?? []).filter((one) => one !== entry);
    if (rest.length === 0) this.#buckets.delete(hash);
    else this.#buckets.set(hash, rest);
    this.#size--;
    this.#bytes -= entry.bytes;
    letGo(entry);
  }
}

/** Gives back the reference that a record was added with. */
function letGo({ key, record }: Entry): void {
  try {
    record.setFlushed();
    record.dereferenceCacheData();
  } catch (error) {
    console.error(`A record of cache "${key.getCacheName()}" threw when it was let go:`, error);
  }
}
