// What do the tests of caches share? A key and a record as a module would write them.
import type { IHttpCacheKey, IHttpCacheSpecificData } from "../../mod.ts";

/** A key that is a text. All have the same hash, so that equality decides. */
export class TextKey implements IHttpCacheKey {
  readonly met: string[] = [];
  constructor(readonly text: string, readonly cache = "TEXT") {}
  getHash = (): number => 7;
  getCacheName = (): string => this.cache;
  getIsEqual = (other: IHttpCacheKey): boolean => (other as TextKey).text === this.text;
  getIsPrefix = (other: IHttpCacheKey): boolean => (other as TextKey).text.startsWith(this.text);
  enum(record: IHttpCacheSpecificData): void {
    this.met.push((record.getCacheKey() as TextKey).text);
  }
}

/** A record that counts its holders and its time to live. */
export class TextRecord implements IHttpCacheSpecificData {
  holders = 1;
  ttl = 2;
  flushed = false;
  readonly key: TextKey;
  constructor(text: string, cache?: string) {
    this.key = new TextKey(text, cache);
  }
  getCacheKey = (): TextKey => this.key;
  referenceCacheData(): void {
    this.holders++;
  }
  dereferenceCacheData(): void {
    this.holders--;
  }
  resetTTL(): void {
    this.ttl = 2;
  }
  decrementTTL = (): boolean => --this.ttl <= 0;
  setFlushed(): void {
    this.flushed = true;
  }
  getFlushed = (): boolean => this.flushed;
}
