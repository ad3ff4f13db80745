// Who builds the house and lets a request in? The file of one request: looked up once, or given by a module.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import type { EventSink } from "../engine/run-host.ts";
import type { FileInfo } from "../context/file-info.ts";
import { type Awaitable, driverFailure } from "../files/file-driver.ts";
import { toldOfLook } from "../trace/file-events.ts";
import type { Located } from "./handler-entries.ts";
import type { VirtualFiles } from "./virtual-files.ts";

const DIRECTORY = 0x10;
const UNLOOKED = "GetFileInfo: nobody has looked for the file yet. The core does for a handler " +
  "entry with a resourceType; getFiles(context).locate() does at any time";

/** The request whose file it is. */
export interface FileRequest {
  /** Told of every look at a file; null while nobody listens. */
  readonly tracer: EventSink | null;
  /** Calls what a module has made: what it throws is isolated. */
  guard(name: string, call: () => unknown): void;
  warn(message: string): void;
}

/** The file of one request. */
export class RequestFile {
  info: IHttpFileInfo | null = null;
  /** Whether it has been looked for, so that null means that there is none. */
  looked = false;
  private given = false;
  /** What somebody has just found, in case that it is the file. */
  private offered: IHttpFileInfo | null = null;
  /** The look that has not been answered yet. */
  private looking: Promise<Located | null> | null = null;

  constructor(
    private readonly files: VirtualFiles | null,
    private readonly request: FileRequest,
  ) {}

  /** What is known of the file. */
  get located(): Located | null {
    if (this.info === null) return null;
    return { isDirectory: (this.info.getAttributes() & DIRECTORY) !== 0 };
  }

  /** A file that nobody has looked for is looked for now, where the answer is there at once. */
  atOnce(physical: () => string | null): IHttpFileInfo | null {
    if (this.files === null || this.looked) return this.info;
    if (this.files.driver.immediate) this.lookUp(physical());
    else this.request.warn(UNLOOKED);
    return this.info;
  }

  /** Looks a physical path up, null for a URL that no file can have. */
  lookUp(physical: string | null): Awaitable<Located | null> {
    if (this.looked) return this.looking ?? this.located;
    this.looked = true;
    const { files } = this;
    if (files === null || physical === null) return null;
    const { tracer } = this.request;
    if (tracer === null && this.offered?.getFilePath() === physical) {
      this.info = this.offered;
      this.offered = null;
      return this.located;
    }
    const look = () => files.find(physical, true);
    const looked = tracer === null ? look() : toldOfLook(tracer, physical, look, driverFailure);
    if (!(looked instanceof Promise)) return this.take(looked);
    const looking = looked.then((info) => {
      // Meanwhile the request was given another name or another file, or has ended.
      if (this.looking !== looking) info?.dereferenceCacheData();
      else this.take(info);
      return this.located;
    });
    return this.looking = looking;
  }

  /** Takes a module's word for it. */
  give(info: IHttpFileInfo | null): void {
    info?.referenceCacheData?.();
    this.letGo();
    this.info = info;
    this.looked = this.given = info !== null;
  }

  /** A file that has just been found: if it is the one that is looked for, nobody need look once more. */
  offer(info: IHttpFileInfo): void {
    info.referenceCacheData?.();
    this.release(this.offered);
    this.offered = info;
  }

  /** Another name has been set: what was found belongs to the old one, what was given stays. */
  renamed(): void {
    if (this.given) return;
    this.letGo();
    this.looked = false;
  }

  /** Ends the hold on the file. */
  letGo(): void {
    const { info } = this;
    this.info = this.looking = null;
    this.release(info);
  }

  /** Ends every hold. */
  cleanUp(): void {
    this.letGo();
    this.release(this.offered);
    this.offered = null;
  }

  private release(info: IHttpFileInfo | null): void {
    if (info !== null) {
      this.request.guard("dereferenceCacheData", () => info.dereferenceCacheData?.());
    }
  }

  private take(info: FileInfo | null): Located | null {
    this.info = info;
    this.looking = null;
    return this.located;
  }
}
