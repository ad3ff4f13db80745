// What does a module hold in its hand? The provider of the stages: what a handler may say besides its answer.
import type { IHttpFileInfo } from "../terms/file-info.ts";
import { E_NOTIMPL, type HRESULT } from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import type { StageProvider } from "../plan/stages.ts";

/** Who hears what is said. */
export interface StageListener {
  setErrorStatus(error: HRESULT): void;
  setUser(user: IHttpUser | null): void;
}

/** One object for all stages of a request; which of its methods a handler sees is a matter of types. */
export class StageEvents implements StageProvider {
  constructor(private readonly listener: StageListener) {}

  setErrorStatus(error: HRESULT): void {
    this.listener.setErrorStatus(error);
  }

  setUser(user: IHttpUser | null): void {
    this.listener.setUser(user);
  }

  setScriptName(_scriptName: string): HRESULT {
    return E_NOTIMPL;
  }

  /** Has no effect before handlers can be mapped by modules. */
  setScriptMap(_scriptMap: IScriptMapInfo): void {}

  /** Has no effect before there are files. */
  setFileInfo(_fileInfo: IHttpFileInfo): void {}
}
