// Terms: what do the pages call it?
// This file: a file of the virtual file system, and the watch over one.

import type { IHttpCacheSpecificData } from "./cache-types.ts";
import type { IHttpModuleContextContainer } from "./stored-context.ts";

/**
 * A file of the virtual file system, as it was when it was last looked at.
 * @see ihttpfileinfo-interface
 */
export interface IHttpFileInfo extends IHttpCacheSpecificData {
  /**
   * A bit mask: 0x01 read-only, 0x10 directory, 0x80 plain file.
   * @see ihttpfileinfo-getattributes-method
   */
  getAttributes(): number;
  /**
   * The size in bytes.
   * @see ihttpfileinfo-getsize-method
   */
  getSize(): number;
  /**
   * The content, if it is in memory; otherwise null.
   * @see ihttpfileinfo-getfilebuffer-method
   */
  getFileBuffer(): Uint8Array | null;
  /**
   * The content as a Blob, which a chunk can point to; null for a directory.
   * @see ihttpfileinfo-getfilehandle-method
   */
  getFileHandle(): Blob | null;
  /**
   * The path in the virtual file system.
   * @see ihttpfileinfo-getfilepath-method
   */
  getFilePath(): string;
  /**
   * The entity tag, with its quotation marks.
   * @see ihttpfileinfo-getetag-method
   */
  getETag(): string;
  /**
   * When the file was last changed.
   * @see ihttpfileinfo-getlastmodifiedtime-method
   */
  getLastModifiedTime(): Date;
  /**
   * The same, as a header writes it.
   * @see ihttpfileinfo-getlastmodifiedstring-method
   */
  getLastModifiedString(): string;
  /**
   * Whether caches may keep the file, and for how many seconds.
   * @see ihttpfileinfo-gethttpcacheallowed-method
   */
  getHttpCacheAllowed(): { ret: boolean; secondsToLive: number };
  /**
   * The path of the file's root in the virtual file system.
   * @see ihttpfileinfo-getvrpath-method
   */
  getVrPath(): string;
  /**
   * Where modules keep objects for this file.
   * @see ihttpfileinfo-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
  /**
   * Whether the file is known to have changed since. There are no tokens: pass null.
   * @see ihttpfileinfo-checkiffilehaschanged-method
   */
  checkIfFileHasChanged(userToken: null): boolean;
}

/**
 * A watch over a file or directory.
 * @see ihttpfilemonitor-interface
 */
export interface IHttpFileMonitor {
  /**
   * Where modules keep objects for this watch.
   * @see ihttpfilemonitor-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
  /**
   * Ends the watch.
   * @see ihttpfilemonitor-dereferencefilemonitor-method
   */
  dereferenceFileMonitor(): void;
}
