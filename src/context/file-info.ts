// What does a module hold in its hand? IHttpFileInfo: a file as it was when it was looked up.
import type { IHttpCacheKey } from "../terms/cache-types.ts";
import type { IHttpFileInfo } from "../terms/file-info.ts";
import { HELD } from "../cache/record-table.ts";
import type { FileStat } from "../files/file-driver.ts";
import { FileKey } from "./file-key.ts";
import { KeptRecord } from "./kept-record.ts";

const READ_ONLY = 0x01;
const DIRECTORY = 0x10;
const NORMAL = 0x80;
/** As long as the file does not change. */
const FOREVER = 0xFFFF_FFFF;

/** What is known of one file, and where it came from. */
export interface FoundFile {
  /** The physical path. */
  readonly path: string;
  /** The physical path of the root that it lies below. */
  readonly root: string;
  readonly stat: FileStat;
  /** The bytes, or a Blob that reads them; null for a directory. */
  readonly content: Blob | Uint8Array | null;
  /** Whether the file is not any more what it was, as far as that is known. */
  hasChanged(): boolean;
}

/** One file. */
export class FileInfo extends KeptRecord implements IHttpFileInfo {
  private handle: Blob | null = null;
  private key: FileKey | null = null;

  constructor(readonly file: FoundFile) {
    super();
  }

  /** What a Blob is made of counts as being elsewhere: on a disk, or behind a binding. */
  get [HELD](): number {
    const { content } = this.file;
    return content instanceof Uint8Array ? content.byteLength : 0;
  }

  getAttributes(): number {
    const { directory, readOnly } = this.file.stat;
    if (readOnly) return directory ? DIRECTORY | READ_ONLY : READ_ONLY;
    return directory ? DIRECTORY : NORMAL;
  }

  getSize(): number {
    return this.file.stat.size;
  }

  getFileBuffer(): Uint8Array | null {
    const { content } = this.file;
    return content instanceof Uint8Array ? content : null;
  }

  getFileHandle(): Blob | null {
    const { content } = this.file;
    if (!(content instanceof Uint8Array)) return content;
    return this.handle ??= new Blob([content as Uint8Array<ArrayBuffer>]);
  }

  getFilePath(): string {
    return this.file.path;
  }

  getETag(): string {
    const { etag, modified, size } = this.file.stat;
    return etag ?? `"${modified.getTime().toString(16)}-${size.toString(16)}"`;
  }

  getLastModifiedTime(): Date {
    return new Date(this.file.stat.modified);
  }

  getLastModifiedString(): string {
    return this.file.stat.modified.toUTCString();
  }

  getHttpCacheAllowed(): { ret: boolean; secondsToLive: number } {
    const ret = !this.file.stat.directory;
    return { ret, secondsToLive: ret ? FOREVER : 0 };
  }

  getVrPath(): string {
    return this.file.root;
  }

  checkIfFileHasChanged(_userToken: null): boolean {
    return this.file.hasChanged();
  }

  getCacheKey(): IHttpCacheKey {
    return this.key ??= new FileKey(this.file.path);
  }
}
