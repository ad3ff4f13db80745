// Who builds the house and lets a request in? The web server core around an app.
import { shown } from "../terms/shown.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpServer3 } from "../terms/http-server.ts";
import { LocationModules, type ModuleInput } from "../plan/read-modules.ts";
import { type Capabilities, capabilities } from "./capabilities.ts";
import { AppDownstream } from "./downstream.ts";
import { readEntries } from "./handler-entries.ts";
import { checkOptions, type WebServerOptions } from "./options.ts";
import { Place } from "./site.ts";
import type { HealthReport } from "./health.ts";
import { type QueryAnswer, rscaQuery } from "./rsca-query.ts";
import { answer, WebCore } from "./web-core.ts";

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
   * Stops: raises GL_STOP_LISTENING, answers further requests with 503, and waits for those that run. Then the
   * application is stopped, caches are emptied, module factories and global modules are ended, each once.
   *
   * @param options `deadline` in milliseconds; without it every request is waited for. What runs on at the deadline is
   * cut: 503 where nothing has left, a broken transfer otherwise. 0 means that nothing is waited for.
   */
  close(options?: { deadline?: number }): Promise<void>;
  /**
   * Starts the application before its first request: raises GL_APPLICATION_START and GL_APPLICATION_PRELOAD, and waits
   * for the requests with which modules warm it up, and for the end of the warm-up if one of them has begun one.
   *
   * @returns S_OK, or the error that a module has set together with GL_NOTIFICATION_HANDLED.
   */
  preload(): Promise<HRESULT>;
  /** Raises GL_HEALTH_CHECK and tells whether a module has said that something is wrong. */
  healthCheck(): HealthReport;
  /**
   * Raises GL_RSCA_QUERY: asks the global modules about the running state.
   *
   * @param functionName What is asked; modules know their own questions.
   * @param parameters One text with everything that belongs to the question.
   */
  query(functionName: string, parameters?: string): QueryAnswer;
  /** What modules have counted: the counters of the server, and those of the site, by index. */
  counters(): Counters;
  /** The server object of the native API. */
  readonly httpServer: IHttpServer3;
  /** What the runtime really does where a fetch handler cannot promise it. */
  capabilities(): Capabilities;
}

/** Counters by index. */
export interface Counters {
  /** Of the server. */
  readonly server: ReadonlyMap<number, number>;
  /** Of the site. */
  readonly site: ReadonlyMap<number, number>;
}

function checkDeadline(options: { readonly deadline?: number }): number {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`close: options are ${shown(options)}, wished for { deadline }`);
  }
  const { deadline = Infinity } = options;
  if (typeof deadline === "number" && deadline >= 0) return deadline;
  throw new RangeError(`close: deadline is ${shown(deadline)}, wished for milliseconds, 0 or more`);
}

/**
 * Builds a web server core: modules around an app.
 *
 * @param options Modules, app, handler entries and the rest; see `WebServerOptions`.
 * Throws a `TypeError` or `RangeError` that names what is wrong and what was wished for.
 */
export function createWebServer(options: WebServerOptions = {}): WebServer {
  checkOptions("createWebServer", options);
  const { handlers = [], workerProcess, responseBufferLimit } = options;
  const entries = readEntries(handlers, workerProcess?.appPoolName, responseBufferLimit);
  const place = new Place(options.site, options.application);
  const core = new WebCore(
    options.modules === undefined ? [] : options.modules,
    options,
    entries,
    place,
  );
  core.httpServer.files.watchAll();
  const downstream = options.app === undefined ? null : new AppDownstream(options.app);
  return {
    fetch(request, env, executionCtx) {
      if (core.closed) return new Response(null, { status: 503 });
      const parts = core.begin(request, env, executionCtx, downstream);
      return parts.delivered ?? answer(parts);
    },
    close: (options = {}) => core.close(checkDeadline(options)),
    preload: () => core.preload(downstream),
    healthCheck: () => core.httpServer.health.check(core.globals),
    query: (name, parameters = "") => rscaQuery(core.globals, name, parameters),
    counters: () => ({
      server: new Map(core.httpServer.counters.values),
      site: new Map(place.site.counters.values),
    }),
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
  if (typeof path === "string" && !/\/:/.test(path) && /^(\*|\/[^*]*|\/([^*]*\/)?\*)$/.test(path)) {
    return new LocationModules(path, modules);
  }
  throw new TypeError(
    `location: path is ${shown(path)}, wished for "/path", or "/path/*" for everything below it`,
  );
}
