// Who builds the house and lets a request in? The files of a server: physical paths, and what is found at them.
import type { Awaitable, FileDriver, FileStat } from "../files/file-driver.ts";
import { checkedPath, isWithin } from "../files/file-path.ts";
import { FileInfo, type FoundFile } from "../context/file-info.ts";

/** How many files are remembered. */
const REMEMBERED = 1024;

/** A physical path is the root's own name with a path of the virtual file system behind it. */
export class PhysicalRoot {
  readonly #separator: string;
  readonly #base: string;

  /** @param root "/" by default; one with backslashes gives paths that look like those of Windows. */
  constructor(readonly root: string) {
    this.#separator = root.includes("\\") ? "\\" : "/";
    this.#base = root.replace(/[/\\]+$/, "");
  }

  /** The physical path of a path that has been checked. */
  toPhysical(path: string): string {
    return path === "/" ? this.root : this.#base + path.replaceAll("/", this.#separator);
  }

  /** The path below the root that a physical path means; null if it lies elsewhere or is refused. */
  toVirtual(physical: unknown): string | null {
    if (typeof physical !== "string" || !physical.startsWith(this.#base)) return null;
    const rest = physical.slice(this.#base.length);
    const path = this.#separator === "\\" ? rest.replaceAll("\\", "/") : rest;
    return path === "" ? "/" : checkedPath(path) === null ? null : path;
  }
}

/** What lies at physical paths. */
export class VirtualFiles {
  readonly #found = new Map<string, FileInfo>();
  /** What has changed since it was found, as a watch has told. */
  readonly #stale = new WeakSet<FileInfo>();

  constructor(readonly driver: FileDriver, readonly place: PhysicalRoot) {}

  /**
   * Looks a physical path up; at once where the driver answers at once.
   *
   * @param keep Whether the same object is to be found again, as long as the file does not change.
   */
  find(physical: string, keep: boolean, root?: string): Awaitable<FileInfo | null> {
    const virtual = this.place.toVirtual(physical);
    if (virtual === null) return null;
    const path = checkedPath(virtual)!;
    return then(this.driver.stat(path), (stat) => {
      // A slash at the end asks for a directory.
      if (stat === null || (!stat.directory && path !== virtual)) return this.#forget(path);
      const known = keep ? this.#found.get(path) : undefined;
      if (known !== undefined && sameStat(known.file.stat, stat) && !this.#stale.has(known)) {
        return this.#remember(path, known);
      }
      const made = stat.directory
        ? this.#make(path, stat, null, root)
        : then(this.driver.open(path), (content) =>
          // Gone since it was looked for.
          content === null ? null : this.#make(path, stat, content, root));
      return keep ? then(made, (one) => one === null ? null : this.#remember(path, one)) : made;
    });
  }

  /** A file has changed: what is known of it, or of what lies below it, holds no more. */
  changed(path: string): void {
    for (const [known, info] of this.#found) {
      if (!isWithin(path, known)) continue;
      this.#stale.add(info);
      this.#forget(known);
    }
  }

  /** Ends what modules have kept on files. */
  close(): void {
    for (const path of [...this.#found.keys()]) this.#forget(path);
  }

  #make(
    path: string,
    stat: FileStat,
    content: Blob | Uint8Array | null,
    root = this.place.root,
  ): FileInfo {
    const file: FoundFile = {
      path: this.place.toPhysical(path),
      root,
      stat,
      content,
      hasChanged: () => this.#hasChanged(path, info),
    };
    const info = new FileInfo(file);
    return info;
  }

  /** Where the driver has to be waited for, the answer is what was known before; the question mends it. */
  #hasChanged(path: string, info: FileInfo): boolean {
    const look = (stat: FileStat | null): void => {
      if (stat === null || !sameStat(info.file.stat, stat)) this.#stale.add(info);
    };
    const looked = then(this.driver.stat(path), look);
    if (isPromise(looked)) looked.catch(() => this.#stale.add(info));
    return this.#stale.has(info);
  }

  /** The file that was found last stands last; the first one is dropped. */
  #remember(path: string, info: FileInfo): FileInfo {
    const before = this.#found.get(path);
    this.#found.delete(path);
    this.#found.set(path, info);
    info.resetTTL();
    if (before !== undefined && before !== info) release(before);
    if (this.#found.size > REMEMBERED) this.#forget(this.#found.keys().next().value!);
    return info;
  }

  #forget(path: string): null {
    const info = this.#found.get(path);
    this.#found.delete(path);
    if (info !== undefined) release(info);
    return null;
  }
}

function release(info: FileInfo): void {
  info.setFlushed();
  info.dereferenceCacheData();
}

function sameStat(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.directory === b.directory && a.etag === b.etag &&
    a.readOnly === b.readOnly && a.modified.getTime() === b.modified.getTime();
}

/** Goes on at once with what is there, later with what is promised. */
export function then<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  return isPromise(value) ? value.then(next) : next(value);
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
