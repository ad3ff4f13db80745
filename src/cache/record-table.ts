// What is kept for the next request? The records of one cache by the keys that their modules compare.
import type { IHttpCacheKey, IHttpCacheSpecificData } from "../terms/cache-types.ts";

interface Entry {
  readonly key: IHttpCacheKey;
  readonly record: IHttpCacheSpecificData;
}

/** Records by key. The host owns the reference that a record was added with, and gives it back when the record goes. */
export class RecordTable {
  /** By hash, the buckets in the order of use. */
  readonly #buckets = new Map<number, Entry[]>();
  #size = 0;

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.#size;
  }

  find(key: IHttpCacheKey): IHttpCacheSpecificData | null {
    const hash = key.getHash() >>> 0;
    const bucket = this.#buckets.get(hash);
    const entry = bucket?.find((one) => key.getIsEqual(one.key) && !one.record.getFlushed());
    if (entry === undefined) return null;
    this.#buckets.delete(hash);
    this.#buckets.set(hash, bucket!);
    return entry.record;
  }

  /** Takes the place of an equal one. A record that is here already stays. */
  add(key: IHttpCacheKey, record: IHttpCacheSpecificData): void {
    const hash = key.getHash() >>> 0;
    const old = this.#buckets.get(hash)?.find((one) => key.getIsEqual(one.key));
    if (old?.record === record) return;
    if (old !== undefined) this.#release(hash, old);
    const bucket = this.#buckets.get(hash) ?? [];
    this.#buckets.delete(hash);
    this.#buckets.set(hash, [...bucket, { key, record }]);
    this.#size++;
    for (const [eldest, entries] of this.#buckets) {
      if (this.#size <= this.limit) return;
      this.#release(eldest, entries[0]);
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
    try {
      entry.record.setFlushed();
      entry.record.dereferenceCacheData();
    } catch (error) {
      console.error(
        `A record of cache "${entry.key.getCacheName()}" threw when it was let go:`,
        error,
      );
    }
  }
}
