// Who builds the house and lets a request in? The module list of an application, to which global modules may add.
import type { IHttpApplicationResolveModulesProvider } from "../terms/event-providers.ts";
import {
  E_INVALIDARG,
  ERROR_ALREADY_EXISTS,
  ERROR_FILE_NOT_FOUND,
  ERROR_INVALID_OPERATION,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpApplication } from "../terms/http-site.ts";
import type { IHttpServer } from "../terms/http-server.ts";
import type { HTTP_MODULE_ID, IHttpModuleFactory } from "../terms/module-registration.ts";
import { GL_APPLICATION_RESOLVE_MODULES } from "../terms/notifications.ts";
import type { Registration } from "../plan/plan.ts";
import { ModuleRegistration } from "../plan/registration.ts";
import type { GlobalEvents } from "./global-events.ts";
import { ApplicationProvider, type Refusal, refusalOf } from "./global-providers.ts";

/** A module that was added while the list was made, until the list is finished. */
interface Added {
  readonly info: ModuleRegistration;
  readonly parent: Registration;
}

class ResolveModules extends ApplicationProvider implements IHttpApplicationResolveModulesProvider {
  readonly #added: Added[] = [];
  readonly #ranks: { readonly name: string; readonly bits: number; readonly alias: string }[] = [];
  #open = true;

  constructor(
    application: IHttpApplication,
    private readonly listed: readonly Registration[],
    private readonly server: IHttpServer,
  ) {
    super(application);
  }

  registerModule(
    parentModuleId: HTTP_MODULE_ID | null,
    moduleFactory: IHttpModuleFactory,
    moduleName: string,
    _moduleType: string,
    modulePreCondition: string,
    requestNotifications: number,
    postRequestNotifications: number,
  ): HRESULT {
    if (!this.#open) return HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
    // Classes and objects have no id that they could know of: they are the parents of what they add.
    const parent = parentModuleId === null
      ? this.calling
      : this.listed.find(({ id }) => id === parentModuleId) ?? null;
    if (parent === null) return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    if (typeof moduleName !== "string" || moduleName === "") return E_INVALIDARG;
    if (this.#knows(moduleName)) return HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS);
    const info = new ModuleRegistration(moduleName);
    try {
      info.setRequestNotifications(moduleFactory, requestNotifications, postRequestNotifications);
    } catch {
      return E_INVALIDARG;
    }
    if (this.#wanted(modulePreCondition)) this.#added.push({ info, parent });
    return S_OK;
  }

  setPriorityForRequestNotification(
    moduleName: string,
    requestNotification: number,
    priorityAlias: string,
  ): HRESULT {
    if (!this.#open) return HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
    if (!this.#knows(moduleName)) return E_INVALIDARG;
    const trial = new ModuleRegistration(moduleName);
    const hr = trial.setPriorityForRequestNotification(requestNotification, priorityAlias);
    if (hr !== S_OK) return hr;
    this.#ranks.push({ name: moduleName, bits: requestNotification, alias: priorityAlias });
    return S_OK;
  }

  /** The finished list: what was added stands behind what is listed. */
  finish(): readonly Registration[] {
    this.#open = false;
    const added = this.#added.map(({ info, parent }) => info.finish({ host: parent.host }));
    return [...this.listed, ...added].map((r) => this.#ranked(r));
  }

  #knows(name: string): boolean {
    return this.listed.some((r) => r.name === name) ||
      this.#added.some(({ info }) => info.getName() === name);
  }

  /** As in the list of modules, a precondition that does not hold keeps a module away, and is no error. */
  #wanted(precondition: string | null | undefined): boolean {
    const conditions = (precondition ?? "").split(",").map((one) => one.trim());
    return conditions.every((one) => one === "" || this.server.satisfiesPrecondition(one).ret);
  }

  #ranked(registration: Registration): Registration {
    const ranks = this.#ranks.filter(({ name }) => name === registration.name);
    if (ranks.length === 0) return registration;
    const info = new ModuleRegistration(registration.name);
    for (const { bits, alias } of ranks) info.setPriorityForRequestNotification(bits, alias);
    const priorities = new Map([...registration.priorities, ...info.finish(NOBODY).priorities]);
    return Object.freeze({ ...registration, priorities });
  }
}

const NOBODY = { host: {} };

/** The module list of an application, and why it could not be made, if so. */
export interface ResolvedModules {
  readonly registrations: readonly Registration[];
  readonly refusal: Refusal | null;
}

/** Raises GL_APPLICATION_RESOLVE_MODULES, and gives the list that comes of it. */
export function resolveModules(
  events: GlobalEvents,
  listed: readonly Registration[],
  application: IHttpApplication,
  server: IHttpServer,
): ResolvedModules {
  const provider = new ResolveModules(application, listed, server);
  const status = events.raise(
    GL_APPLICATION_RESOLVE_MODULES,
    (module) => module.onGlobalApplicationResolveModules(provider),
    provider,
  );
  return { registrations: provider.finish(), refusal: refusalOf(status, provider) };
}
