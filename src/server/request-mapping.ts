// Who builds the house and lets a request in? What one request was mapped to: script name, path, file, handler entry.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import {
  E_INVALIDARG,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_PARAMETER,
  ERROR_STACK_OVERFLOW,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { RQ_PRE_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import type { ContextMapping } from "../context/context-door.ts";
import type { EventSink } from "../engine/run-host.ts";
import type { Awaitable } from "../files/file-driver.ts";
import { pathOfUrl } from "../files/file-path.ts";
import { mapForCore, mapInCall, type MapPathHost, type MappedPath } from "../raised/map-path.ts";
import type { Located, MappingPart } from "./handler-entries.ts";
import { mapHandler, type MappedHandler } from "./map-handler.ts";
import { RequestFile } from "./request-file.ts";
import { broughtMap, isOfType, needsFile, type ScriptMap, type SelectedMap } from "./script-map.ts";
import { type PhysicalRoot, then, type VirtualFiles } from "./virtual-files.ts";

const DEEPEST = 10;

/** What all requests that are mapped alike have in common. */
export interface MappingCore {
  readonly place: {
    readonly site: { getSiteId(): number; getSiteName(): string };
    readonly root: PhysicalRoot;
  };
  readonly entries: readonly ScriptMap[];
  /** The entry of requests that none of these is for. */
  readonly implicit: ScriptMap;
  readonly files: VirtualFiles | null;
}

/** The request that is mapped. */
export interface MappingHost extends MapPathHost {
  readonly core: MappingCore;
  /** Told of every look at a file; null while nobody listens. */
  readonly tracer: EventSink | null;
  readonly downstream: object | null;
  /** The URL that decides. */
  mappedUrl(): URL;
  /** Whether it is not the one that arrived. */
  readonly urlChanged: boolean;
  past(notification: number): boolean;
  select(map: SelectedMap): void;
  guard(name: string, call: () => unknown): void;
}

/** The mapping of one request; each part is made when somebody first asks for it. */
export class RequestMapping implements ContextMapping, MappingPart {
  chosen: SelectedMap | null = null;
  /** The URL path that all below is about. */
  private at: string;
  private script: string | null = null;
  private named = false;
  private physical: string | null | undefined = undefined;
  private readonly file: RequestFile;
  private depth = 0;

  constructor(private readonly host: MappingHost) {
    this.at = host.mappedUrl().pathname;
    this.file = new RequestFile(host.core.files, host);
  }

  scriptName(): string {
    this.refresh();
    return this.script ?? this.at;
  }

  physicalPath(): string | null {
    this.refresh();
    // Asked by a handler of RQ_MAP_PATH: what it is about to say is not known yet.
    if (this.physical === undefined && this.depth > 0) return null;
    if (this.physical === undefined) this.take(this.mapPath(this.scriptName()));
    return this.physical ?? null;
  }

  fileInfo(): IHttpFileInfo | null {
    this.refresh();
    return this.file.atOnce(() => this.physicalPath());
  }

  /** The file, looked for now unless somebody has. */
  lookUp(): Awaitable<IHttpFileInfo | null> {
    this.refresh();
    const { file } = this;
    return file.looked && file.info !== null
      ? file.info
      : then(file.lookUp(this.physicalPath()), () => file.info);
  }

  mapPath(url: string): MappedPath {
    const path = this.lexical(url);
    if (path === null) return failed(ERROR_INVALID_PARAMETER);
    if (this.depth >= DEEPEST) return failed(ERROR_STACK_OVERFLOW);
    this.depth++;
    try {
      return mapInCall(this.host, url, path);
    } finally {
      this.depth--;
    }
  }

  mapHandler(
    siteId: number,
    siteName: string,
    url: string,
    verb: string,
    ignoreWildcardMappings = false,
  ): MappedHandler {
    const { core, downstream } = this.host;
    const behind = downstream !== null;
    return mapHandler(core, { siteId, siteName, url, verb }, behind, ignoreWildcardMappings);
  }

  setScriptName(scriptName: string): HRESULT {
    if (pathOfUrl(scriptName) === null || !scriptName.startsWith("/")) {
      return E_INVALIDARG;
    }
    this.refresh();
    this.named = true;
    this.name(scriptName);
    return S_OK;
  }

  setScriptMap(scriptMap: IScriptMapInfo | null): void {
    const { host } = this;
    if (scriptMap === null || scriptMap === undefined) return;
    if (host.past(RQ_PRE_EXECUTE_REQUEST_HANDLER)) {
      return host.warn("SetScriptMap came after the handlers have begun, it has no effect");
    }
    this.chosen = broughtMap(scriptMap);
    this.warnOfUnknown(this.chosen.modules);
    host.select(this.chosen);
    // The core looks for the file at the end of the stage; where it does not, what is known has to do.
    const checked = host.plan.core.handlerMapping !== null && !this.mapped();
    if (!checked && needsFile(scriptMap) && !isOfType(scriptMap, this.located())) {
      const hr = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
      host.context.getResponse().setStatus(404, "Not Found", 0, hr);
      host.run.finishRequested = true;
    }
  }

  private warnOfUnknown(names: readonly string[]): void {
    const known = this.host.plan.registrations;
    for (const name of names) {
      if (known.some((one) => one.name === name)) continue;
      this.host.warn(`SetScriptMap names "${name}", and there is no such module`);
    }
  }

  setFileInfo(fileInfo: IHttpFileInfo | null): void {
    this.file.give(fileInfo ?? null);
  }

  splitAt(script: string): void {
    this.refresh();
    if (!this.named && script !== this.scriptName()) this.name(script);
  }

  locate(): Awaitable<Located | null | "failed"> {
    if (this.file.looked) return this.file.located;
    return then(
      this.mapForCore(),
      (mapped) => mapped ? this.file.lookUp(this.physical ?? null) : "failed",
    );
  }

  /** Maps the script's name unless that is done; false if a handler has failed the request. */
  mapForCore(): Awaitable<boolean> {
    this.refresh();
    const { host } = this;
    const url = this.scriptName();
    const path = this.lexical(url);
    if (this.physical !== undefined || path === null || host.plan.mapPath.length === 0) {
      if (this.physical === undefined) this.physical = path;
      return true;
    }
    let result: Awaitable<boolean> | null = null;
    let resolve: ((mapped: boolean) => void) | null = null;
    mapForCore(host, url, path, (mapped) => {
      this.take(mapped);
      result = !FAILED(mapped.hr);
      resolve?.(result);
    });
    return result ?? new Promise<boolean>((settle) => resolve = settle);
  }

  /** What is known of the file without waiting for it. */
  private located(): Located | null {
    this.fileInfo();
    return this.file.located;
  }

  offer(fileInfo: IHttpFileInfo): void {
    this.file.offer(fileInfo);
  }

  /** Lets go of the file. */
  cleanUp(): void {
    this.file.cleanUp();
  }

  /** The path of a URL as nobody has changed it; null if there can be none. */
  private lexical(url: string): string | null {
    const path = pathOfUrl(url);
    return path === null ? null : this.host.core.place.root.toPhysical(path);
  }

  /** A URL that was set in time begins the mapping anew. */
  private refresh(): void {
    if (!this.host.urlChanged) return;
    const { pathname } = this.host.mappedUrl();
    if (pathname === this.at) return;
    this.at = pathname;
    this.named = false;
    this.name(null);
  }

  private name(script: string | null): void {
    this.script = script;
    this.physical = undefined;
    this.file.renamed();
  }

  private take({ hr, physicalPath }: MappedPath): void {
    this.physical = FAILED(hr) ? null : physicalPath;
  }

  /** Whether the core's own step of MAP_REQUEST_HANDLER has been. */
  private mapped(): boolean {
    const { step } = this.host.run.bottom;
    return step !== null && step.post;
  }
}

function failed(code: number): MappedPath {
  return { hr: HRESULT_FROM_WIN32(code), physicalPath: "" };
}
