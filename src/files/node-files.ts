// Where do files lie? In a directory, as Node reads it, and Bun, and Deno in its Node mode.
import { type DiskDoor, DiskFiles } from "./disk-files.ts";
import type { FileDriver, FileStat } from "./file-driver.ts";

/**
 * A directory on the disk of Node 20.16 or newer, Bun or Deno. Nothing is read before the first file is asked for.
 * Links that lead out of the directory are as if they were not there.
 *
 * @param root The directory, as a path or a `file:` URL.
 */
export function nodeFiles(root: string | URL): FileDriver {
  return new DiskFiles("nodeFiles", root, door());
}

interface NodeStats {
  readonly size: number;
  readonly mtime: Date;
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** What is used of node:fs. */
interface NodeFs {
  readonly promises: {
    realpath(path: string): Promise<string>;
    stat(path: string): Promise<NodeStats>;
    readdir(path: string): Promise<string[]>;
  };
  openAsBlob(path: string): Promise<Blob>;
  watch(
    path: string,
    options: { recursive: boolean; persistent: boolean },
    changed: (kind: string, name: string | null) => void,
  ): { close(): void; on(event: "error", failed: (error: unknown) => void): void };
}

interface NodeProcess {
  readonly platform: string;
  getBuiltinModule?(name: string): unknown;
}

function door(): DiskDoor {
  // Asked for by call: an import would be part of the bundle, and keep it from Workers.
  const { process } = globalThis as { process?: NodeProcess };
  const fs = process?.getBuiltinModule?.("node:fs") as NodeFs | undefined;
  if (fs === undefined || typeof fs.openAsBlob !== "function") {
    throw new TypeError(
      "nodeFiles: there is no node:fs, wished for Node 20.16 or newer, Bun or Deno",
    );
  }
  const separator = process!.platform === "win32" ? "\\" : "/";
  return {
    separator,
    realPath: (path) => fs.promises.realpath(path),
    stat: async (path) => toStat(await fs.promises.stat(path)),
    names: (path) => fs.promises.readdir(path),
    open: (path) => fs.openAsBlob(path),
    watch(path, changed, failed) {
      const options = { recursive: true, persistent: false };
      const watcher = fs.watch(path, options, (_kind, name) => {
        changed(
          name === null || path.endsWith(`${separator}${name}`) ? path : path + separator + name,
        );
      });
      watcher.on("error", failed);
      return () => watcher.close();
    },
  };
}

function toStat(stats: NodeStats): FileStat | null {
  const directory = stats.isDirectory();
  if (!directory && !stats.isFile()) return null;
  const readOnly = (stats.mode & 0o222) === 0;
  return { size: directory ? 0 : stats.size, modified: stats.mtime, directory, readOnly };
}
