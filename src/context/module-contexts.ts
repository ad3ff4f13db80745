// What does a module hold in its hand? What modules keep on a request, a connection or a site, and its end.
import {
  E_INVALIDARG,
  ERROR_ALREADY_ASSIGNED,
  ERROR_INVALID_HANDLE,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import type {
  IDispensedHttpModuleContextContainer,
  IHttpConnectionModuleContextContainer,
  IHttpConnectionStoredContext,
  IHttpStoredContext,
  INamedContextContainer,
} from "../terms/stored-context.ts";
import { caught } from "../engine/caught.ts";

const ALREADY_ASSIGNED = HRESULT_FROM_WIN32(ERROR_ALREADY_ASSIGNED);
const INVALID_HANDLE = HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE);

/** Stored contexts by module or by name. Each can be set once, and is cleaned up once when the owner ends. */
class StoredContexts<K, C extends IHttpStoredContext> {
  declare private readonly stored: Map<K, C>;
  declare private ended: boolean;

  constructor() {
    this.stored = new Map<K, C>();
    this.ended = false;
  }

  get(key: K): C | null {
    return this.stored.get(key) ?? null;
  }

  set(storedContext: C, key: K): HRESULT {
    if (typeof storedContext !== "object" || storedContext === null) return E_INVALIDARG;
    // Nobody would ever clean it up.
    if (this.ended) return INVALID_HANDLE;
    if (this.stored.has(key)) return ALREADY_ASSIGNED;
    this.stored.set(key, storedContext);
    return S_OK;
  }

  /** A clean-up that throws keeps no other from running. */
  cleanUp(warn: (message: string) => void): void {
    this.ended = true;
    const contexts = [...this.stored.values()];
    this.stored.clear();
    const threw = (error: unknown): void => warn(`cleanupStoredContext() threw: ${error}`);
    for (const context of contexts) {
      try {
        caught(context.cleanupStoredContext?.(), threw);
      } catch (error) {
        threw(error);
      }
    }
  }

  get size(): number {
    return this.stored.size;
  }

  /** A copy, so that whoever is called may store something. */
  entries(): [K, C][] {
    return [...this.stored];
  }
}

/** Contexts by module, of a request or anything else that modules can hang something on. */
export class ModuleContexts implements IHttpConnectionModuleContextContainer {
  declare readonly contexts: StoredContexts<HTTP_MODULE_ID, IHttpStoredContext>;

  constructor() {
    this.contexts = new StoredContexts();
  }

  getModuleContext(moduleId: HTTP_MODULE_ID): IHttpStoredContext | null {
    return this.contexts.get(moduleId);
  }

  setModuleContext(storedContext: IHttpStoredContext, moduleId: HTTP_MODULE_ID): HRESULT {
    return this.contexts.set(storedContext, moduleId);
  }

  getConnectionModuleContext(moduleId: HTTP_MODULE_ID): IHttpConnectionStoredContext | null {
    return this.contexts.get(moduleId) as IHttpConnectionStoredContext | null;
  }

  setConnectionModuleContext(
    storedContext: IHttpConnectionStoredContext,
    moduleId: HTTP_MODULE_ID,
  ): HRESULT {
    return this.contexts.set(storedContext, moduleId);
  }
}

/** A container that a module has asked for, and releases itself. */
export class DispensedContainer extends ModuleContexts
  implements IDispensedHttpModuleContextContainer {
  releaseContainer(): void {
    this.contexts.cleanUp((message) => console.error(message));
  }
}

/** Contexts by name. */
export class NamedContexts implements INamedContextContainer {
  readonly contexts: StoredContexts<string, IHttpStoredContext> = new StoredContexts();

  /** @param offered What stands under a name without a module's doing, made when first asked for. */
  constructor(private readonly offered: (name: string) => IHttpStoredContext | null) {}

  getNamedContext(name: string): IHttpStoredContext | null {
    const stored = this.contexts.get(name);
    if (stored !== null) return stored;
    const offered = this.offered(name);
    if (offered !== null) this.contexts.set(offered, name);
    return offered;
  }

  setNamedContext(storedContext: IHttpStoredContext, name: string): HRESULT {
    this.getNamedContext(name);
    return this.contexts.set(storedContext, name);
  }
}
