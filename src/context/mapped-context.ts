// What does a module hold in its hand? The part of IHttpContext that tells what a request was mapped to.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { MappedContext } from "../terms/http-context-parts.ts";
import type { IHttpUrlInfo, IMetadataInfo, IScriptMapInfo } from "../terms/script-map-info.ts";
import type { ContextDoor } from "./context-door.ts";

type MapHandler = MappedContext["mapHandler"];

/** What the context of a request begins with; HttpContext adds the rest. */
export class ContextOfMapping implements MappedContext {
  declare readonly parts: ContextDoor;

  constructor(parts: ContextDoor) {
    this.parts = parts;
  }

  getUrlInfo(): IHttpUrlInfo | null {
    return this.parts.extras().urlInfo();
  }

  getMetadata(): IMetadataInfo {
    return this.parts.core.place.metadata;
  }

  getScriptName(): string {
    return this.parts.scriptName();
  }

  getScriptMap(): IScriptMapInfo | null {
    return this.parts.scriptMap();
  }

  mapPath(url: string): { hr: HRESULT; physicalPath: string } {
    return this.parts.extras().mapping().mapPath(url);
  }

  mapHandler(...asked: Parameters<MapHandler>): ReturnType<MapHandler> {
    return this.parts.extras().mapping().mapHandler(...asked);
  }

  getPhysicalPath(): string | null {
    return this.parts.extras().mapping().physicalPath();
  }

  /** The same: path info is no part of either. */
  getScriptTranslated(): string | null {
    return this.parts.extras().mapping().physicalPath();
  }

  getFileInfo(): IHttpFileInfo | null {
    return this.parts.extras().mapping().fileInfo();
  }
}
