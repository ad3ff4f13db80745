// Who builds the house and lets a request in? The file of one request: looked up once, or given by a module.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import { ERROR_FILE_NOT_FOUND, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import type { EventSink } from "../engine/run-host.ts";
import type { Awaitable } from "../files/file-driver.ts";
import { tellFileEnd, tellFileStart } from "../trace/file-events.ts";
import type { Located } from "./handler-entries.ts";
import { then, type VirtualFiles } from "./virtual-files.ts";

const DIRECTORY = 0x10;
const NOT_FOUND = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);

/** The file of one request. */
export class RequestFile {
  info: IHttpFileInfo | null = null;
  /** Whether it has been looked for, so that null means that there is none. */
  looked = false;
  private given = false;

  constructor(
    private readonly files: VirtualFiles | null,
    private readonly tracer: EventSink | null,
    /** Calls what a module has made: what it throws is isolated. */
    private readonly guard: (name: string, call: () => unknown) => void,
  ) {}

  /** Whether a look would answer at once. */
  get isImmediate(): boolean {
    return this.files?.driver.immediate ?? false;
  }

  /** What is known of the file. */
  get located(): Located | null {
    if (this.info === null) return null;
    return { isDirectory: (this.info.getAttributes() & DIRECTORY) !== 0 };
  }

  /** Looks a physical path up, null for a URL that no file can have. */
  lookUp(physical: string | null): Awaitable<Located | null> {
    if (this.looked) return this.located;
    this.looked = true;
    if (this.files === null || physical === null) return null;
    const { tracer } = this;
    if (tracer !== null) tellFileStart(tracer, physical);
    return then(this.files.find(physical, true), (info) => {
      if (tracer !== null) tellFileEnd(tracer, info === null ? NOT_FOUND : S_OK);
      this.info = info;
      return this.located;
    });
  }

  /** Takes a module's word for it. */
  give(info: IHttpFileInfo | null): void {
    info?.referenceCacheData?.();
    this.letGo();
    this.info = info;
    this.looked = this.given = info !== null;
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
    this.info = null;
    if (info !== null) this.guard("dereferenceCacheData", () => info.dereferenceCacheData?.());
  }
}
