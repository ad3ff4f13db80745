// What will run, in which order? The object form of a module: handlers, and what RegisterModule would have said.
import type { CGlobalModule } from "../terms/global-module.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import { S_OK } from "../terms/hresult.ts";
import type { IHttpModuleFactory } from "../terms/module-registration.ts";
import type { PriorityAlias } from "../terms/notifications.ts";
import type { TransferEndHandler } from "../terms/transfer-end.ts";
import { GLOBAL_HANDLERS } from "./global-handlers.ts";
import { HANDLER_NAMES, meantHandler } from "./handler-names.ts";
import type { Registration } from "./plan.ts";
import { misuse, ModuleRegistration, RANKS } from "./registration.ts";
import { bitsOf, type HandlerName, POST_HANDLERS, PRE_HANDLERS } from "./stages.ts";

/** The handlers of request and global notifications that a definition may have. */
export type ModuleHandlers =
  & { [K in HandlerName]?: CHttpModule[K] }
  & { [K in keyof CGlobalModule & `onGlobal${string}`]?: CGlobalModule[K] };

/** A module as an object: the object itself serves every request, or `create` makes one for each. */
export interface ModuleDefinition extends ModuleHandlers {
  /** The name under which other modules, handler entries and traces know it. */
  readonly name?: string;
  /** One priority class for all handlers, or one per handler; MEDIUM where nothing is said. */
  readonly priority?: PriorityAlias | { readonly [K in HandlerName]?: PriorityAlias };
  /** Names of modules that have to run after this one; unknown names are ignored. */
  readonly before?: readonly string[];
  /** Names of modules that have to run before this one; unknown names are ignored. */
  readonly after?: readonly string[];
  /** Makes the handlers of one request. It is also called when the module is defined and mounted, to see which
   * handlers there are. */
  readonly create?: () => ModuleHandlers & { dispose?(): void };
  /** Told once, after the last byte of the response or the break of its transfer. */
  readonly onTransferEnd?: TransferEndHandler;
  /** Called once when the server closes. */
  terminate?(): void;
}

/** Refuses members that look like handlers and are none: a misspelt handler would never be called. */
export type NoOtherHandlers<T> = {
  readonly [K in Exclude<keyof T, keyof ModuleDefinition>]: K extends `on${string}` ? never
    : unknown;
};

/**
 * Gives a module in the object form its types. Nothing is registered until it is mounted; handlers are read then, and
 * what takes their place in the object later is not called.
 *
 * @param definition Handlers by the names of CHttpModule and CGlobalModule, with name, priority, before and after.
 * @returns The same definition.
 * Throws a `TypeError` if a member beginning with "on" is no known handler or no function.
 */
export function defineModule<T extends ModuleDefinition>(definition: T & NoOtherHandlers<T>): T {
  readDefinition(definition);
  return definition;
}

/** Makes the registration of a definition. */
export function readDefinition(definition: ModuleDefinition): Registration {
  const name = definition.name ?? "(unnamed module)";
  if (typeof name !== "string") {
    throw misuse("?", "name", name, "wished for a string");
  }
  const sample = definition.create === undefined ? definition : created(name, definition);
  checkMembers(name, definition);
  if (sample !== definition) checkMembers(name, sample, true);
  const info = new ModuleRegistration(name);
  registerRequests(info, definition, sample);
  registerGlobals(info, definition);
  if (definition.priority !== undefined) setPriorities(info, name, definition.priority);
  return info.finish({
    host: definition,
    shared: definition.create === undefined ? asModule(definition) : null,
    before: nameList(name, "before", definition.before),
    after: nameList(name, "after", definition.after),
    onTransferEnd: definition.onTransferEnd?.bind(definition) ?? null,
    terminate: () => definition.terminate?.(),
  });
}

function created(name: string, definition: ModuleDefinition): ModuleHandlers {
  if (typeof definition.create !== "function") {
    throw misuse(name, "create", definition.create, "wished for a function that makes handlers");
  }
  const made = madeBy(name, definition.create);
  const thenable = typeof (made as { then?: unknown } | null)?.then === "function";
  if (typeof made === "object" && made !== null && !thenable) return made;
  throw misuse(name, "what create() returned", made, "wished for an object of handlers");
}

