// How is a pipeline tried? On a free port, served by the runtime itself.

/** Answers requests; what comes with one is handed on as `env`. */
export type Handler = (request: Request, info?: unknown) => Response | Promise<Response>;

/** A handler that is being served. */
export interface Listener {
  /** The port on which it listens. */
  readonly port: number;
  /** Ends it, with every connection. */
  stop(): Promise<void>;
  /** Ends it at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** As much of the runtimes as serving needs. */
interface Runtimes {
  readonly Deno?: {
    serve?(
      options: { hostname: string; port: number; signal: AbortSignal; onListen(): void },
      handler: Handler,
    ): { readonly addr: { readonly port: number }; readonly finished: Promise<void> };
  };
  readonly Bun?: {
    serve(options: { hostname: string; port: number; idleTimeout: number; fetch: Handler }): {
      readonly port: number;
      stop(now: boolean): Promise<void> | void;
    };
  };
}

/**
 * Serves a handler on a free port of this machine, on Deno and Bun.
 *
 * Throws an `Error` on a runtime without a server for fetch handlers: there, serve it with `@hono/node-server`, and give
 * its port to `RawSocket.open`.
 */
export function listen(handler: Handler): Promise<Listener> {
  const { Deno: deno, Bun: bun } = globalThis as Runtimes;
  if (typeof deno?.serve === "function") {
    const abort = new AbortController();
    const options = { hostname: "127.0.0.1", port: 0, signal: abort.signal, onListen() {} };
    const { addr, finished } = deno.serve(options, handler);
    return Promise.resolve(listener(addr.port, () => {
      abort.abort();
      return finished;
    }));
  }
  if (bun !== undefined) {
    const served = bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 60, fetch: handler });
    return Promise.resolve(listener(served.port, async () => await served.stop(true)));
  }
  return Promise.reject(
    new Error("listen: this runtime serves no fetch handler, wished for Deno or Bun"),
  );
}

function listener(port: number, stop: () => Promise<void>): Listener {
  return { port, stop, [Symbol.asyncDispose]: stop };
}
