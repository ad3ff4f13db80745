// Who builds the house and lets a request in? IHttpServer, as far as an isolate can answer it.
import type {
  CACHE_OPERATION,
  IHttpCacheKey,
  IHttpCacheSpecificData,
} from "../terms/cache-types.ts";
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import {
  E_NOINTERFACE,
  ERROR_INVALID_OPERATION,
  ERROR_INVALID_PARAMETER,
  ERROR_NOT_FOUND,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import type { ExtendedInterfaces } from "../terms/extended-interfaces.ts";
import {
  HTTP_SERVER_INTERFACE_V2,
  HTTP_SERVER_INTERFACE_V3,
  type IHttpServer,
  type IHttpServer3,
} from "../terms/http-server.ts";
import type { IHttpPerfCounterInfo } from "../terms/http-site.ts";
import {
  GL_CACHE_CLEANUP,
  GL_CONFIGURATION_CHANGE,
  GL_CUSTOM_NOTIFICATION,
} from "../terms/notifications.ts";
import type { GLOBAL_NOTIFICATION_STATUS } from "../terms/notification-status.ts";
import type { IDispensedHttpModuleContextContainer } from "../terms/stored-context.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import { DispensedContainer } from "../context/module-contexts.ts";
import { APP_POOL } from "../variables/place-variables.ts";
import { toldOfFile } from "../trace/file-events.ts";
import type { ServerTrace } from "../trace/trace-context.ts";
import type { Traces } from "../trace/traces.ts";
import { cacheOperation, CacheRequest, flushCacheInFront } from "./cache-operations.ts";
import { FileServices } from "./file-services.ts";
import { type GlobalCall, GlobalEvents } from "./global-events.ts";
import { ConfigurationChange } from "./global-providers.ts";
import { Health } from "./health.ts";
import type { WorkerProcessOptions } from "./options.ts";
import { satisfiesPrecondition } from "./preconditions.ts";
import { PerfCounters, type Place } from "./site.ts";
import type { VirtualFiles } from "./virtual-files.ts";

/** The server object that RegisterModule is given. */
export class HttpServer implements IHttpServer3 {
  declare private readonly place: Place;
  declare readonly trace: ServerTrace;
  declare private readonly process: WorkerProcessOptions;
  declare readonly counters: PerfCounters;
  declare readonly health: Health;
  declare readonly files: FileServices;
  declare private events: GlobalEvents;
  /** Module lists are being made: it is too early for cache operations. */
  declare private early: boolean;

  constructor(
    place: Place,
    trace: ServerTrace,
    files: VirtualFiles | null,
    process: WorkerProcessOptions = {},
  ) {
    this.place = place;
    this.trace = trace;
    this.process = process;
    this.counters = new PerfCounters();
    this.events = new GlobalEvents([]);
    this.early = true;
    this.files = new FileServices(files, () => this.events);
    this.health = new Health(process.unhealthy);
  }

  /** Known only after every RegisterModule has been called, and more where pipelines meet. */
  reach(events: GlobalEvents, traces: Traces): void {
    this.early = false;
    if (events.size < this.events.size) return;
    this.events = events;
    this.trace.reach(traces);
  }

  isCommandLineLaunch(): boolean {
    return this.process.commandLineLaunch ?? false;
  }

  getAppPoolName(): string {
    return this.process.appPoolName ?? APP_POOL;
  }

  getPerfCounterInfo(): IHttpPerfCounterInfo {
    return this.counters;
  }

  getTraceContext(): IHttpTraceContext {
    return this.trace;
  }

  dispenseContainer(): IDispensedHttpModuleContextContainer {
    return new DispensedContainer();
  }

  notifyCustomNotification(customOutput: ICustomNotificationProvider): GLOBAL_NOTIFICATION_STATUS {
    return this.events.raise(
      GL_CUSTOM_NOTIFICATION,
      (module) => module.onGlobalCustomNotification(customOutput),
    );
  }

  notifyConfigurationChange(path: string): void {
    const provider = new ConfigurationChange(path);
    const call: GlobalCall = (module) => module.onGlobalConfigurationChange(provider);
    this.events.raise(GL_CONFIGURATION_CHANGE, call, provider);
  }

  reportUnhealthy(reasonString: string, reason: HRESULT): void {
    this.health.report(this.events, reasonString, reason);
  }

  /** The host decides; without one the application starts anew, with empty caches. */
  recycleProcess(reason: string): void {
    if (this.process.recycle !== undefined) return this.process.recycle(reason);
    this.place.recycle();
    this.purge();
    this.health.recovered();
  }

  recycleApplication(appConfigPath: string): void {
    const own = this.place.application.getAppConfigPath();
    if (String(appConfigPath).toLowerCase() === own.toLowerCase()) this.place.recycle();
  }

  /** Empties the caches, which modules hear of before. */
  purge(): void {
    this.events.raise(GL_CACHE_CLEANUP, (module) => module.onGlobalCacheCleanup());
    this.place.purge();
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

  notifyFileChange(fileName: string): void {
    this.files.notifyFileChange(fileName);
  }

  getFileInfo(
    ...[physicalPath, , , root, , cache, trace]: Parameters<IHttpServer["getFileInfo"]>
  ): ReturnType<IHttpServer["getFileInfo"]> {
    const look = () => this.files.getFileInfo(physicalPath, root, cache);
    return toldOfFile(trace, physicalPath, look);
  }

  flushKernelCache(url: string): HRESULT {
    return flushCacheInFront(url);
  }

  doCacheOperation(
    operation: CACHE_OPERATION,
    cacheKey: IHttpCacheKey,
    cacheSpecificData: IHttpCacheSpecificData | null,
    httpTraceContext: IHttpTraceContext | null = null,
  ): ReturnType<IHttpServer["doCacheOperation"]> {
    if (this.early) {
      return { hr: HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION), cacheSpecificData: null };
    }
    const asked = [operation, cacheKey, cacheSpecificData, httpTraceContext] as const;
    return cacheOperation(this.events, this.place, new CacheRequest(...asked));
  }

  addFragmentToCache(dataChunk: HTTP_DATA_CHUNK, fragmentName: string): HRESULT {
    return this.place.fragments.add(dataChunk, fragmentName);
  }

  readFragmentFromCache(
    fragmentName: string,
    buffer: Uint8Array,
  ): { hr: HRESULT; bytesCopied: number } {
    return this.place.fragments.read(fragmentName, buffer);
  }

  removeFragmentFromCache(fragmentName: string): HRESULT {
    return this.place.fragments.remove(fragmentName);
  }

  satisfiesPrecondition(precondition: string): { ret: boolean; unknownPrecondition: boolean } {
    return satisfiesPrecondition(precondition, this.getAppPoolName());
  }

  registerFileChangeMonitor(
    path: string,
    _token: null,
  ): ReturnType<IHttpServer["registerFileChangeMonitor"]> {
    return this.files.registerFileChangeMonitor(path);
  }

  getMetadata(siteName: string, url: string): ReturnType<IHttpServer3["getMetadata"]> {
    const known = siteName === this.place.site.getSiteName();
    const good = typeof url === "string" && url.startsWith("/");
    if (known && good) return { hr: S_OK, metadataInfo: this.place.metadata };
    const hr = HRESULT_FROM_WIN32(good ? ERROR_NOT_FOUND : ERROR_INVALID_PARAMETER);
    return { hr, metadataInfo: null };
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
