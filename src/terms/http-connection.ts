// Terms: what do the pages call it?
// This file: the connection that a request came over.

import type { IHttpConnectionModuleContextContainer } from "./stored-context.ts";

/**
 * The connection that a request came over.
 * @see ihttpconnection-interface
 */
export interface IHttpConnection {
  /**
   * Whether the client is still there, as far as the runtime tells.
   * @see ihttpconnection-isconnected-method
   */
  isConnected(): boolean;
  /**
   * Gives `size` bytes, all zero, freed by the runtime.
   * @see ihttpconnection-allocatememory-method
   */
  allocateMemory(size: number): Uint8Array;
  /**
   * Where modules keep objects for this connection.
   * @see ihttpconnection-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpConnectionModuleContextContainer;
}
