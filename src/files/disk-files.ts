// Where do files lie? On a disk, below a root that no path and no link leads out of.
import { shown } from "../terms/shown.ts";
import type { Awaitable, FileDriver, FileStat } from "./file-driver.ts";
import { checkedPath, isAllowedName, isWithin } from "./file-path.ts";

/** What a runtime knows of its disk. Every call throws an error with a `code` as Node has them. */
export interface DiskDoor {
  /** What stands between two names of a real path. */
  readonly separator: string;
  /** The path without links, as the disk itself writes it. */
  realPath(path: string): Promise<string>;
  /** Follows links; null for what is neither a file nor a directory, such as a device or a pipe. */
  stat(path: string): Promise<FileStat | null>;
  names(path: string): Promise<string[]>;
  open(path: string, size: number): Awaitable<Blob>;
  /** Tells real paths of changes at or below a path. */
  watch(
    path: string,
    changed: (path: string) => void,
    failed: (error: unknown) => void,
  ): () => void;
}

/** Nothing is there, or nothing that a path of a URL could mean. */
const NOTHING: readonly unknown[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EINVAL"];
/** One save is several events: they are told as one after this time, in milliseconds. */
const QUIET = 20;

/** A directory of a disk as a virtual file system. */
export class DiskFiles implements FileDriver {
  readonly #root: string;
  readonly #door: DiskDoor;
  #realRoot: Promise<string> | null = null;
  readonly #looks = new Map<string, Promise<FileStat | null>>();

  constructor(who: string, root: string | URL, door: DiskDoor) {
    this.#root = rootOf(who, root);
    this.#door = door;
  }

  /** Whoever asks while the disk is being asked gets the same answer: under load most ask for the same few files. */
  stat(path: string): Promise<FileStat | null> {
    const begun = this.#looks.get(path);
    if (begun !== undefined) return begun;
    const look = this.#look(path).finally(() => this.#looks.delete(path));
    this.#looks.set(path, look);
    return look;
  }

  /** Few paths have a link in them: one is looked at while it is resolved, which is one wait instead of two. */
  async #look(path: string): Promise<FileStat | null> {
    const wanted = await this.#wanted(path);
    if (wanted === null) return null;
    const stat = orNull(this.#door.stat(wanted));
    // Nobody waits for it where there was a link.
    stat.catch(() => {});
    const real = await this.#realOf(wanted);
    return real === wanted ? stat : real === null ? null : orNull(this.#door.stat(real));
  }

  async open(path: string): Promise<Blob | null> {
    const real = await this.#resolve(path);
    if (real === null) return null;
    const stat = await orNull(this.#door.stat(real));
    // The resolved path is opened, not the one that was asked for: no link stands in it any more.
    return stat === null || stat.directory ? null : await this.#door.open(real, stat.size);
  }

  async list(path: string): Promise<readonly string[] | null> {
    const real = await this.#resolve(path);
    if (real === null) return null;
    const names = await orNull(this.#door.names(real));
    return names === null ? null : names.filter(isAllowedName).sort();
  }

  watch(path: string, changed: (path: string) => void): () => void {
    let end: (() => void) | null = null;
    let ended = false;
    this.#beginWatch(path, changed).then((stop) => ended ? stop() : end = stop, watchFailed);
    return () => {
      ended = true;
      end?.();
    };
  }

  /** The real path of a file; null if it is refused, is not there, or lies outside of the root. */
  async #resolve(path: string): Promise<string | null> {
    const wanted = await this.#wanted(path);
    return wanted === null ? null : this.#realOf(wanted);
  }

  /** The path on the disk, in which there may be links; null if it is refused. */
  async #wanted(path: string): Promise<string | null> {
    const checked = checkedPath(path);
    if (checked === null) return null;
    const root = await (this.#realRoot ??= this.#findRoot());
    return checked === "/" ? root : this.#below(root, checked);
  }

  async #realOf(wanted: string): Promise<string | null> {
    const real = await orNull(this.#door.realPath(wanted));
    if (real === null || real === wanted) return real;
    const root = await this.#realRoot!;
    const within = real === root || real.startsWith(this.#below(root, "/"));
    return within && !sameButForCase(real, wanted) ? real : null;
  }

  #below(root: string, path: string): string {
    const { separator } = this.#door;
    return (root.endsWith(separator) ? root.slice(0, -1) : root) + path.replaceAll("/", separator);
  }

  async #findRoot(): Promise<string> {
    try {
      return await this.#door.realPath(this.#root);
    } catch (error) {
      this.#realRoot = null;
      throw error;
    }
  }

  async #beginWatch(path: string, changed: (path: string) => void): Promise<() => void> {
    const real = await this.#resolve(path);
    if (real === null) throw new Error(`There is nothing at "${path}" to watch`);
    const root = await this.#realRoot!;
    const told = collecting(async (file) => {
      const seen = await this.#realName(root, file);
      if (seen !== null && isWithin(checkedPath(path)!, seen)) changed(seen);
    });
    return this.#door.watch(real, told, watchFailed);
  }

  /**
   * The path of a file of which a watch has told; null if it lies outside of the root. Runtimes follow links while they
   * watch, and then know a file by the link's name only.
   */
  async #realName(root: string, file: string): Promise<string | null> {
    const start = this.#below(root, "/").length - 1;
    const virtual = (real: string): string | null =>
      checkedPath(real.slice(start).replaceAll(this.#door.separator, "/") || "/");
    const seen = virtual(file);
    if (seen === null || seen === "/") return seen;
    // What has changed may be gone; the directory that it was in tells as much.
    const cut = seen.lastIndexOf("/");
    const parent = await this.#resolve(seen.slice(0, cut) || "/");
    return parent === null ? null : virtual(this.#below(parent, seen.slice(cut)));
  }
}

function rootOf(who: string, root: unknown): string {
  if (root instanceof URL && root.protocol === "file:") {
    return decodeURIComponent(root.pathname).replace(/^\/([a-z]:)/i, "$1");
  }
  if (typeof root === "string" && root !== "") return root;
  throw new TypeError(`${who}: root is ${shown(root)}, wished for the path of a directory`);
}

/** On a disk that ignores case, a path in another case would be a second name, past rules written for the first. */
function sameButForCase(real: string, wanted: string): boolean {
  const folded = (text: string): string => text.normalize("NFC").toLowerCase();
  return folded(real) === folded(wanted);
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (NOTHING.includes((error as { code?: unknown }).code)) return null;
    throw error;
  }
}

function collecting(told: (path: string) => Promise<void>): (path: string) => void {
  const waiting = new Set<string>();
  return (path) => {
    waiting.add(path);
    if (waiting.size > 1) return;
    setTimeout(() => {
      const paths = [...waiting];
      waiting.clear();
      for (const path of paths) told(path).catch(watchFailed);
    }, QUIET);
  };
}

function watchFailed(error: unknown): void {
  console.error("A watch over files has ended:", error);
}
