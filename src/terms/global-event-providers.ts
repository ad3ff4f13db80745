// Terms: what do the pages call it?
// This file: what a global notification hands to the modules it calls.

import type { CACHE_OPERATION, IHttpCacheKey, IHttpCacheSpecificData } from "./cache-types.ts";
import type { IHttpEventProvider } from "./event-providers.ts";
import type { IHttpFileMonitor } from "./file-info.ts";
import type { HRESULT } from "./hresult.ts";
import type { IHttpContext, IHttpContext4 } from "./http-context.ts";
import type { IHttpApplication } from "./http-site.ts";
import type { IHttpUser } from "./http-user.ts";
import type { HTTP_MODULE_ID, IHttpModuleFactory } from "./module-registration.ts";
import type { HTTP_TRACE_EVENT, IHttpTraceContext } from "./trace-context.ts";

/**
 * What GL_PRE_BEGIN_REQUEST hands to its handlers.
 * @see iprebeginrequestprovider-interface
 */
export interface IPreBeginRequestProvider extends IHttpEventProvider {
  /**
   * The request that is about to begin.
   * @see iprebeginrequestprovider-gethttpcontext-method
   */
  getHttpContext(): IHttpContext;
}

/**
 * What the start and the stop of an application hand to their handlers.
 * @see ihttpapplicationprovider-interface
 */
export interface IHttpApplicationProvider extends IHttpEventProvider {
  /**
   * The application.
   * @see ihttpapplicationprovider-getapplication-method
   */
  getApplication(): IHttpApplication;
}

/** What GL_APPLICATION_START hands to its handlers. */
export type IHttpApplicationStartProvider = IHttpApplicationProvider;

/** What GL_APPLICATION_STOP hands to its handlers. */
export type IHttpApplicationStopProvider = IHttpApplicationProvider;

/**
 * What GL_APPLICATION_RESOLVE_MODULES hands to its handlers.
 * @see ihttpapplicationresolvemodulesprovider-interface
 */
export interface IHttpApplicationResolveModulesProvider extends IHttpApplicationProvider {
  /**
   * Adds a module behind the listed ones, with two bit masks of RQ_* for handlers and post
   * handlers. One whose precondition does not hold is left out, with S_OK.
   *
   * Fails with ERROR_FILE_NOT_FOUND for an unknown parent, ERROR_ALREADY_EXISTS for a name that is
   * taken, ERROR_INVALID_PARAMETER for anything else that is wrong.
   *
   * @param parentModuleId Whose module it is: what `getId` of the registration gave, or null for
   * the module that is being called.
   * @see ihttpapplicationresolvemodulesprovider-registermodule-method
   */
  registerModule(
    parentModuleId: HTTP_MODULE_ID | null,
    moduleFactory: IHttpModuleFactory,
    moduleName: string,
    moduleType: string,
    modulePreCondition: string,
    requestNotifications: number,
    postRequestNotifications: number,
  ): HRESULT;
  /**
   * Chooses a priority class for a module and a bit mask of RQ_*.
   * @see ihttpapplicationresolvemodulesprovider-setpriorityforrequestnotification-method
   */
  setPriorityForRequestNotification(
    moduleName: string,
    requestNotification: number,
    priorityAlias: string,
  ): HRESULT;
}

/**
 * What GL_RSCA_QUERY hands to its handlers.
 * @see iglobalrscaqueryprovider-interface
 */
export interface IGlobalRSCAQueryProvider extends IHttpEventProvider {
  /**
   * What is asked.
   * @see iglobalrscaqueryprovider-getfunctionname-method
   */
  getFunctionName(): string;
  /**
   * The question's parameters, as one text.
   * @see iglobalrscaqueryprovider-getfunctionparameters-method
   */
  getFunctionParameters(): string;
  /**
   * A buffer of `size` bytes for the answer.
   * @see iglobalrscaqueryprovider-getoutputbuffer-method
   */
  getOutputBuffer(size: number): { hr: HRESULT; buffer: Uint8Array };
  /**
   * A buffer of another size, with the first `bytesToCopy` bytes of the old one.
   * @see iglobalrscaqueryprovider-resizeoutputbuffer-method
   */
  resizeOutputBuffer(
    newSize: number,
    bytesToCopy: number,
    buffer: Uint8Array,
  ): { hr: HRESULT; buffer: Uint8Array };
  /**
   * How many bytes of the buffer are the answer, and how it went.
   * @see iglobalrscaqueryprovider-setresult-method
   */
  setResult(dataBytes: number, hr: HRESULT): void;
}

