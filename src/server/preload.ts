// Who builds the house and lets a request in? The warm-up of an application: requests that come from no client.
import type { IGlobalApplicationPreloadProvider2 } from "../terms/event-providers.ts";
import { E_INVALIDARG, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { IHttpContext } from "../terms/http-context.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { GL_APPLICATION_PRELOAD, RQ_AUTHENTICATE_REQUEST } from "../terms/notifications.ts";
import { skipStage } from "../engine/disabled.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { Registration } from "../plan/plan.ts";
import type { GlobalEvents } from "./global-events.ts";
import { GlobalProvider, refusalOf } from "./global-providers.ts";

/** A request that was made for the warm-up. */
export interface PreloadRequest {
  readonly context: IHttpContext;
}

/** Who makes and runs them. */
export interface PreloadHost<R extends PreloadRequest> {
  readonly globals: GlobalEvents;
  make(): R;
  /** Settles when the response is complete. A user that is given is authenticated already. */
  run(request: R, user: IHttpUser | null): Promise<void>;
}

class Preload<R extends PreloadRequest> extends GlobalProvider
  implements IGlobalApplicationPreloadProvider2 {
  readonly running: Promise<void>[] = [];
  readonly #made = new Map<IHttpContext, R>();

  constructor(private readonly host: PreloadHost<R>) {
    super();
  }

  createContext(): { hr: HRESULT; httpContext: IHttpContext } {
    const request = this.host.make();
    this.#made.set(request.context, request);
    return { hr: S_OK, httpContext: request.context };
  }

  executeRequest(httpContext: IHttpContext, httpUser: IHttpUser | null): HRESULT {
    const request = this.#made.get(httpContext);
    if (request === undefined) return E_INVALIDARG;
    this.#made.delete(httpContext);
    this.running.push(this.host.run(request, httpUser));
    return S_OK;
  }

  isProcessRecycled(): boolean {
    return false;
  }
}

/** Raises GL_APPLICATION_PRELOAD and waits for the requests that come of it. */
export async function preload<R extends PreloadRequest>(host: PreloadHost<R>): Promise<HRESULT> {
  const provider = new Preload(host);
  const status = host.globals.raise(
    GL_APPLICATION_PRELOAD,
    (module) => module.onGlobalApplicationPreload(provider),
    provider,
  );
  await Promise.all(provider.running);
  return refusalOf(status, provider)?.hr ?? S_OK;
}

/** A request that is given its user before it begins. */
interface RootedRequest {
  readonly run: RequestRun;
  setUser(user: IHttpUser): void;
}

/** A user who is given is not asked for, as in a child request (12.88). */
export function authenticated(
  parts: RootedRequest,
  user: IHttpUser,
  registrations: readonly Registration[],
): void {
  parts.setUser(user);
  const stage = [RQ_AUTHENTICATE_REQUEST, RQ_AUTHENTICATE_REQUEST] as const;
  skipStage(parts.run, registrations, stage, () => true);
}

/** Reads a body that nobody wants to its end. */
export async function discardBody({ body }: Response): Promise<void> {
  await body?.pipeTo(new WritableStream()).catch(() => {});
}
