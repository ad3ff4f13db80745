// Who builds the house and lets a request in? What IHttpServer answers about files: infos, watches, changes.
import type { IHttpFileInfo, IHttpFileMonitor } from "../terms/file-info.ts";
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_NOT_SUPPORTED,
  ERROR_PATH_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { GL_FILE_CHANGE } from "../terms/notifications.ts";
import type { IHttpModuleContextContainer } from "../terms/stored-context.ts";
import { ModuleContexts } from "../context/module-contexts.ts";
import { driverFailure } from "../files/file-driver.ts";
import { checkedPath, isWithin } from "../files/file-path.ts";
import type { GlobalEvents } from "./global-events.ts";
import type { VirtualFiles } from "./virtual-files.ts";

/** A watch, as long as somebody holds it. */
class FileMonitor implements IHttpFileMonitor {
  readonly contexts = new ModuleContexts();
  private ended = false;

  constructor(readonly path: string | null, private readonly end: (monitor: FileMonitor) => void) {}

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  dereferenceFileMonitor(): void {
    if (this.ended) return;
    this.ended = true;
    this.end(this);
    this.contexts.contexts.cleanUp((message) => console.error(message));
  }
}

/** The files of a server, as its modules ask for them. */
export class FileServices {
  declare private files: VirtualFiles | null;
  declare private readonly events: () => GlobalEvents;
  declare private readonly monitors: Map<FileMonitor, () => void>;

  constructor(files: VirtualFiles | null, events: () => GlobalEvents) {
    this.files = files;
    this.events = events;
    this.monitors = new Map();
  }

  /** Pipelines that meet have the files of whichever was given some. */
  reach(files: VirtualFiles | null): void {
    this.files ??= files;
  }

  async getFileInfo(
    physicalPath: string,
    root: string | null,
    cache: boolean,
  ): Promise<{ hr: HRESULT; fileInfo: IHttpFileInfo | null }> {
    if (this.files === null) return without(HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    if (this.files.place.toVirtual(physicalPath) === null) {
      return without(HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND));
    }
    try {
      const fileInfo = await this.files.find(physicalPath, cache, root ?? undefined);
      return fileInfo === null
        ? without(HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND))
        : { hr: S_OK, fileInfo };
    } catch (error) {
      return without(driverFailure(error));
    }
  }

  registerFileChangeMonitor(path: string): { hr: HRESULT; fileMonitor: IHttpFileMonitor | null } {
    const { files } = this;
    if (typeof files?.driver.watch !== "function") {
      return { hr: HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED), fileMonitor: null };
    }
    const virtual = checkedPath(files.place.toVirtual(path));
    return virtual === null
      ? { hr: HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND), fileMonitor: null }
      : { hr: S_OK, fileMonitor: this.watch(files, virtual) };
  }

  /** Watches everything, where a global module wants to hear of changes; what has a watch of its own is told there. */
  watchAll(): void {
    const { files } = this;
    if (typeof files?.driver.watch === "function" && this.events().has(GL_FILE_CHANGE)) {
      this.watch(files, "/", true);
    }
  }

  notifyFileChange(fileName: string): void {
    const path = checkedPath(this.files?.place.toVirtual(fileName));
    if (path !== null) this.files!.changed(path);
    const known = path === null ? undefined : this.nearest(path);
    this.raise(fileName, known ?? new FileMonitor(path, () => {}));
  }

  /** Ends every watch. */
  close(): void {
    for (const monitor of [...this.monitors.keys()]) monitor.dereferenceFileMonitor();
  }

  private watch(files: VirtualFiles, path: string, general = false): FileMonitor {
    const monitor = new FileMonitor(path, (ended) => {
      this.monitors.get(ended)?.();
      this.monitors.delete(ended);
    });
    const stop = files.driver.watch!(path, (changed) => {
      files.changed(changed);
      if (general && this.nearest(changed) !== monitor) return;
      this.raise(files.place.toPhysical(changed), monitor);
    });
    this.monitors.set(monitor, stop);
    return monitor;
  }

  /** The watch whose path is the longest of those that a path lies below. */
  private nearest(path: string): FileMonitor | undefined {
    return [...this.monitors.keys()]
      .filter((monitor) => monitor.path !== null && isWithin(monitor.path, path))
      .sort((a, b) => b.path!.length - a.path!.length)[0];
  }

  private raise(fileName: string, monitor: FileMonitor): void {
    const provider = {
      getFileName: () => fileName,
      getFileMonitor: () => monitor,
      setErrorStatus: () => {},
    };
    this.events().raise(GL_FILE_CHANGE, (module) => module.onGlobalFileChange(provider));
  }
}

function without(hr: HRESULT): { hr: HRESULT; fileInfo: null } {
  return { hr, fileInfo: null };
}
