// What does a module hold in its hand? The connection, as far as a runtime shows it: one for each request.
import type { IHttpConnection } from "../terms/http-connection.ts";
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import type {
  IHttpConnectionModuleContextContainer,
  IHttpStoredContext,
} from "../terms/stored-context.ts";
import { ModuleContexts } from "./module-contexts.ts";

/** What is known of the client of a request. */
export interface Client {
  connected(): boolean;
  /** Whether the client still waits for the head. */
  awaited(): boolean;
  guard(name: string, call: () => unknown): void;
}

/** What modules keep with a connection. Each hears once that the client has left, also when it comes after that. */
class ConnectionContexts extends ModuleContexts {
  #gone = false;

  constructor(private readonly client: Client) {
    super();
  }

  override setModuleContext(storedContext: IHttpStoredContext, moduleId: HTTP_MODULE_ID): HRESULT {
    const hr = super.setModuleContext(storedContext, moduleId);
    if (hr === S_OK && this.#gone) queueMicrotask(() => this.#tell(storedContext, moduleId));
    return hr;
  }

  override setConnectionModuleContext(
    storedContext: IHttpStoredContext,
    moduleId: HTTP_MODULE_ID,
  ): HRESULT {
    return this.setModuleContext(storedContext, moduleId);
  }

  /** Nothing is told twice: a client may be missed before its answer, and again by the body of the answer. */
  notifyDisconnect(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const [moduleId, context] of this.contexts.entries()) this.#tell(context, moduleId);
  }

  #tell(context: IHttpStoredContext, moduleId: HTTP_MODULE_ID): void {
    if (this.contexts.get(moduleId) !== context) return;
    const stored = context as { notifyDisconnect?(): void };
    this.client.guard("notifyDisconnect", () => stored.notifyDisconnect?.());
  }
}

/** The connection of one request. */
export class HttpConnection implements IHttpConnection {
  readonly contexts: ConnectionContexts;

  constructor(signal: AbortSignal, private readonly client: Client) {
    this.contexts = new ConnectionContexts(client);
    // Once a head has left, the stream behind it tells better; some runtimes abort the signal of every request.
    const aborted = (): void => {
      if (client.awaited()) this.notifyDisconnect();
    };
    if (signal.aborted) aborted();
    else signal.addEventListener("abort", aborted, { once: true });
  }

  /** Whether somebody keeps something here that wants to hear of the client's leaving. */
  get watched(): boolean {
    return this.contexts.contexts.size > 0;
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
    this.contexts.notifyDisconnect();
  }
}
