// What will run, in which order? The three ways to write a module, read into one list of registrations.
import { CGlobalModule } from "../terms/global-module.ts";
import { CHttpModule } from "../terms/http-module.ts";
import { FAILED, S_OK } from "../terms/hresult.ts";
import type { IHttpServer3 } from "../terms/http-server.ts";
import type { IHttpModuleFactory, PFN_REGISTERMODULE } from "../terms/module-registration.ts";
import type { TransferEndHandler } from "../terms/transfer-end.ts";
import { type ModuleDefinition, readDefinition } from "./define-module.ts";
import { GLOBAL_HANDLERS } from "./global-handlers.ts";
import { checkMethods } from "./handler-names.ts";
import type { Registration } from "./plan.ts";
import { misuse, ModuleRegistration } from "./registration.ts";
import { type BitHandler, bitsOf, POST_HANDLERS, PRE_HANDLERS } from "./stages.ts";

/** The version that RegisterModule is told: IIS 10. */
const SERVER_VERSION = 10;

/** A module as httpserv.h has it: a name and its RegisterModule function. */
export interface NamedRegistration {
  /** The name under which it registers. */
  readonly name: string;
  /** Says what the module wants to hear of. */
  readonly registerModule: PFN_REGISTERMODULE;
  /** Told of the end of each transfer. Read when RegisterModule has returned, which may decide whether there is one. */
  readonly onTransferEnd?: TransferEndHandler | null;
}

/** Modules that run for some URLs only. Made by `location`. */
export class LocationModules {
  /** Keeps a path and what runs there; `location` checks them. */
  constructor(
    /** The URLs for which the modules run. */
    readonly path: string,
    /** What runs there. */
    readonly modules: ModuleInput,
  ) {}
}

/** A class whose overridden handlers are its notifications. */
export type ModuleClass = new () => CHttpModule | CGlobalModule;

/** One module in any of the three forms. */
export type ModuleSource =
  | ModuleDefinition
  | ModuleClass
  | NamedRegistration
  | PFN_REGISTERMODULE
  | LocationModules;

/** One module or a list of them; lists may stand in lists. */
export type ModuleInput = ModuleSource | readonly ModuleInput[];

/**
 * Reads modules into registrations, in listed order.
 *
 * @param server Handed to every RegisterModule function.
 * Throws a `TypeError` that names the module for whatever is no module.
 */
export function readModules(input: ModuleInput, server: IHttpServer3): Registration[] {
  if (Array.isArray(input)) return input.flatMap((one) => readModules(one, server));
  if (input instanceof LocationModules) {
    return readModules(input.modules, server).map((r) =>
      Object.freeze({ ...r, locations: Object.freeze([input.path, ...r.locations]) })
    );
  }
  return [readModule(input as Exclude<ModuleSource, LocationModules>, server)];
}

function readModule(
  source: Exclude<ModuleSource, LocationModules>,
  server: IHttpServer3,
): Registration {
  if (isModuleClass(source)) return readClass(source);
  if (!isForm(source)) throw noForm(source);
  if (typeof source === "function") {
    return callRegister(source.name || "(unnamed module)", source as PFN_REGISTERMODULE, server);
  }
  if ("registerModule" in source) {
    return callRegister(source.name, source.registerModule, server, () => source.onTransferEnd);
  }
  return readDefinition(source);
}

/** Whether it can be a RegisterModule function or an object that says what a module is. */
function isForm(source: unknown): boolean {
  if (typeof source === "function") return !/^class\b/.test(String(source));
  return typeof source === "object" && source !== null && !isModule(source);
}

function isModule(source: unknown): source is object {
  return source instanceof CHttpModule || source instanceof CGlobalModule;
}

function noForm(source: unknown): TypeError {
  if (typeof source === "function") {
    const wished = "wished for a class that extends CHttpModule or CGlobalModule";
    return misuse(source.name, "the module", source, wished);
  }
  if (isModule(source)) {
    const { name } = source.constructor;
    const found = `an object of ${name}`;
    return misuse(name, "the module", found, "wished for the class itself, or its factory");
  }
  const wished = "wished for a class, a RegisterModule function or a definition";
  return misuse("?", "the module", source, wished);
}

function isModuleClass(source: unknown): source is ModuleClass {
  return typeof source === "function" &&
    (source.prototype instanceof CHttpModule || source.prototype instanceof CGlobalModule);
}

function callRegister(
  name: string,
  registerModule: PFN_REGISTERMODULE,
  server: IHttpServer3,
  onTransferEnd: () => TransferEndHandler | null | undefined = () => null,
): Registration {
  if (typeof registerModule !== "function") {
    throw misuse(name, "registerModule", registerModule, "wished for a function");
  }
  const info = new ModuleRegistration(name);
  const hr: unknown = callWith(name, () => registerModule(SERVER_VERSION, info, server));
  if (typeof hr !== "number") {
    throw misuse(name, "what registerModule returned", hr, NO_HRESULT);
  }
  if (FAILED(hr)) {
    throw misuse(
      name,
      "what registerModule returned",
      `0x${(hr >>> 0).toString(16)}`,
      "wished for S_OK",
    );
  }
  return info.finish({ host: registerModule, onTransferEnd: onTransferEnd() ?? null });
}

const NO_MIDDLEWARE =
  "a factory has to be called, as in session(); a Hono middleware becomes a module by honoModule; a pipeline is one " +
  "already, for app.use";
const NO_HRESULT = `wished for an HRESULT (${NO_MIDDLEWARE})`;

/** A function that is no RegisterModule shows it when it is called so: by throwing, or by returning a promise. */
function callWith(name: string, call: () => unknown): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (cause) {
    if (String(cause).includes("Cannot register module")) throw cause;
    throw new TypeError(
      `Cannot register module "${name}": registerModule threw ${cause} (${NO_MIDDLEWARE})`,
      { cause },
    );
  }
  if (result instanceof Promise) result.catch(() => {});
  return result;
}

/** The notifications of a class are the handlers that it, or a class between it and the base, overrides. */
function readClass(source: ModuleClass): Registration {
  const info = new ModuleRegistration(source.name || "(unnamed module)");
  const prototype = source.prototype as object;
  if (prototype instanceof CGlobalModule) {
    const bits = overridden(prototype, CGlobalModule.prototype, GLOBAL_HANDLERS);
    checkMethods(source.name, prototype, CGlobalModule.prototype);
    info.setGlobalNotifications(new source() as CGlobalModule, bits);
    return info.finish({ host: source });
  }
  const base = CHttpModule.prototype;
  checkMethods(source.name, prototype, base);
  const [pre, post] = [PRE_HANDLERS, POST_HANDLERS].map((all) => overridden(prototype, base, all));
  info.setRequestNotifications(classFactory(source as new () => CHttpModule), pre, post);
  return info.finish({ host: source });
}

function overridden(
  prototype: object,
  base: object,
  handlers: readonly BitHandler<string>[],
): number {
  const of = (object: object, method: string): unknown =>
    (object as Record<string, unknown>)[method];
  return bitsOf(handlers, (method) => of(prototype, method) !== of(base, method));
}

function classFactory(source: new () => CHttpModule): IHttpModuleFactory {
  return { getHttpModule: () => ({ hr: S_OK, module: new source() }), terminate: () => {} };
}