/**
 * What GL_STOP_LISTENING hands to its handlers.
 * @see iglobalstoplisteningprovider-interface
 */
export interface IGlobalStopListeningProvider extends IHttpEventProvider {
  /**
   * Whether running requests may come to their end.
   * @see iglobalstoplisteningprovider-drainrequestsgracefully-method
   */
  drainRequestsGracefully(): boolean;
}

/**
 * What GL_CACHE_OPERATION hands to its handlers.
 * @see icacheprovider-interface
 */
export interface ICacheProvider extends IHttpEventProvider {
  /**
   * What is asked of the cache.
   * @see icacheprovider-getcacheoperation-method
   */
  getCacheOperation(): CACHE_OPERATION;
  /**
   * The key that it is asked for.
   * @see icacheprovider-getcachekey-method
   */
  getCacheKey(): IHttpCacheKey;
  /**
   * The record that comes with it, or null.
   * @see icacheprovider-getcacherecord-method
   */
  getCacheRecord(): IHttpCacheSpecificData | null;
  /**
   * Gives the record that was looked for.
   * @see icacheprovider-setcacherecord-method
   */
  setCacheRecord(cacheRecord: IHttpCacheSpecificData): void;
  /**
   * Where to raise trace events, or null.
   * @see icacheprovider-gettracecontext-method
   */
  getTraceContext(): IHttpTraceContext | null;
}

/**
 * What GL_CONFIGURATION_CHANGE hands to its handlers.
 * @see iglobalconfigurationchangeprovider-interface
 */
export interface IGlobalConfigurationChangeProvider extends IHttpEventProvider {
  /**
   * The configuration path that changed.
   * @see iglobalconfigurationchangeprovider-getchangepath-method
   */
  getChangePath(): string;
}

/**
 * What GL_FILE_CHANGE hands to its handlers.
 * @see iglobalfilechangeprovider-interface
 */
export interface IGlobalFileChangeProvider extends IHttpEventProvider {
  /**
   * The file that changed.
   * @see iglobalfilechangeprovider-getfilename-method
   */
  getFileName(): string;
  /**
   * The watch that saw it.
   * @see iglobalfilechangeprovider-getfilemonitor-method
   */
  getFileMonitor(): IHttpFileMonitor;
}

/**
 * What GL_TRACE_EVENT hands to its handlers.
 * @see iglobaltraceeventprovider-interface
 */
export interface IGlobalTraceEventProvider extends IHttpEventProvider {
  /**
   * The event.
   * @see iglobaltraceeventprovider-gettraceevent-method
   */
  getTraceEvent(): { hr: HRESULT; traceEvent: HTTP_TRACE_EVENT | null };
  /**
   * Whether that module has asked for events of this provider, area and verbosity, or listens and
   * has never said to what. Handlers of modules for which it is false are not called.
   * @see iglobaltraceeventprovider-checksubscription-method
   */
  checkSubscription(moduleId: HTTP_MODULE_ID): boolean;
  /**
   * The request that the event belongs to; ERROR_NOT_SUPPORTED outside of one.
   * @see iglobaltraceeventprovider-getcurrenthttprequestcontext-method
   */
  getCurrentHttpRequestContext(): { hr: HRESULT; httpContext: IHttpContext4 | null };
}

/**
 * What GL_APPLICATION_PRELOAD hands to its handlers.
 * @see iglobalapplicationpreloadprovider-interface
 */
export interface IGlobalApplicationPreloadProvider extends IHttpEventProvider {
  /**
   * Makes a request that comes from no client.
   * @see iglobalapplicationpreloadprovider-createcontext-method
   */
  createContext(): { hr: HRESULT; httpContext: IHttpContext | null };
  /**
   * Runs such a request through the pipeline.
   * @see iglobalapplicationpreloadprovider-executerequest-method
   */
  executeRequest(httpContext: IHttpContext, httpUser: IHttpUser | null): HRESULT;
}

/**
 * The preload provider of IIS 8.
 * @see iglobalapplicationpreloadprovider2-interface
 */
export interface IGlobalApplicationPreloadProvider2 extends IGlobalApplicationPreloadProvider {
  /**
   * Whether the process took over from an earlier one; false here.
   * @see iglobalapplicationpreloadprovider2-isprocessrecycled-method
   */
  isProcessRecycled(): boolean;
}
