// Who builds the house and lets a request in? IHttpServer, as far as an isolate can answer it.
import type {
  CACHE_OPERATION,
  IHttpCacheKey,
  IHttpCacheSpecificData,
} from "../terms/cache-types.ts";
import { E_NOINTERFACE, E_NOTIMPL, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import type { ExtendedInterfaces } from "../terms/extended-interfaces.ts";
import {
  HTTP_SERVER_INTERFACE_V2,
  HTTP_SERVER_INTERFACE_V3,
  type IHttpServer,
  type IHttpServer3,
} from "../terms/http-server.ts";
import type { IHttpPerfCounterInfo } from "../terms/http-site.ts";
import { GL_CONFIGURATION_CHANGE, GL_CUSTOM_NOTIFICATION } from "../terms/notifications.ts";
import type { GLOBAL_NOTIFICATION_STATUS } from "../terms/notification-status.ts";
import type { IDispensedHttpModuleContextContainer } from "../terms/stored-context.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import { ModuleContexts } from "../context/module-contexts.ts";
import { APP_POOL } from "../variables/place-variables.ts";
import type { ServerTrace } from "../trace/trace-context.ts";
import type { Traces } from "../trace/traces.ts";
import { GlobalEvents } from "./global-events.ts";
import { PerfCounters } from "./site.ts";

/** A container that a module has asked for, and releases itself. */
class DispensedContainer extends ModuleContexts implements IDispensedHttpModuleContextContainer {
  releaseContainer(): void {
    this.contexts.cleanUp((message) => console.error(message));
  }
}

/** The server object that RegisterModule is given. */
export class HttpServer implements IHttpServer3 {
  readonly #counters = new PerfCounters();
  #events: GlobalEvents = new GlobalEvents([]);

  constructor(readonly trace: ServerTrace) {}

  /** Known only after every RegisterModule has been called, and more where pipelines meet. */
  reach(events: GlobalEvents, traces: Traces): void {
    if (events.size < this.#events.size) return;
    this.#events = events;
    this.trace.reach(traces);
  }

  isCommandLineLaunch(): boolean {
    return false;
  }

  getAppPoolName(): string {
    return APP_POOL;
  }

  getPerfCounterInfo(): IHttpPerfCounterInfo {
    return this.#counters;
  }

  getTraceContext(): IHttpTraceContext {
    return this.trace;
  }

  dispenseContainer(): IDispensedHttpModuleContextContainer {
    return new DispensedContainer();
  }

  notifyCustomNotification(customOutput: ICustomNotificationProvider): GLOBAL_NOTIFICATION_STATUS {
    return this.#events.raise(
      GL_CUSTOM_NOTIFICATION,
      (module) => module.onGlobalCustomNotification(customOutput),
    );
  }

  notifyConfigurationChange(path: string): void {
    const provider = { getChangePath: () => path, setErrorStatus: () => {} };
    this.#events.raise(
      GL_CONFIGURATION_CHANGE,
      (module) => module.onGlobalConfigurationChange(provider),
    );
  }

  getExtendedInterface(
    ...versions: [number] | [string, object, string]
  ): { hr: HRESULT; output: IHttpServer3 & object | null } {
    const [version, input, wanted] = versions;
    const output = typeof version === "number" ? this : input as IHttpServer3 & object;
    const known = typeof version === "number"
      ? version === HTTP_SERVER_INTERFACE_V2 || version === HTTP_SERVER_INTERFACE_V3
      : implementsInterface(output, wanted!);
    return known ? { hr: S_OK, output } : { hr: E_NOINTERFACE, output: null };
  }

  // The rest belongs to later issues; docs/differences.md lists it.

  reportUnhealthy(_reasonString: string, _reason: HRESULT): void {}

  recycleProcess(_reason: string): void {}

  recycleApplication(_appConfigPath: string): void {}

  notifyFileChange(_fileName: string): void {}

  getFileInfo(): ReturnType<IHttpServer["getFileInfo"]> {
    return Promise.resolve({ hr: E_NOTIMPL, fileInfo: null });
  }

  flushKernelCache(_url: string): HRESULT {
    return E_NOTIMPL;
  }

  doCacheOperation(
    _cacheOperation: CACHE_OPERATION,
    _cacheKey: IHttpCacheKey,
    _cacheSpecificData: IHttpCacheSpecificData | null,
  ): ReturnType<IHttpServer["doCacheOperation"]> {
    return { hr: E_NOTIMPL, cacheSpecificData: null };
  }

  addFragmentToCache(): HRESULT {
    return E_NOTIMPL;
  }

  readFragmentFromCache(): { hr: HRESULT; bytesCopied: number } {
    return { hr: E_NOTIMPL, bytesCopied: 0 };
  }

  removeFragmentFromCache(_fragmentName: string): HRESULT {
    return E_NOTIMPL;
  }

  satisfiesPrecondition(_precondition: string): { ret: boolean; unknownPrecondition: boolean } {
    return { ret: false, unknownPrecondition: true };
  }

  registerFileChangeMonitor(): ReturnType<IHttpServer["registerFileChangeMonitor"]> {
    return { hr: E_NOTIMPL, fileMonitor: null };
  }

  getMetadata(): ReturnType<IHttpServer3["getMetadata"]> {
    return { hr: E_NOTIMPL, metadataInfo: null };
  }
}

/**
 * The object under another of its interface names, "IHttpContext3" for example. All versions are one object.
 *
 * Fails with `E_NOINTERFACE` if the object is not of that family.
 *
 * @see httpgetextendedinterface-function
 */
export function httpGetExtendedInterface<K extends keyof ExtendedInterfaces>(
  _httpServer: IHttpServer,
  input: object,
  name: K,
): { hr: HRESULT; output: ExtendedInterfaces[K] | null } {
  return implementsInterface(input, name)
    ? { hr: S_OK, output: input as ExtendedInterfaces[K] }
    : { hr: E_NOINTERFACE, output: null };
}

/** The method by which the interfaces of a family are known: all versions are one object. */
const FAMILIES: Readonly<Record<string, string>> = {
  IHttpApplication: "getAppConfigPath",
  IHttpCachePolicy: "getUserCachePolicy",
  IHttpCompletionInfo: "getCompletionBytes",
  IHttpContext: "indicateCompletion",
  IHttpModuleRegistrationInfo: "setRequestNotifications",
  IHttpRequest: "readEntityBody",
  IHttpResponse: "writeEntityChunks",
  IHttpServer: "dispenseContainer",
  IGlobalApplicationPreloadProvider: "createContext",
};

function implementsInterface(input: object, name: string): boolean {
  const method = FAMILIES[name.replace(/\d$/, "")];
  return method !== undefined && typeof (input as Record<string, unknown>)[method] === "function";
}
