// Where do files lie? Which assets there are, said beforehand: then folders have names, and only content is asked for.
import { shown } from "../terms/shown.ts";
import type { FileStat } from "./file-driver.ts";
import { checkedPath } from "./file-path.ts";

/** What a manifest says of one asset. */
export interface AssetEntry {
  /** Bytes. */
  readonly size: number;
  /** When it was last changed, as a date, in milliseconds since 1970, or as text of a date; 1970 by default. */
  readonly modified?: Date | number | string;
  /** An entity tag with its quotation marks; without one it is made of time and size. */
  readonly etag?: string;
}

/** Assets by their paths, such as "/docs/page.html", as they were when the Worker was built. */
export interface AssetManifest {
  /** What is known of the asset at this path. */
  readonly [path: string]: AssetEntry;
}

/** The assets of a manifest. */
export class KnownAssets {
  readonly #stats = new Map<string, FileStat>();
  readonly #names = new Map<string, Set<string>>([["/", new Set()]]);

  /** Throws a `TypeError` that names a path that no file can have, or an entry that is none. */
  constructor(manifest: AssetManifest) {
    if (typeof manifest !== "object" || manifest === null) {
      throw wrong("manifest", manifest, "an object by path");
    }
    for (const [path, entry] of Object.entries(manifest)) this.#add(path, statOf(path, entry));
  }

  /** What is known of a path that was checked; null if there is nothing. */
  stat(path: string): FileStat | null {
    return this.#stats.get(path) ?? null;
  }

  /** The names in a directory; null if it is none. */
  list(path: string): readonly string[] | null {
    const names = this.#names.get(path);
    return names === undefined ? null : [...names].sort();
  }

  /** A directory is as old as the newest file in it. */
  #add(path: string, stat: FileStat): void {
    if (this.#names.has(path)) throw clash(path);
    this.#stats.set(path, stat);
    for (let at = path; at !== "/";) {
      const cut = at.lastIndexOf("/");
      const parent = at.slice(0, cut) || "/";
      const known = this.#stats.get(parent);
      if (known !== undefined && !known.directory) throw clash(parent);
      const names = this.#names.get(parent) ?? new Set();
      this.#names.set(parent, names.add(at.slice(cut + 1)));
      const modified = new Date(Math.max(+stat.modified, +(known?.modified ?? 0)));
      this.#stats.set(parent, { size: 0, modified, directory: true, readOnly: true });
      at = parent;
    }
  }
}

function statOf(path: string, entry: AssetEntry): FileStat {
  const name = `manifest[${JSON.stringify(path)}]`;
  if (checkedPath(path) !== path || path === "/") {
    throw wrong("a path in the manifest", path, 'one such as "/docs/page.html"');
  }
  const { size, modified = 0, etag } = entry ?? {} as Partial<AssetEntry>;
  if (!Number.isSafeInteger(size) || size < 0) throw wrong(`${name}.size`, size, "bytes");
  const time = new Date(modified);
  if (Number.isNaN(+time)) throw wrong(`${name}.modified`, modified, "a date");
  return { size, modified: time, directory: false, readOnly: true, etag };
}

function clash(path: string): TypeError {
  return wrong("a path in the manifest", path, "a file or a directory, not both");
}

function wrong(what: string, found: unknown, wished: string): TypeError {
  return new TypeError(`assetFiles: ${what} is ${shown(found)}, wished for ${wished}`);
}
