// Terms: what do the pages call it?
// This file: the server as modules see it.

import type { CACHE_OPERATION, IHttpCacheKey, IHttpCacheSpecificData } from "./cache-types.ts";
import type { HTTP_DATA_CHUNK } from "./data-chunk.ts";
import type { ICustomNotificationProvider } from "./event-providers.ts";
import type { IHttpFileInfo, IHttpFileMonitor } from "./file-info.ts";
import type { HRESULT } from "./hresult.ts";
import type { IHttpPerfCounterInfo } from "./http-site.ts";
import type { GLOBAL_NOTIFICATION_STATUS } from "./notification-status.ts";
import type { IReferencedMetadataInfo } from "./script-map-info.ts";
import type { IDispensedHttpModuleContextContainer } from "./stored-context.ts";
import type { IHttpTraceContext } from "./trace-context.ts";

export type * from "./http-site.ts";
export type * from "./extended-interfaces.ts";

/** The number of IHttpServer2. */
export const HTTP_SERVER_INTERFACE_V2 = 0 as const;

/** The number of IHttpServer3. */
export const HTTP_SERVER_INTERFACE_V3 = 1 as const;

/** The number of a later server interface. */
export type HTTP_SERVER_INTERFACE_VERSION =
  | typeof HTTP_SERVER_INTERFACE_V2
  | typeof HTTP_SERVER_INTERFACE_V3;

/**
 * The server as modules see it: handed to the entry point once, good for the module's whole life.
 * @see ihttpserver-interface
 */
export interface IHttpServer {
  /**
   * Whether the server was started by hand.
   * @see ihttpserver-iscommandlinelaunch-method
   */
  isCommandLineLaunch(): boolean;
  /**
   * The name of the pool; a plain name here, because there are no pools.
   * @see ihttpserver-getapppoolname-method
   */
  getAppPoolName(): string;
  /**
   * Tells the host that something is wrong: a text and a result.
   * @see ihttpserver-reportunhealthy-method
   */
  reportUnhealthy(reasonString: string, reason: HRESULT): void;
  /**
   * Asks the host for a fresh process.
   * @see ihttpserver-recycleprocess-method
   */
  recycleProcess(reason: string): void;
  /**
   * Looks a file up in the virtual file system. There are no tokens or SIDs: pass null. `cache`
   * keeps what was found.
   * @see ihttpserver-getfileinfo-method
   */
  getFileInfo(
    physicalPath: string,
    userToken: null,
    sid: null,
    changeNotificationPath: string | null,
    changeNotificationToken: null,
    cache: boolean,
    httpTraceContext?: IHttpTraceContext | null,
  ): Promise<{ hr: HRESULT; fileInfo: IHttpFileInfo | null }>;
  /**
   * Removes a URL from the cache in front of the pipeline, without waiting for it.
   * @see ihttpserver-flushkernelcache-method
   */
  flushKernelCache(url: string): HRESULT;
  /**
   * Asks the shared cache for an operation, and raises GL_CACHE_OPERATION. A record found is
   * returned.
   * @see ihttpserver-docacheoperation-method
   */
  doCacheOperation(
    cacheOperation: CACHE_OPERATION,
    cacheKey: IHttpCacheKey,
    cacheSpecificData: IHttpCacheSpecificData | null,
    httpTraceContext?: IHttpTraceContext | null,
  ): { hr: HRESULT; cacheSpecificData: IHttpCacheSpecificData | null };
  /**
   * Raises GL_CUSTOM_NOTIFICATION inside the call.
   * @see ihttpserver-notifycustomnotification-method
   */
  notifyCustomNotification(customOutput: ICustomNotificationProvider): GLOBAL_NOTIFICATION_STATUS;
  /**
   * The counters of the server.
   * @see ihttpserver-getperfcounterinfo-method
   */
  getPerfCounterInfo(): IHttpPerfCounterInfo;
  /**
   * Stops an application and starts it anew.
   * @see ihttpserver-recycleapplication-method
   */
  recycleApplication(appConfigPath: string): void;
  /**
   * Raises GL_CONFIGURATION_CHANGE for a path.
   * @see ihttpserver-notifyconfigurationchange-method
   */
  notifyConfigurationChange(path: string): void;
  /**
   * Raises GL_FILE_CHANGE for a file.
   * @see ihttpserver-notifyfilechange-method
   */
  notifyFileChange(fileName: string): void;
  /**
   * Makes a container of objects that belongs to the caller.
   * @see ihttpserver-dispensecontainer-method
   */
  dispenseContainer(): IDispensedHttpModuleContextContainer;
  /**
   * Puts a chunk into the fragment cache under a name. It may be dropped at any time.
   * @see ihttpserver-addfragmenttocache-method
   */
  addFragmentToCache(dataChunk: HTTP_DATA_CHUNK, fragmentName: string): HRESULT;
  /**
   * Copies a fragment into `buffer`. Fails with ERROR_PATH_NOT_FOUND when there is none of that
   * name.
   * @see ihttpserver-readfragmentfromcache-method
   */
  readFragmentFromCache(
    fragmentName: string,
    buffer: Uint8Array,
  ): { hr: HRESULT; bytesCopied: number };
  /**
   * Removes a fragment. Fails with ERROR_FILE_NOT_FOUND when there is none of that name.
   * @see ihttpserver-removefragmentfromcache-method
   */
  removeFragmentFromCache(fragmentName: string): HRESULT;
  /**
   * Whether a precondition of a module holds, for example "integratedMode".
   * @see ihttpserver-satisfiesprecondition-method
   */
  satisfiesPrecondition(precondition: string): { ret: boolean; unknownPrecondition: boolean };
  /**
   * Where to raise trace events that belong to no request.
   * @see ihttpserver-gettracecontext-method
   */
  getTraceContext(): IHttpTraceContext;
  /**
   * Watches a file or directory, where the runtime can; otherwise ERROR_NOT_SUPPORTED.
   * @see ihttpserver-registerfilechangemonitor-method
   */
  registerFileChangeMonitor(
    path: string,
    token: null,
  ): { hr: HRESULT; fileMonitor: IHttpFileMonitor | null };
  /** The server itself, under a later name. */
  getExtendedInterface(
    version: HTTP_SERVER_INTERFACE_VERSION,
  ): { hr: HRESULT; output: IHttpServer3 | null };
}

/**
 * The server of IIS 7.5.
 * @see ihttpserver2-interface
 */
export interface IHttpServer2 extends IHttpServer {
  /** The server itself, under a later name. */
  getExtendedInterface(
    version: HTTP_SERVER_INTERFACE_VERSION,
  ): { hr: HRESULT; output: IHttpServer3 | null };
  /**
   * The object given, if it is of the version named; otherwise E_NOINTERFACE.
   * @see ihttpserver2-getextendedinterface-method
   */
  getExtendedInterface(
    version1: string,
    input: object,
    version2: string,
  ): { hr: HRESULT; output: object | null };
  /**
   * The configuration path of a URL of a site.
   * @see ihttpserver2-getmetadata-method
   */
  getMetadata(
    siteName: string,
    url: string,
  ): { hr: HRESULT; metadataInfo: IReferencedMetadataInfo | null };
}

/** The latest version of the server. What it added has no meaning outside Windows. */
export interface IHttpServer3 extends IHttpServer2 {}
