// Terms: what do the pages call it?
// This file: objects that modules keep for as long as a request, site or connection lives.

import type { HRESULT } from "./hresult.ts";
import type { HTTP_MODULE_ID } from "./module-registration.ts";

/**
 * Something that a module keeps for as long as a request, site, connection or other owner lives.
 * @see ihttpstoredcontext-interface
 */
export interface IHttpStoredContext {
  /**
   * Called exactly once, when the owner ends.
   * @see ihttpstoredcontext-cleanupstoredcontext-method
   */
  cleanupStoredContext(): void;
}

/**
 * Keeps one object for each module, for as long as its owner lives.
 * @see ihttpmodulecontextcontainer-interface
 */
export interface IHttpModuleContextContainer {
  /**
   * The object that this module stored here, or null.
   * @see ihttpmodulecontextcontainer-getmodulecontext-method
   */
  getModuleContext(moduleId: HTTP_MODULE_ID): IHttpStoredContext | null;
  /**
   * Stores an object for a module. Fails with ERROR_INVALID_PARAMETER for null, with
   * ERROR_ALREADY_ASSIGNED the second time.
   * @see ihttpmodulecontextcontainer-setmodulecontext-method
   */
  setModuleContext(storedContext: IHttpStoredContext, moduleId: HTTP_MODULE_ID): HRESULT;
}

/**
 * Keeps objects of one request under names.
 * @see inamedcontextcontainer-interface
 */
export interface INamedContextContainer {
  /**
   * The object of that name, or null. The name "websockets" gives the WebSocket of a request
   * that asks for one, where the runtime can make one.
   * @see inamedcontextcontainer-getnamedcontext-method
   */
  getNamedContext(name: string): IHttpStoredContext | null;
  /**
   * Stores an object under a name; the same failures as `setModuleContext`.
   * @see inamedcontextcontainer-setnamedcontext
   */
  setNamedContext(storedContext: IHttpStoredContext, name: string): HRESULT;
}

/**
 * A container that belongs to whoever asked the server for it.
 * @see idispensedhttpmodulecontextcontainer-interface
 */
export interface IDispensedHttpModuleContextContainer extends IHttpModuleContextContainer {
  /**
   * Ends the container: each object in it is cleaned up.
   * @see idispensedhttpmodulecontextcontainer-releasecontainer-method
   */
  releaseContainer(): void;
}

/**
 * An object kept with a connection, which is told when the client leaves.
 * @see ihttpconnectionstoredcontext-interface
 */
export interface IHttpConnectionStoredContext extends IHttpStoredContext {
  /**
   * Called when the client has left.
   * @see ihttpconnectionstoredcontext-notifydisconnect
   */
  notifyDisconnect(): void;
}

/**
 * Keeps one object for each module with a connection.
 *
 * Where the runtime does not show connections, each request has its own.
 */
export interface IHttpConnectionModuleContextContainer extends IHttpModuleContextContainer {
  /** The object that this module stored here, or null. */
  getConnectionModuleContext(moduleId: HTTP_MODULE_ID): IHttpConnectionStoredContext | null;
  /** Stores an object for a module; the same failures as `setModuleContext`. */
  setConnectionModuleContext(
    storedContext: IHttpConnectionStoredContext,
    moduleId: HTTP_MODULE_ID,
  ): HRESULT;
}
