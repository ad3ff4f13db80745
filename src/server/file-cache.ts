// Who builds the house and lets a request in? The cache of files: records that global modules see come and go.
import {
  CACHE_OPERATION_ADD,
  CACHE_OPERATION_FLUSH_PREFIX,
  CACHE_OPERATION_RETRIEVE,
} from "../terms/cache-types.ts";
import type { IHttpServer } from "../terms/http-server.ts";
import { FileInfo } from "../context/file-info.ts";
import { FileKey } from "../context/file-key.ts";

/** Files by physical path, behind DoCacheOperation. */
export class FileCache {
  constructor(private readonly server: () => Pick<IHttpServer, "doCacheOperation">) {}

  /** The file of a path, which the caller has to let go; null if there is none, or none that is still good. */
  find(path: string, isGood: (info: FileInfo) => boolean): FileInfo | null {
    const key = new FileKey(path);
    const { cacheSpecificData: record } = this.server()
      .doCacheOperation(CACHE_OPERATION_RETRIEVE, key, null);
    if (record instanceof FileInfo && isGood(record)) return record;
    record?.dereferenceCacheData();
    return null;
  }

  /** Keeps a file; the caller's own hold on it stays. */
  keep(info: FileInfo): FileInfo {
    // The cache's hold, which it gives back inside the call where the file is too heavy for it.
    info.referenceCacheData();
    const { hr } = this.server().doCacheOperation(CACHE_OPERATION_ADD, info.getCacheKey(), info);
    if (hr < 0) info.dereferenceCacheData();
    return info;
  }

  /** Lets a file go, or everything in a directory. */
  forget(path: string): void {
    this.server().doCacheOperation(CACHE_OPERATION_FLUSH_PREFIX, new FileKey(path), null);
  }
}
