// Who builds the house and lets a request in? What a builder may say, and what is wrong with what was said.
import { shown } from "../terms/shown.ts";
import type { ModuleInput } from "../plan/read-modules.ts";
import type { Limits } from "../terms/time-limit.ts";
import type { TraceEvent } from "../terms/trace-context.ts";
import { readFrequentHits, type ServerRuntimeOptions } from "./frequent-hits.ts";
import type { FileDriver } from "../files/file-driver.ts";
import { checkLimits } from "./limits.ts";
import type { HandlerEntry } from "./script-map.ts";

/** Anything that answers a Request: a Hono app, or an object with `fetch`. */
export interface FetchApp {
  /** Answers one request. */
  fetch(request: Request, env?: unknown, executionCtx?: unknown): Response | Promise<Response>;
}

/** What outlives a request on runtimes that would otherwise stop it. */
export interface ExecutionContextLike {
  /** Keeps the isolate until the promise has settled. */
  waitUntil(promise: Promise<unknown>): void;
}

/** Who the site is. */
export interface SiteOptions {
  /** Number of the site, 1 by default. */
  readonly id?: number;
  /** Name of the site, "Default Web Site" by default. */
  readonly name?: string;
}

/** Who the application is. */
export interface ApplicationOptions {
  /** Identifier in the style of the metabase, "/LM/W3SVC/1/ROOT" by default. */
  readonly id?: string;
  /** Configuration path, "MACHINE/WEBROOT/APPHOST/Default Web Site" by default. */
  readonly configPath?: string;
  /** Root of the virtual file system, "/" by default. */
  readonly physicalPath?: string;
}

/** The process that the server runs in. */
export interface WorkerProcessOptions {
  /** What `getAppPoolName` answers, "DefaultAppPool" by default. */
  readonly appPoolName?: string;
  /** What `isCommandLineLaunch` answers, false by default. */
  readonly commandLineLaunch?: boolean;
  /** Called when a module asks for a fresh process. Without it the application is recycled in place. */
  readonly recycle?: (reason: string) => void;
  /** Called when a module says that the process is not well: the reason, and an HRESULT. */
  readonly unhealthy?: (reason: string, hr: number) => void;
}

/** Options of `pipeline`. */
export interface PipelineOptions {
  /** False keeps this pipeline apart from its neighbours in a chain of middlewares; true by default. */
  readonly integrate?: boolean;
  /** The app to ask again when SetUrl has changed the URL before the handler was mapped. */
  readonly app?: FetchApp;
  /** Whether a request without a user gets the anonymous one (true), or 401.2 after AUTHENTICATE_REQUEST (false). */
  readonly anonymous?: boolean;
  /** Id and name of the site. */
  readonly site?: SiteOptions;
  /** Id and paths of the application. */
  readonly application?: ApplicationOptions;
  /** The process: its names, and what becomes of a wish to recycle it. */
  readonly workerProcess?: WorkerProcessOptions;
  /** When a URL counts as a frequent one. */
  readonly serverRuntime?: ServerRuntimeOptions;
  /** Bytes that are buffered before they are sent, where no handler entry says otherwise; 4,194,304 by default. */
  readonly responseBufferLimit?: number;
  /** Whether the byte count of the first send contains the head, as an HTTP/1.1 server writes it; false by default. */
  readonly countHeaderBytes?: boolean;
  /** How long a request may take, and how much it may bring; without them there are no limits. */
  readonly limits?: Limits;
  /** The virtual file system below `application.physicalPath`: `memoryFiles`, `denoFiles`, `nodeFiles`, `assetFiles`. */
  readonly files?: FileDriver;
  /** True shows what went wrong in the answer, for local development only; false by default. */
  readonly development?: boolean;
  /** Told of every event of every request, in order. It must not throw; what it throws is dropped. */
  readonly trace?: (event: TraceEvent) => void;
}

/** Options of `createWebServer`. */
export interface WebServerOptions extends PipelineOptions {
  /** The modules, in listed order. */
  readonly modules?: ModuleInput;
  /** Handler entries: which modules answer which URLs. Without any, every module registered for
   * RQ_EXECUTE_REQUEST_HANDLER is asked. */
  readonly handlers?: readonly HandlerEntry[];
  /**
   * What the section lets its entries do: Read, Write, Script and Execute with commas between, or None. An entry whose
   * `requireAccess` is not among them is answered with 403. Without it everything is allowed.
   */
  readonly accessPolicy?: string;
}

