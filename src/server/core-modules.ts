// Who builds the house and lets a request in? The modules of a core: those that it was given, and its own.
import type { HttpContext } from "../context/http-context.ts";
import { type ModuleInput, readModules } from "../plan/read-modules.ts";
import type { CoreModules, Registration } from "../plan/plan.ts";
import { ModuleRegistration } from "../plan/registration.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import { GL_APPLICATION_RESOLVE_MODULES } from "../terms/notifications.ts";
import { DownstreamHandler } from "./downstream.ts";
import { GlobalEvents } from "./global-events.ts";
import { AccessPolicy } from "./access-policy.ts";
import { HandlerMapping } from "./handler-entries.ts";
import type { HttpServer } from "./http-server.ts";
import type { WebServerOptions } from "./options.ts";
import type { RequestLife } from "./request-life.ts";
import { type ResolvedModules, resolveModules } from "./resolve-modules.ts";
import type { ScriptMap } from "./script-map.ts";
import type { Place } from "./site.ts";
import { UserCheck } from "./user.ts";

/** The name under which the core itself appears in traces. */
const CORE_NAME = "IIS Web Core";

const partsOf = (context: IHttpContext4): RequestLife =>
  (context as HttpContext).parts as RequestLife;

/** Modules in any form, read; or those that were read before, when neighbours have become one. */
export function readRegistrations(
  modules: ModuleInput | readonly Registration[],
  server: HttpServer,
  place: Place,
  warn: (message: string) => void,
  entries: readonly ScriptMap[],
): ResolvedModules {
  const [first] = Array.isArray(modules) ? modules : [];
  const isRead = typeof first === "object" && first !== null && "globalPriorities" in first;
  if (isRead) return { registrations: modules as readonly Registration[], refusal: null };
  const listed = readModules(modules as ModuleInput, server);
  if (entries.length > 0) listed.push(...processorModules(entries, listed, server));
  const events = new GlobalEvents(listed, warn);
  return events.has(GL_APPLICATION_RESOLVE_MODULES)
    ? resolveModules(events, listed, place.application, server)
    : { registrations: listed, refusal: null };
}

/** Modules that a script processor brings with it, where its entry names them and nobody has listed them. */
function processorModules(
  entries: readonly ScriptMap[],
  listed: readonly Registration[],
  server: HttpServer,
): Registration[] {
  const brought = new Map<string, Registration>();
  for (const { scriptProcessor, modules } of entries) {
    if (typeof scriptProcessor !== "object") continue;
    const { handlerModule } = scriptProcessor;
    const { name } = handlerModule;
    const missing = modules.includes(name) && !brought.has(name) &&
      !listed.some((r) => r.name === name);
    if (missing) brought.set(name, readModules(handlerModule, server)[0]);
  }
  return [...brought.values()];
}

/** The steps that are the core's own. */
export function coreModules(options: WebServerOptions, entries: readonly ScriptMap[]): CoreModules {
  // A script map that a module brings may ask for a file that has to be waited for.
  const maps = entries.length > 0 || (options.files !== undefined && !options.files.immediate);
  const policy = new AccessPolicy(options.accessPolicy);
  return {
    userCheck: options.anonymous === false ? coreModule(new UserCheck()) : null,
    handlerMapping: maps ? coreModule(new HandlerMapping(entries, policy, partsOf)) : null,
    downstream: coreModule(new DownstreamHandler(partsOf)),
  };
}

function coreModule(shared: CHttpModule): Registration {
  return new ModuleRegistration(CORE_NAME).finish({ host: shared, shared });
}

/** An entry that names a module which is not there could never work. */
export function checkEntries(
  entries: readonly ScriptMap[],
  registrations: readonly Registration[],
): void {
  const names = new Set(registrations.map((r) => r.name));
  for (const entry of entries) {
    for (const name of entry.modules) {
      if (names.has(name)) continue;
      throw new TypeError(
        `Handler entry "${entry.getName()}": modules names "${name}", wished for one of ${
          [...names].map((n) => `"${n}"`).join(", ") || "the modules (there are none)"
        }`,
      );
    }
  }
}
