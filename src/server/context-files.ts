// Who builds the house and lets a request in? The virtual file system behind a request, for modules that serve files.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import { HttpContext } from "../context/http-context.ts";
import type { Awaitable, FileStat } from "../files/file-driver.ts";
import { checkedPath, isAllowedName } from "../files/file-path.ts";
import type { RequestMapping } from "./request-mapping.ts";
import { then, type VirtualFiles } from "./virtual-files.ts";

/** How many names of a directory are looked up at the same time. */
const AT_ONCE = 32;

/** A name in a directory, and what is known of it. */
export interface DirectoryEntry {
  /** The name, without any path. */
  readonly name: string;
  /** What is known of the file or directory. */
  readonly stat: FileStat;
}

/**
 * The virtual file system behind a request. Paths are physical ones, as `getPhysicalPath` gives them; one that leads
 * out of the root, or is refused for another reason, is as if nothing were there. Ours.
 */
export interface ContextFiles {
  /** The physical path of a file below a directory; null if the name is refused. */
  below(directory: string, name: string): string | null;
  /**
   * The file of the request, as `getFileInfo` gives it from then on: looked for now, unless somebody has; null if there
   * is none. The core looks only for handler entries with a resourceType. What the driver throws is thrown on.
   */
  locate(): Awaitable<IHttpFileInfo | null>;
  /** What is known of a path; null if there is nothing. */
  stat(physicalPath: string): Awaitable<FileStat | null>;
  /** The file at a path, from the cache of files; null if there is none. Let go of it by `dereferenceCacheData`. */
  find(physicalPath: string): Awaitable<IHttpFileInfo | null>;
  /**
   * Says that a file has just been found, to a child request before it is executed: where its URL is mapped to that
   * file, nobody looks once more. The hold of the caller stays.
   */
  offer(file: IHttpFileInfo): void;
  /** What lies in a directory, in the order of the driver; null if it is none, or cannot be listed. */
  list(physicalPath: string): Awaitable<readonly DirectoryEntry[] | null>;
  /** Has the request go on with another script name and file, as SetScriptName and SetFileInfo do, but at any time. */
  serve(scriptName: string, file: IHttpFileInfo): void;
}

/**
 * The files of the server that a request has come to.
 *
 * @param context The request.
 * @returns Null where the server, or the pipeline, was given no `files`.
 */
export function getFiles(context: IHttpContext): ContextFiles | null {
  if (!(context instanceof HttpContext)) return null;
  const host = context.parts as unknown as FilesHost;
  return host.core.files === null ? null : new RequestFiles(host.core.files, host);
}

/** The request, as far as this file goes. */
interface FilesHost {
  readonly core: { readonly files: VirtualFiles | null };
  mapping(): RequestMapping;
}

class RequestFiles implements ContextFiles {
  constructor(private readonly files: VirtualFiles, private readonly host: FilesHost) {}

  below(directory: string, name: string): string | null {
    const base = this.files.place.toVirtual(directory);
    if (base === null || typeof name !== "string" || name === "") return null;
    const path = checkedPath(`${base.endsWith("/") ? base : `${base}/`}${name}`);
    return path === null || name.endsWith("/") ? null : this.files.place.toPhysical(path);
  }

  locate(): Awaitable<IHttpFileInfo | null> {
    return this.host.mapping().lookUp();
  }

  stat(physicalPath: string): Awaitable<FileStat | null> {
    const virtual = this.files.place.toVirtual(physicalPath);
    return virtual === null ? null : this.look(virtual);
  }

  find(physicalPath: string): Awaitable<IHttpFileInfo | null> {
    return this.files.find(physicalPath, true);
  }

  offer(file: IHttpFileInfo): void {
    this.host.mapping().offer(file);
  }

  list(physicalPath: string): Awaitable<readonly DirectoryEntry[] | null> {
    const path = checkedPath(this.files.place.toVirtual(physicalPath));
    if (path === null) return null;
    return then(this.files.driver.list(path), (names) => {
      if (names === null) return null;
      const base = path === "/" ? "" : path;
      const allowed = names.filter(isAllowedName);
      return this.files.driver.immediate
        ? entries(allowed, allowed.map((name) => this.look(`${base}/${name}`) as FileStat | null))
        : this.lookAtAll(base, allowed);
    });
  }

  serve(scriptName: string, file: IHttpFileInfo): void {
    const mapping = this.host.mapping();
    mapping.setScriptName(scriptName);
    mapping.setFileInfo(file);
  }

  /** A slash at the end asks for a directory. */
  private look(virtual: string): Awaitable<FileStat | null> {
    const path = checkedPath(virtual)!;
    return then(
      this.files.driver.stat(path),
      (stat) => stat !== null && !stat.directory && path !== virtual ? null : stat,
    );
  }

  private async lookAtAll(base: string, names: string[]): Promise<DirectoryEntry[]> {
    const found: DirectoryEntry[] = [];
    for (let first = 0; first < names.length; first += AT_ONCE) {
      const some = names.slice(first, first + AT_ONCE);
      const stats = await Promise.all(some.map((name) => this.look(`${base}/${name}`)));
      found.push(...entries(some, stats));
    }
    return found;
  }
}

/** A name that leads nowhere, or out of the root, is left out. */
function entries(names: readonly string[], stats: readonly (FileStat | null)[]): DirectoryEntry[] {
  return names.flatMap((name, index) => {
    const stat = stats[index];
    return stat === null ? [] : [{ name, stat }];
  });
}