const OF_PIPELINE = [
  "integrate",
  "app",
  "anonymous",
  "site",
  "application",
  "workerProcess",
  "serverRuntime",
  "responseBufferLimit",
  "development",
  "countHeaderBytes",
  "trace",
  "files",
  "limits",
];
const OF_SERVER = [...OF_PIPELINE.slice(1), "modules", "handlers", "accessPolicy"];

const INNER: Readonly<Record<string, readonly string[]>> = {
  site: ["id", "name"] satisfies (keyof SiteOptions)[],
  application: ["id", "configPath", "physicalPath"] satisfies (keyof ApplicationOptions)[],
  workerProcess: ["appPoolName", "commandLineLaunch", "recycle", "unhealthy"] satisfies (
    keyof WorkerProcessOptions
  )[],
  serverRuntime: ["frequentHitThreshold", "frequentHitTimePeriod"] satisfies (
    keyof ServerRuntimeOptions
  )[],
};

/** Throws a `TypeError` that names the option, the value found and the value wished for. */
export function checkOptions(
  who: "createWebServer" | "pipeline",
  options: WebServerOptions,
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`${who}: options are ${shown(options)}, wished for an object`);
  }
  const known = who === "pipeline" ? OF_PIPELINE : OF_SERVER;
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw wrong(who, key, "unknown", `one of ${known.join(", ")}`);
  }
  const { anonymous, app, trace, responseBufferLimit: limit, handlers } = options;
  check(who, "anonymous", anonymous, typeof anonymous === "boolean", "true or false");
  for (const key of ["development", "countHeaderBytes", "integrate"] as const) {
    check(who, key, options[key], typeof options[key] === "boolean", "true or false");
  }
  for (const key of ["site", "application", "workerProcess", "serverRuntime"] as const) {
    const found = options[key];
    check(who, key, found, typeof found === "object" && found !== null, "an object");
    for (const inner of Object.keys(found ?? {})) {
      if (INNER[key].includes(inner)) continue;
      throw wrong(who, `${key}.${inner}`, "unknown", `one of ${INNER[key].join(", ")}`);
    }
  }
  checkLimits(who, options.limits);
  const { id } = options.site ?? {};
  check(who, "site.id", id, Number.isInteger(id), "a whole number");
  const { physicalPath } = options.application ?? {};
  const wished = 'an absolute path without "..", such as "/srv/shop" or "C:\\shop"';
  check(who, "application.physicalPath", physicalPath, isAbsolute(physicalPath), wished);
  readFrequentHits(who, options.serverRuntime);
  check(who, "app", app, typeof app?.fetch === "function", "an object with fetch()");
  check(who, "trace", trace, typeof trace === "function", "a function");
  check(who, "handlers", handlers, Array.isArray(handlers), "an array of handler entries");
  const { files, accessPolicy } = options;
  const isDriver = ["stat", "open", "list"].every((call) =>
    typeof (files as unknown as Record<string, unknown> | null)?.[call] === "function"
  );
  check(who, "files", files, isDriver, "a FileDriver: an object with stat(), open() and list()");
  check(who, "accessPolicy", accessPolicy, typeof accessPolicy === "string", "a string");
  const isLimit = Number.isInteger(limit) && (limit as number) >= 0;
  check(who, "responseBufferLimit", limit, isLimit, "a number of bytes, 0 or more");
}

/** Physical paths are made of it and taken apart again, so it has to be whole; "" is the root. */
function isAbsolute(path: unknown): boolean {
  return typeof path === "string" && (path === "" || /^(?:[/\\]|[a-z]:[/\\])/i.test(path)) &&
    !path.split(/[/\\]/).includes("..");
}

function check(who: string, key: string, value: unknown, good: boolean, wished: string): void {
  if (value !== undefined && !good) throw wrong(who, key, shown(value), wished);
}

function wrong(who: string, key: string, found: string, wished: string): TypeError {
  return new TypeError(`${who}: option "${key}" is ${found}, wished for ${wished}`);
}
