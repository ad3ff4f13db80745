// What does a module hold in its hand? The key under which a file stands in a cache.
import {
  FILE_CACHE_NAME,
  type IFileKey,
  type IHttpCacheKey,
  type IHttpCacheSpecificData,
} from "../terms/cache-types.ts";

/** The key of a file: its path. */
export class FileKey implements IFileKey {
  constructor(private readonly path: string) {}

  getPath(): string {
    return this.path;
  }

  getCacheName(): string {
    return FILE_CACHE_NAME;
  }

  /** FNV-1a over the path. */
  getHash(): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.path.length; i++) {
      hash = Math.imul(hash ^ this.path.charCodeAt(i), 0x01000193);
    }
    return hash >>> 0;
  }

  getIsEqual(cacheCompareKey: IHttpCacheKey): boolean {
    return pathOf(cacheCompareKey) === this.path;
  }

  /** A directory is the beginning of what lies in it, not of a name that begins with its own. */
  getIsPrefix(cacheCompareKey: IHttpCacheKey): boolean {
    const other = pathOf(cacheCompareKey);
    if (other === null) return false;
    const base = /[/\\]$/.test(this.path) ? this.path.slice(0, -1) : this.path;
    return other === this.path || (other.startsWith(base) && /[/\\]/.test(other[base.length]));
  }

  /** Nobody has asked this key for an enumeration. */
  enum(_cacheData: IHttpCacheSpecificData): void {}
}

function pathOf(key: IHttpCacheKey): string | null {
  if (key.getCacheName() !== FILE_CACHE_NAME) return null;
  const { getPath } = key as Partial<IFileKey>;
  return typeof getPath === "function" ? getPath.call(key) : null;
}
