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

/** What an option has to be, and how that is said. */
type Rule = readonly [isGood: (found: unknown) => boolean, wished: string];
type Rules<Options> = Readonly<Record<keyof Options, Rule>>;

const has = (found: unknown, method: string): boolean =>
  typeof (found as Record<string, unknown> | null)?.[method] === "function";
const isObject = (found: unknown): boolean => typeof found === "object" && found !== null;

/** Whoever reads it says what is wrong with it. */
const ANYTHING: Rule = [() => true, ""];
const FLAG: Rule = [(found) => typeof found === "boolean", "true or false"];
const SECTION: Rule = [isObject, "an object"];

const SECTIONS = {
  site: {
    id: [Number.isInteger, "a whole number"],
    name: ANYTHING,
  } satisfies Rules<SiteOptions>,
  application: {
    id: ANYTHING,
    configPath: ANYTHING,
    physicalPath: [
      isAbsolute,
      'an absolute path without "..", such as "/srv/shop" or "C:\\shop"',
    ],
  } satisfies Rules<ApplicationOptions>,
  workerProcess: {
    appPoolName: ANYTHING,
    commandLineLaunch: ANYTHING,
    recycle: ANYTHING,
    unhealthy: ANYTHING,
  } satisfies Rules<WorkerProcessOptions>,
  serverRuntime: {
    frequentHitThreshold: ANYTHING,
    frequentHitTimePeriod: ANYTHING,
  } satisfies Rules<ServerRuntimeOptions>,
} as const;

const COMMON: Rules<Omit<PipelineOptions, "integrate">> = {
  app: [(found) => has(found, "fetch"), "an object with fetch()"],
  anonymous: FLAG,
  site: SECTION,
  application: SECTION,
  workerProcess: SECTION,
  serverRuntime: SECTION,
  responseBufferLimit: [
    (found) => Number.isInteger(found) && found as number >= 0,
    "a number of bytes, 0 or more",
  ],
  development: FLAG,
  countHeaderBytes: FLAG,
  trace: [(found) => typeof found === "function", "a function"],
  files: [
    (found) => ["stat", "open", "list"].every((call) => has(found, call)),
    "a FileDriver: an object with stat(), open() and list()",
  ],
  limits: SECTION,
};
const OF_PIPELINE: Rules<PipelineOptions> = { integrate: FLAG, ...COMMON };
const OF_SERVER: Rules<Omit<WebServerOptions, "integrate">> = {
  ...COMMON,
  modules: ANYTHING,
  handlers: [Array.isArray, "an array of handler entries"],
  accessPolicy: [(found) => typeof found === "string", "a string"],
};

/** Throws a `TypeError` that names the option, the value found and the value wished for. */
export function checkOptions(
  who: "createWebServer" | "pipeline",
  options: WebServerOptions,
): void {
  if (!isObject(options)) {
    throw new TypeError(`${who}: options are ${shown(options)}, wished for an object`);
  }
  checkAll(who, options, who === "pipeline" ? OF_PIPELINE : OF_SERVER);
  for (const section of ["site", "application", "workerProcess", "serverRuntime"] as const) {
    const found = options[section];
    if (found !== undefined) checkAll(who, found, SECTIONS[section], `${section}.`);
  }
  if (options.limits !== undefined) checkLimits(who, options.limits);
  readFrequentHits(who, options.serverRuntime);
}

/** Refuses what nobody knows, and what is not as it has to be. */
function checkAll(
  who: string,
  options: object,
  rules: Readonly<Record<string, Rule>>,
  prefix = "",
): void {
  const known = Object.keys(rules);
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw wrong(who, prefix + unknown, "unknown", `one of ${known.join(", ")}`);
  }
  for (const key of known) {
    const found = (options as Record<string, unknown>)[key];
    const [isGood, wished] = rules[key];
    if (found !== undefined && !isGood(found)) throw wrong(who, prefix + key, shown(found), wished);
  }
}

/** Physical paths are made of it and taken apart again, so it has to be whole; "" is the root. */
function isAbsolute(path: unknown): boolean {
  return typeof path === "string" && (path === "" || /^(?:[/\\]|[a-z]:[/\\])/i.test(path)) &&
    !path.split(/[/\\]/).includes("..");
}

function wrong(who: string, key: string, found: string, wished: string): TypeError {
  return new TypeError(`${who}: option "${key}" is ${found}, wished for ${wished}`);
}
