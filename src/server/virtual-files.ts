// Who builds the house and lets a request in? The files of a server: physical paths, and what is found at them.
import type { Awaitable, FileDriver, FileStat } from "../files/file-driver.ts";
import { checkedPath } from "../files/file-path.ts";
import { FileInfo, type FoundFile } from "../context/file-info.ts";
import type { FileCache } from "./file-cache.ts";

/** A physical path is the root's own name with a path of the virtual file system behind it. */
export class PhysicalRoot {
  declare private readonly separator: string;
  declare private readonly base: string;

  declare readonly root: string;

  /** @param root One with backslashes gives paths that look like those of Windows. */
  constructor(root: string) {
    this.root = root === "" ? "/" : root;
    this.separator = root.includes("\\") ? "\\" : "/";
    this.base = root.replace(/[/\\]+$/, "");
  }

  /** The physical path of a path that has been checked. */
  toPhysical(path: string): string {
    return path === "/" ? this.root : this.base + path.replaceAll("/", this.separator);
  }

  /** The path below the root that a physical path means; null if it lies elsewhere or is refused. */
  toVirtual(physical: unknown): string | null {
    if (typeof physical !== "string" || !physical.startsWith(this.base)) return null;
    const rest = physical.slice(this.base.length);
    const path = this.separator === "\\" ? rest.replaceAll("\\", "/") : rest;
    return path === "" ? "/" : checkedPath(path) === null ? null : path;
  }
}

/** What lies at physical paths. */
export class VirtualFiles {
  /** What was found here, as long as nothing is known to the contrary. */
  readonly #valid = new WeakSet<FileInfo>();

  constructor(
    readonly driver: FileDriver,
    readonly place: PhysicalRoot,
    private readonly cache: FileCache,
  ) {}

  /**
   * Looks a physical path up; at once where the driver answers at once. The caller has to let go of what is found.
   *
   * @param keep Whether the same object is to be found again, as long as the file does not change.
   */
  find(physical: string, keep: boolean, root?: string): Awaitable<FileInfo | null> {
    const virtual = this.place.toVirtual(physical);
    if (virtual === null) return null;
    const path = checkedPath(virtual)!;
    return then(this.driver.stat(path), (stat) => {
      // A slash at the end asks for a directory.
      if (stat === null || (!stat.directory && path !== virtual)) return null;
      const isGood = (info: FileInfo): boolean =>
        sameStat(info.file.stat, stat) && this.#valid.has(info);
      const known = keep ? this.cache.find(this.place.toPhysical(path), isGood) : null;
      if (known !== null) return known;
      const content = stat.directory ? null : this.driver.open(path);
      return then(content, (bytes) => {
        // Gone since it was looked for.
        if (bytes === null && !stat.directory) return null;
        const made = this.#make(path, stat, bytes, root);
        return keep ? this.cache.keep(made) : made;
      });
    });
  }

  /** A file has changed: what is known of it, or of what lies below it, holds no more. */
  changed(path: string): void {
    this.cache.forget(this.place.toPhysical(path));
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
    this.#valid.add(info);
    return info;
  }

  /** Where the driver has to be waited for, the answer is what was known before; the question mends it. */
  #hasChanged(path: string, info: FileInfo): boolean {
    const look = (stat: FileStat | null): void => {
      if (stat === null || !sameStat(info.file.stat, stat)) this.#valid.delete(info);
    };
    const looked = then(this.driver.stat(path), look);
    if (isPromise(looked)) looked.catch(() => this.#valid.delete(info));
    return !this.#valid.has(info);
  }
}

function sameStat(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.directory === b.directory && a.etag === b.etag &&
    a.readOnly === b.readOnly && a.modified.getTime() === b.modified.getTime();
}

/** Goes on at once with what is there, later with what is promised. */
export function then<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  // A driver may have promises of its own making; behind this there are real ones only.
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value);
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