function madeBy(name: string, create: () => ModuleHandlers): ModuleHandlers {
  try {
    return create();
  } catch (cause) {
    throw new TypeError(`Cannot register module "${name}": create() threw ${cause}`, { cause });
  }
}

/** @param own Whether the object is what `create` has made: the end of a transfer is told to the definition alone. */
function checkMembers(name: string, object: object, own = false): void {
  for (const key in object) {
    if (!key.toLowerCase().startsWith("on")) continue;
    const value = (object as Record<string, unknown>)[key];
    const meant = meantHandler(key);
    if (meant !== undefined) {
      throw misuse(name, key, value, `which is no handler; wished for ${meant}`);
    }
    if (HANDLER_NAMES.has(key) ? own && key === "onTransferEnd" : /^on[A-Z]/.test(key)) {
      throw misuse(name, key, value, "which is no handler of CHttpModule or CGlobalModule");
    }
    if (HANDLER_NAMES.has(key) && value !== undefined && typeof value !== "function") {
      throw misuse(name, key, value, "wished for a function");
    }
  }
}

const PRIORITY_WISH = `wished for one of PRIORITY_ALIAS_FIRST, HIGH, MEDIUM, LOW, LAST (${
  [...RANKS.keys()].map((alias) => `"${alias}"`).join(", ")
})`;

function nameList(name: string, key: string, list: unknown): readonly string[] {
  if (list === undefined) return [];
  if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  throw misuse(name, key, list, "wished for an array of module names");
}

function registerRequests(
  info: ModuleRegistration,
  definition: ModuleDefinition,
  sample: ModuleHandlers,
): void {
  const has = (method: HandlerName): boolean => typeof sample[method] === "function";
  const [pre, post] = [bitsOf(PRE_HANDLERS, has), bitsOf(POST_HANDLERS, has)];
  if ((pre | post) === 0) return;
  info.setRequestNotifications(definitionFactory(definition), pre, post);
}

function registerGlobals(info: ModuleRegistration, definition: ModuleDefinition): void {
  const bits = bitsOf(GLOBAL_HANDLERS, (method) => typeof definition[method] === "function");
  if (bits !== 0) info.setGlobalNotifications(definition as unknown as CGlobalModule, bits);
}

function definitionFactory(definition: ModuleDefinition): IHttpModuleFactory {
  return {
    getHttpModule: () => ({ hr: S_OK, module: asModule(definition.create?.() ?? definition) }),
    terminate() {},
  };
}

/**
 * An author's object in the place of a CHttpModule.
 *
 * It is neither copied nor completed: only handlers that it has are registered, and the engine asks before it calls
 * the two members that nobody registers, onAsyncCompletion and dispose.
 */
function asModule(handlers: ModuleHandlers): CHttpModule {
  return handlers as unknown as CHttpModule;
}

function setPriorities(
  info: ModuleRegistration,
  name: string,
  priority: NonNullable<ModuleDefinition["priority"]>,
): void {
  for (const key of Object.keys(typeof priority === "object" ? priority ?? {} : {})) {
    if (!HANDLER_NAMES.has(key)) {
      throw misuse(name, `priority of ${key}`, key, "which is no handler");
    }
  }
  const of = (method: HandlerName): PriorityAlias | undefined =>
    typeof priority === "object" && priority !== null ? priority[method] : priority;
  const set = (call: (bit: number, alias: string) => number, bit: number, method: HandlerName) => {
    const alias = of(method);
    if (alias === undefined || call.call(info, bit, alias) >= 0) return;
    throw misuse(name, `priority of ${method}`, alias, PRIORITY_WISH);
  };
  for (const { bit, method } of PRE_HANDLERS) {
    set(info.setPriorityForRequestNotification, bit, method);
  }
  for (const { bit, method } of POST_HANDLERS) {
    set(info.setPriorityForPostRequestNotification, bit, method);
  }
  if (typeof priority === "string") {
    for (const g of GLOBAL_HANDLERS) info.setPriorityForGlobalNotification(g.bit, priority);
  }
}
