// Where do files lie? The interface that every virtual file system has, whatever lies behind it.
import { E_ACCESSDENIED, E_FAIL, type HRESULT } from "../terms/hresult.ts";

/** What is known of a file or directory. */
export interface FileStat {
  /** Bytes; 0 for a directory. */
  readonly size: number;
  /** When it was last changed. */
  readonly modified: Date;
  /** Whether it is a directory. */
  readonly directory: boolean;
  /** Whether it must not be written; false by default. */
  readonly readOnly?: boolean;
  /** An entity tag with its quotation marks; without one it is made of time and size. */
  readonly etag?: string;
}

/** An answer that is there at once, or has to be waited for. */
export type Awaitable<T> = T | Promise<T>;

/**
 * A virtual file system. Paths begin with a slash, have slashes between names and none at the end, except the root "/".
 *
 * Sluice hands over only paths that have passed its check: no "..", no escapes, no device names, no streams. A driver
 * over a real disk still has to see where links lead.
 */
export interface FileDriver {
  /** Whether no answer ever has to be waited for; false by default. */
  readonly immediate?: boolean;
  /** What is known of a path; null if there is nothing. */
  stat(path: string): Awaitable<FileStat | null>;
  /** The content of a file, as bytes in memory or as a Blob; null if there is no such file. */
  open(path: string): Awaitable<Blob | Uint8Array | null>;
  /** The names in a directory; null if it is none, or cannot be listed. */
  list(path: string): Awaitable<readonly string[] | null>;
  /**
   * Tells of every change at or below a path, with the path that has changed. Left out where the runtime cannot.
   *
   * @returns A function that ends the watch.
   */
  watch?(path: string, changed: (path: string) => void): () => void;
}

/** What it means that a driver has thrown: that a file may not be read, or something that nobody foresaw. */
export function driverFailure(error: unknown): HRESULT {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === "EACCES" || code === "EPERM" ? E_ACCESSDENIED : E_FAIL;
}
