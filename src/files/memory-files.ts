// Where do files lie? In memory: what a bundle carries, what a test needs.
import { shown } from "../terms/shown.ts";
import type { FileDriver, FileStat } from "./file-driver.ts";
import { checkedPath, isWithin } from "./file-path.ts";

/** A virtual file system in memory. */
export interface MemoryFiles extends FileDriver {
  /** What is known of a path; null if there is nothing. */
  stat(path: string): FileStat | null;
  /** The bytes of a file; null if there is no such file. */
  open(path: string): Uint8Array | null;
  /** The names in a directory; null if it is none. */
  list(path: string): readonly string[] | null;
  /** Puts a file there, or another content into one. Throws a `TypeError` for a path that no file can have. */
  write(path: string, content: string | Uint8Array): void;
  /** Takes a file away; false if there was none. */
  remove(path: string): boolean;
  /** Tells of every change at or below a path. */
  watch(path: string, changed: (path: string) => void): () => void;
}

/** What else is known of files in memory. */
export interface MemoryFilesOptions {
  /** When the first files were changed; the time of the call by default, which in Workers' global scope is 1970. */
  readonly modified?: Date;
}

/**
 * A virtual file system in memory. Paths count as they are written, upper case and lower case apart; directories are
 * there as long as there is a file in them.
 *
 * @param files Content by path; a text is kept as UTF-8.
 * Throws a `TypeError` that names a path that no file can have.
 */
export function memoryFiles(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: MemoryFilesOptions = {},
): MemoryFiles {
  if (typeof files !== "object" || files === null) {
    throw new TypeError(`memoryFiles: files are ${shown(files)}, wished for an object by path`);
  }
  const store = new MemoryStore();
  for (const [path, content] of Object.entries(files)) {
    store.put(path, content, options.modified ?? new Date());
  }
  return store;
}

/** A file, or a directory of both. */
class Entry {
  readonly names: Map<string, Entry> | null;

  constructor(readonly bytes: Uint8Array | null, public stat: FileStat) {
    this.names = bytes === null ? new Map() : null;
  }
}

const directory = (modified: Date): FileStat => ({ size: 0, modified, directory: true });

class MemoryStore implements MemoryFiles {
  readonly immediate = true;
  readonly #root = new Entry(null, directory(new Date(0)));
  readonly #watches = new Set<{ path: string; changed: (path: string) => void }>();

  stat(path: string): FileStat | null {
    return this.#find(path)?.stat ?? null;
  }

  open(path: string): Uint8Array | null {
    return this.#find(path)?.bytes ?? null;
  }

  list(path: string): readonly string[] | null {
    const names = this.#find(path)?.names;
    return names ? [...names.keys()].sort() : null;
  }

  write(path: string, content: string | Uint8Array): void {
    this.#tell(this.put(path, content, new Date()));
  }

  put(path: string, content: string | Uint8Array, modified: Date): string {
    const key = keyOf(path);
    const bytes = bytesOf(path, content);
    const names = key.slice(1).split("/");
    const last = names.pop()!;
    let place = this.#root;
    for (const name of names) {
      const next = place.names!.get(name) ?? new Entry(null, directory(modified));
      if (next.names === null) throw clash(key);
      place.names!.set(name, next);
      place = next;
    }
    if (place.names!.get(last)?.names) throw clash(key);
    const size = bytes.byteLength;
    const stat = { size, modified, directory: false, etag: etagOf(bytes) };
    place.names!.set(last, new Entry(bytes, stat));
    place.stat = directory(modified);
    return key;
  }

  remove(path: string): boolean {
    const key = checkedPath(path);
    if (key === null || !take(this.#root, key.slice(1).split("/"))) return false;
    this.#tell(key);
    return true;
  }

  watch(path: string, changed: (path: string) => void): () => void {
    const watch = { path: checkedPath(path) ?? keyOf(path), changed };
    this.#watches.add(watch);
    return () => void this.#watches.delete(watch);
  }

  #find(path: string): Entry | null {
    const key = checkedPath(path);
    if (key === null) return null;
    let place: Entry | undefined = this.#root;
    if (key !== "/") {
      for (const name of key.slice(1).split("/")) {
        place = place?.names?.get(name);
      }
    }
    return place ?? null;
  }

  #tell(key: string): void {
    for (const { path, changed } of [...this.#watches]) if (isWithin(path, key)) changed(key);
  }
}

/** Takes a file out of a directory, and every directory that is empty then. */
function take(place: Entry, [name, ...rest]: string[]): boolean {
  const next = place.names?.get(name);
  if (next === undefined) return false;
  if (rest.length === 0 ? next.names !== null : !take(next, rest)) return false;
  if (rest.length === 0 || next.names!.size === 0) place.names!.delete(name);
  return true;
}

/** A path cannot be a file and a directory. */
function clash(path: string): TypeError {
  return new TypeError(
    `memoryFiles: "${path}" is a file and a directory, or lies below a file, wished for one of them`,
  );
}

function keyOf(path: string): string {
  const key = checkedPath(path.startsWith("/") ? path : `/${path}`);
  if (key !== null && key !== "/" && !path.endsWith("/")) return key;
  throw new TypeError(
    `memoryFiles: path is ${JSON.stringify(path)}, wished for one such as "/docs/page.html" ` +
      "without escapes, dots at the end of a name, or names of devices",
  );
}

function bytesOf(path: string, content: unknown): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return new Uint8Array(content);
  throw new TypeError(
    `memoryFiles: content of "${path}" is ${shown(content)}, wished for a string or Uint8Array`,
  );
}

/** Made of the content, not of the time: every isolate that carries the same bundle has to give the same tag. */
function etagOf(bytes: Uint8Array): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b + byte, 0x85ebca6b) ^ (b >>> 13);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
  return `"${hex(a)}${hex(b)}-${bytes.byteLength.toString(16)}"`;
}
