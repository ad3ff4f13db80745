// What runs it, stops it, wakes it? One object per module and request, made at its first notification (ruling 7).
import { E_FAIL, FAILED } from "../terms/hresult.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import { caught } from "./caught.ts";
import type { AnyStep, RunHost } from "./run-host.ts";

/** Where the module objects of one request are kept. */
export interface ModuleOwner {
  readonly host: RunHost;
  modules: (CHttpModule | null | undefined)[] | null;
}

const ALLOCATOR = Object.freeze({ allocateMemory: (size: number) => new Uint8Array(size) });

/** The object for a step; null if its factory has failed, now or before. */
export function moduleFor(owner: ModuleOwner, step: AnyStep): CHttpModule | null {
  if (step.shared !== null) return step.shared;
  const made = owner.modules ??= [];
  const known = made[step.index];
  return known !== undefined ? known : made[step.index] = make(step, owner.host);
}

/** Ends the life of every object that was made. A dispose() that throws disturbs nobody. */
export function disposeModules(owner: ModuleOwner): void {
  const made = owner.modules ?? [];
  owner.modules = null;
  const threw = (error: unknown): void =>
    owner.host.tracer?.warn(null, `dispose() threw: ${error}`);
  for (const module of made) {
    try {
      if (typeof module?.dispose === "function") caught(module.dispose(), threw);
    } catch (error) {
      threw(error);
    }
  }
}

function make(step: AnyStep, host: RunHost): CHttpModule | null {
  try {
    const { hr, module } = step.registration.factory!.getHttpModule(ALLOCATOR);
    if (!FAILED(hr) && typeof module === "object" && module !== null) return module;
    host.factoryFailed(step, FAILED(hr) ? hr : E_FAIL, "getHttpModule() gave no module");
  } catch (error) {
    host.factoryFailed(step, E_FAIL, error);
  }
  return null;
}
