// What does a module hold in its hand? The provider of the stages: what a handler may say besides its answer.
import type { IMapHandlerProvider } from "../terms/event-providers.ts";
import type { IHttpFileInfo } from "../terms/file-info.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import type { StageProvider } from "../plan/stages.ts";

/** Who hears what is said. */
export interface StageListener {
  setErrorStatus(error: HRESULT): void;
  setUser(user: IHttpUser | null): void;
  mapping(): Pick<IMapHandlerProvider, "setScriptName" | "setScriptMap" | "setFileInfo">;
}

/** One object for all stages of a request; which of its methods a handler sees is a matter of types. */
export class StageEvents implements StageProvider {
  declare private readonly listener: StageListener;

  constructor(listener: StageListener) {
    this.listener = listener;
  }

  setErrorStatus(error: HRESULT): void {
    this.listener.setErrorStatus(error);
  }

  setUser(user: IHttpUser | null): void {
    this.listener.setUser(user);
  }

  setScriptName(scriptName: string): HRESULT {
    return this.listener.mapping().setScriptName(scriptName);
  }

  setScriptMap(scriptMap: IScriptMapInfo): void {
    this.listener.mapping().setScriptMap(scriptMap);
  }

  setFileInfo(fileInfo: IHttpFileInfo): void {
    this.listener.mapping().setFileInfo(fileInfo);
  }
}
