// Who builds the house and lets a request in? What global notifications hand to their handlers.
import type {
  IGlobalConfigurationChangeProvider,
  IGlobalStopListeningProvider,
  IHttpApplicationProvider,
  IHttpEventProvider,
  IPreBeginRequestProvider,
} from "../terms/event-providers.ts";
import { FAILED, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import type { IHttpApplication } from "../terms/http-site.ts";
import {
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
} from "../terms/notification-status.ts";
import type { Registration } from "../plan/plan.ts";

/** What they have in common: an error, and who has set it. */
export class GlobalProvider implements IHttpEventProvider {
  /** Whose handler is being called. */
  calling: Registration | null = null;
  error: HRESULT = S_OK;
  #by: Registration | null = null;

  setErrorStatus(error: HRESULT): void {
    this.error = error | 0;
    this.#by = this.calling;
  }

  /** The module that has set the error. */
  get module(): string | null {
    return this.#by?.name ?? null;
  }

  /** The error, for those who watch. */
  told(): string {
    const code = `0x${(this.error >>> 0).toString(16).padStart(8, "0")}`;
    return `Global module "${this.module}" has set error ${code}`;
  }
}

/** Of GL_PRE_BEGIN_REQUEST. */
export class PreBeginRequest extends GlobalProvider implements IPreBeginRequestProvider {
  constructor(private readonly context: IHttpContext) {
    super();
  }

  getHttpContext(): IHttpContext {
    return this.context;
  }
}

/** Of GL_APPLICATION_START and GL_APPLICATION_STOP. */
export class ApplicationProvider extends GlobalProvider implements IHttpApplicationProvider {
  constructor(private readonly application: IHttpApplication) {
    super();
  }

  getApplication(): IHttpApplication {
    return this.application;
  }
}

/** Of GL_STOP_LISTENING. */
export class StopListening extends GlobalProvider implements IGlobalStopListeningProvider {
  constructor(private readonly graceful: boolean) {
    super();
  }

  drainRequestsGracefully(): boolean {
    return this.graceful;
  }
}

/** Of GL_CONFIGURATION_CHANGE. */
export class ConfigurationChange extends GlobalProvider
  implements IGlobalConfigurationChangeProvider {
  constructor(private readonly path: string) {
    super();
  }

  getChangePath(): string {
    return this.path;
  }
}

/** Why nothing comes of what was about to happen. */
export interface Refusal {
  readonly hr: HRESULT;
  readonly module: string | null;
}

/** An error with HANDLED refuses what was about to happen; with CONTINUE it is information, as in a request. */
export function refusalOf(
  status: GLOBAL_NOTIFICATION_STATUS,
  { error, module }: GlobalProvider,
): Refusal | null {
  return status === GL_NOTIFICATION_HANDLED && FAILED(error) ? { hr: error, module } : null;
}
