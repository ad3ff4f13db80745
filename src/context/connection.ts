// What does a module hold in its hand? The connection, as far as a runtime shows it: one for each request.
import type { IHttpConnection } from "../terms/http-connection.ts";
import type { IHttpConnectionModuleContextContainer } from "../terms/stored-context.ts";
import { ModuleContexts } from "./module-contexts.ts";

/** The connection of one request. */
export class HttpConnection implements IHttpConnection {
  readonly contexts: ModuleContexts = new ModuleContexts();

  constructor(private readonly connected: () => boolean) {}

  isConnected(): boolean {
    return this.connected();
  }

  allocateMemory(size: number): Uint8Array {
    return new Uint8Array(size);
  }

  getModuleContextContainer(): IHttpConnectionModuleContextContainer {
    return this.contexts;
  }

  /** Tells those who keep something on the connection that the client has left. */
  notifyDisconnect(warn: (message: string) => void): void {
    for (const context of this.contexts.contexts.values()) {
      try {
        (context as { notifyDisconnect?(): void }).notifyDisconnect?.();
      } catch (error) {
        warn(`notifyDisconnect() threw: ${error}`);
      }
    }
  }
}
