// Terms: what do the pages call it?
// This file: how a module enters the server: entry point, factory, registration.

import type { CGlobalModule } from "./global-module.ts";
import type { HRESULT } from "./hresult.ts";
import type { CHttpModule } from "./http-module.ts";
import type { IHttpServer3 } from "./http-server.ts";

/** The name under which a native module exports its entry point. */
export const MODULE_REGISTERMODULE = "RegisterModule" as const;

/** What a module is known by: an opaque object for each registered module, compared by identity. */
export type HTTP_MODULE_ID = object;

/**
 * Gives a factory memory for the module that it makes.
 * @see imoduleallocator-interface
 */
export interface IModuleAllocator {
  /**
   * Gives `size` bytes, all zero, freed by the runtime.
   * @see imoduleallocator-allocatememory-method
   */
  allocateMemory(size: number): Uint8Array;
}

/**
 * Makes the module object of each request.
 * @see ihttpmodulefactory-interface
 */
export interface IHttpModuleFactory {
  /**
   * Called at the module's first notification of a request. A failing `hr` or a missing module ends
   * the request with status 500.
   * @see ihttpmodulefactory-gethttpmodule-method
   */
  getHttpModule(allocator: IModuleAllocator): { hr: HRESULT; module: CHttpModule | null };
  /**
   * Called once, when the server closes.
   * @see ihttpmodulefactory-terminate-method
   */
  terminate(): void;
}

/**
 * What a module says about itself while it is registered.
 * @see ihttpmoduleregistrationinfo-interface
 */
export interface IHttpModuleRegistrationInfo {
  /**
   * The name that the module is registered under.
   * @see ihttpmoduleregistrationinfo-getname-method
   */
  getName(): string;
  /**
   * The identity for module contexts. The same object each time.
   * @see ihttpmoduleregistrationinfo-getid-method
   */
  getId(): HTTP_MODULE_ID;
  /**
   * Names the factory and two bit masks of RQ_*: handlers and post handlers. Fails with
   * ERROR_ALREADY_EXISTS when called twice.
   * @see ihttpmoduleregistrationinfo-setrequestnotifications-method
   */
  setRequestNotifications(
    moduleFactory: IHttpModuleFactory,
    requestNotifications: number,
    postRequestNotifications: number,
  ): HRESULT;
  /**
   * Names the global module and a bit mask of GL_*. Fails with ERROR_ALREADY_EXISTS when called
   * twice.
   * @see ihttpmoduleregistrationinfo-setglobalnotifications-method
   */
  setGlobalNotifications(globalModule: CGlobalModule, globalNotifications: number): HRESULT;
  /**
   * Chooses a priority class for each notification of a bit mask of RQ_*. Counts for post handlers
   * too, unless they have their own.
   * @see ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method
   */
  setPriorityForRequestNotification(requestNotification: number, priority: string): HRESULT;
  /**
   * Chooses a priority class for each notification of a bit mask of GL_*.
   * @see ihttpmoduleregistrationinfo-setpriorityforglobalnotification-method
   */
  setPriorityForGlobalNotification(globalNotification: number, priority: string): HRESULT;
}

/** Registration with priorities for post handlers. */
export interface IHttpModuleRegistrationInfo2 extends IHttpModuleRegistrationInfo {
  /** Chooses a priority class for the post handlers of a bit mask of RQ_*. */
  setPriorityForPostRequestNotification(postRequestNotification: number, priority: string): HRESULT;
}

/**
 * The entry point of a module, called once when the server or the pipeline is made. A failing
 * result is an error at start.
 *
 * `serverVersion` is 10.
 *
 * @see pfn-registermodule-function
 */
export type PFN_REGISTERMODULE = (
  serverVersion: number,
  moduleInfo: IHttpModuleRegistrationInfo2,
  globalInfo: IHttpServer3,
) => HRESULT;
