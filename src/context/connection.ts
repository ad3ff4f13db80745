// What does a module hold in its hand? The connection, as far as a runtime shows it: one for each request.
import type { IHttpConnection } from "../terms/http-connection.ts";
import type { IHttpConnectionModuleContextContainer } from "../terms/stored-context.ts";
import { ModuleContexts } from "./module-contexts.ts";

/** What is known of the client of a request. */
export interface Client {
  connected(): boolean;
  /** Whether the client still waits for the head. */
  awaited(): boolean;
  guard(name: string, call: () => unknown): void;
}

/** The connection of one request. */
export class HttpConnection implements IHttpConnection {
  readonly contexts: ModuleContexts = new ModuleContexts();

  constructor(signal: AbortSignal, private readonly client: Client) {
    // Once a head has left, the stream behind it tells better; some runtimes abort the signal of every request.
    signal.addEventListener("abort", () => {
      if (client.awaited()) this.notifyDisconnect();
    }, { once: true });
  }

  /** Whether somebody keeps something here that wants to hear of the client's leaving. */
  get watched(): boolean {
    return !this.contexts.contexts.values().next().done;
  }

  isConnected(): boolean {
    return this.client.connected();
  }

  allocateMemory(size: number): Uint8Array {
    return new Uint8Array(size);
  }

  getModuleContextContainer(): IHttpConnectionModuleContextContainer {
    return this.contexts;
  }

  /** Tells those who keep something on the connection that the client has left. */
  notifyDisconnect(): void {
    for (const context of this.contexts.contexts.values()) {
      const stored = context as { notifyDisconnect?(): void };
      this.client.guard("notifyDisconnect", () => stored.notifyDisconnect?.());
    }
  }
}
