// Where do files lie? In a directory, as Deno reads it. The only file of the core that names Deno's own calls.
import { FileBlob } from "../wire/file-blob.ts";
import { type DiskDoor, DiskFiles } from "./disk-files.ts";
import type { FileDriver, FileStat } from "./file-driver.ts";

/**
 * A directory on the disk of Deno. Needs the permission to read it; nothing is read before the first file is asked
 * for. Links that lead out of the directory are as if they were not there.
 *
 * @param root The directory, as a path or a `file:` URL.
 */
export function denoFiles(root: string | URL): FileDriver {
  return new DiskFiles("denoFiles", root, door());
}

function door(): DiskDoor {
  if (typeof Deno === "undefined") {
    throw new TypeError("denoFiles: this is not Deno, wished for nodeFiles or memoryFiles here");
  }
  return {
    separator: Deno.build.os === "windows" ? "\\" : "/",
    realPath: (path) => Deno.realPath(path),
    stat: async (path) => toStat(await Deno.stat(path)),
    names: async (path) => {
      const names: string[] = [];
      for await (const { name } of Deno.readDir(path)) names.push(name);
      return names;
    },
    open: (path, size) => new FileBlob((start, end) => read(path, start, end), 0, size),
    watch,
  };
}

function toStat(info: Deno.FileInfo): FileStat | null {
  if (!info.isFile && !info.isDirectory) return null;
  return {
    size: info.isFile ? info.size : 0,
    modified: info.mtime ?? new Date(0),
    directory: info.isDirectory,
    readOnly: info.mode !== null && (info.mode & 0o222) === 0,
  };
}

/** The bytes of a part of a file; the file is open only while somebody reads. */
function read(path: string, start: number, end: number): ReadableStream<Uint8Array> {
  let file: Deno.FsFile | null = null;
  let left = end - start;
  const close = (): void => {
    file?.close();
    file = null;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        if (left > 0) file ??= await openAt(path, start);
        const buffer = new Uint8Array(Math.min(left, 65_536));
        const bytes = left > 0 ? await file!.read(buffer) : null;
        if (bytes === null && left > 0) throw new Error(`File "${path}" has become shorter`);
        left -= bytes ?? 0;
        if (bytes !== null) controller.enqueue(buffer.subarray(0, bytes));
        if (left > 0) return;
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      close();
    },
    cancel: close,
  }, { highWaterMark: 0 });
}

/** @param path Without links when the file was looked up; what has put one there since then leads nowhere. */
async function openAt(path: string, start: number): Promise<Deno.FsFile> {
  const file = await Deno.open(path, { read: true });
  try {
    if (await Deno.realPath(path) !== path) throw new Error(`File "${path}" has become a link`);
    if (start > 0) await file.seek(start, Deno.SeekMode.Start);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function watch(
  path: string,
  changed: (path: string) => void,
  failed: (error: unknown) => void,
): () => void {
  const watcher = Deno.watchFs(path, { recursive: true });
  const listen = async (): Promise<void> => {
    for await (const { kind, paths } of watcher) {
      if (kind !== "access" && kind !== "any" && kind !== "other") paths.forEach(changed);
    }
  };
  listen().catch(failed);
  return () => watcher.close();
}
