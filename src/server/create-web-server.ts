// Who builds the house and lets a request in? The web server core around an app.
import type { IHttpServer3 } from "../terms/http-server.ts";
import { LocationModules, type ModuleInput } from "../plan/read-modules.ts";
import { type Capabilities, capabilities } from "./capabilities.ts";
import { AppDownstream } from "./downstream.ts";
import { ScriptMap } from "./handler-entries.ts";
import { checkOptions, type WebServerOptions } from "./options.ts";
import { Place } from "./site.ts";
import type { RequestLife } from "./request-life.ts";
import { WebCore } from "./web-core.ts";

/** A web server: something with `fetch`, to be served by any runtime. */
export interface WebServer {
  /**
   * Answers a request.
   *
   * @param env Bindings on Workers, connection facts elsewhere; handed on to the app.
   * @param executionCtx Has `waitUntil` on Workers; handed on to the app.
   * @returns At once if nothing had to be waited for.
   */
  readonly fetch: (
    request: Request,
    env?: unknown,
    executionCtx?: unknown,
  ) => Response | Promise<Response>;
  /**
   * Stops: further requests get 503, those that run are waited for, module factories and global modules are ended once.
   *
   * @param options `deadline` in milliseconds; without it every request is waited for.
   */
  close(options?: { deadline?: number }): Promise<void>;
  /** The server object of the native API. */
  readonly httpServer: IHttpServer3;
  /** What the runtime really does where a fetch handler cannot promise it. */
  capabilities(): Capabilities;
}

/**
 * Builds a web server core: modules around an app.
 *
 * @param options Modules, app, handler entries and the rest; see `WebServerOptions`.
 * Throws a `TypeError` or `RangeError` that names what is wrong and what was wished for.
 */
export function createWebServer(options: WebServerOptions = {}): WebServer {
  checkOptions("createWebServer", options);
  const entries = (options.handlers ?? []).map((entry) => new ScriptMap(entry));
  const place = new Place(options.site, options.application);
  const core = new WebCore(
    options.modules === undefined ? [] : options.modules,
    options,
    entries,
    place,
  );
  const downstream = options.app === undefined ? null : new AppDownstream(options.app);
  return {
    fetch(request, env, executionCtx) {
      if (core.closed) return new Response(null, { status: 503 });
      const parts = core.begin(request, env, executionCtx, downstream);
      return parts.delivered ?? answer(parts);
    },
    close: (closing = {}) => core.close(closing.deadline ?? Infinity),
    httpServer: core.httpServer,
    capabilities,
  };
}

/**
 * Modules for some URLs only, as the location element has them.
 *
 * @param path An exact path, or one that ends with `/*` for everything below; case is ignored.
 */
export function location(path: string, modules: ModuleInput): LocationModules {
  if (typeof path === "string" && /^(\*|\/[^*]*|\/([^*]*\/)?\*)$/.test(path)) {
    return new LocationModules(path, modules);
  }
  throw new TypeError(
    `location: path is ${String(path)}, wished for "/path", or "/path/*" for everything below it`,
  );
}

/** The answer of a request that has to be waited for. */
export function answer(parts: RequestLife): Promise<Response> {
  return new Promise((resolve) => parts.onDelivered = resolve);
}
