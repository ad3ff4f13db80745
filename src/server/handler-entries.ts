// Who builds the house and lets a request in? Handler entries: which modules answer which URL and verb.
import { CHttpModule } from "../terms/http-module.ts";
import { ERROR_FILE_NOT_FOUND, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../terms/notification-status.ts";
import {
  type IScriptMapInfo,
  SCRIPT_MAP_REQUIRED_ACCESS as ACCESS,
  SCRIPT_MAP_RESOURCE_TYPE as RESOURCE,
} from "../terms/script-map-info.ts";
import { decodePath } from "../context/decode-path.ts";
import { DEFAULT_BUFFER_LIMIT } from "../context/response-state.ts";

/** One entry of the handlers section; attribute names are those of the section. */
export interface HandlerEntry {
  /** Name of the entry. */
  readonly name: string;
  /** Path with `*` for any number of characters; "*" for every URL. Case is ignored. */
  readonly path: string;
  /** Verbs, comma-separated, in their case; "*" for every verb. */
  readonly verb: string;
  /** Names of modules, comma-separated, asked from left to right until one has handled the request. */
  readonly modules: string;
  /** The ISAPI extension behind an IsapiModule. */
  readonly scriptProcessor?: unknown;
  /** Name of a managed type; only told to modules. */
  readonly type?: string;
  /** What has to be there for the entry to be used; "Unspecified" by default, which means nothing. */
  readonly resourceType?: keyof typeof RESOURCE;
  /** What the path has to allow; "Script" by default. Only told to modules. */
  readonly requireAccess?: keyof typeof ACCESS;
  /** Whether the path may go on behind the mapped file; false by default. Only told to modules. */
  readonly allowPathInfo?: boolean;
  /** Bytes that are buffered before they are sent; 4,194,304 by default. */
  readonly responseBufferLimit?: number;
}

/** A handler entry that can be asked. */
export class ScriptMap implements IScriptMapInfo {
  readonly modules: readonly string[];
  readonly #entry: HandlerEntry;
  readonly #verbs: ReadonlySet<string> | null;
  readonly #path: RegExp;

  constructor(entry: HandlerEntry) {
    for (const key of ["name", "path", "verb", "modules"] as const) {
      if (typeof entry?.[key] === "string" && entry[key] !== "") continue;
      throw new TypeError(
        `Handler entry "${entry?.name}": ${key} is ${
          entry?.[key]
        }, wished for a string that is not empty`,
      );
    }
    checkWord(entry, "resourceType", RESOURCE);
    checkWord(entry, "requireAccess", ACCESS);
    this.#entry = Object.freeze({ ...entry });
    this.modules = Object.freeze(list(entry.modules));
    this.#verbs = entry.verb.trim() === "*" ? null : new Set(list(entry.verb));
    this.#path = pathPattern(entry.path);
  }

  /** Paths ignore case, verbs do not (measured). */
  matches(path: string, verb: string): boolean {
    return (this.#verbs === null || this.#verbs.has(verb)) && this.#path.test(path);
  }

  getName(): string {
    return this.#entry.name;
  }

  getPath(): string {
    return this.#entry.path;
  }

  getAllowedVerbs(): string {
    return this.#entry.verb;
  }

  getModules(): string {
    return this.#entry.modules;
  }

  getScriptProcessor(): string {
    const { scriptProcessor } = this.#entry;
    return typeof scriptProcessor === "string" ? scriptProcessor : "";
  }

  getManagedType(): string {
    return this.#entry.type ?? "";
  }

  getAllowPathInfoForScriptMappings(): boolean {
    return this.#entry.allowPathInfo ?? false;
  }

  getRequiredAccess(): number {
    return ACCESS[this.#entry.requireAccess ?? "Script"];
  }

  getResourceType(): number {
    return RESOURCE[this.#entry.resourceType ?? "Unspecified"];
  }

  getIsStarScriptMap(): boolean {
    return this.#entry.path === "*";
  }

  getResponseBufferLimit(): number {
    return this.#entry.responseBufferLimit ?? DEFAULT_BUFFER_LIMIT;
  }
}

/** The entry that stands for the app, or for all modules where no entries are configured. */
export const IMPLICIT_ENTRY: ScriptMap = new ScriptMap({
  name: "Application",
  path: "*",
  verb: "*",
  modules: "Application",
});

/** The request, for the selection of its entry. */
export interface MappedRequest {
  readonly method: string;
  /** Whether something stands behind the pipeline that answers what no entry is for. */
  readonly downstream: object | null;
  requestUrl(): URL;
  select(entry: ScriptMap): void;
}

/** Selects the entry at the end of MAP_REQUEST_HANDLER. */
export class HandlerMapping extends CHttpModule {
  readonly #entries: readonly ScriptMap[];
  readonly #requestOf: (context: IHttpContext4) => MappedRequest;

  constructor(
    entries: readonly ScriptMap[],
    requestOf: (context: IHttpContext4) => MappedRequest,
  ) {
    super();
    this.#entries = entries;
    this.#requestOf = requestOf;
  }

  override onMapRequestHandler(context: IHttpContext4): REQUEST_NOTIFICATION_STATUS {
    const request = this.#requestOf(context);
    const path = decodePath(request.requestUrl().pathname);
    const entry = this.#entries.find((one) => one.matches(path, request.method));
    if (entry === undefined && request.downstream === null) return notMapped(context, 4);
    // Without files there is none that such an entry could be for.
    if (entry !== undefined && entry.getResourceType() !== RESOURCE.Unspecified) {
      return notMapped(context, 0);
    }
    request.select(entry ?? IMPLICIT_ENTRY);
    return RQ_NOTIFICATION_CONTINUE;
  }
}

function notMapped(context: IHttpContext4, subStatus: number): REQUEST_NOTIFICATION_STATUS {
  const hr = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
  context.getResponse().setStatus(404, "Not Found", subStatus, hr);
  return RQ_NOTIFICATION_FINISH_REQUEST;
}

function checkWord(
  entry: HandlerEntry,
  key: "resourceType" | "requireAccess",
  words: object,
): void {
  const found = entry[key];
  if (found === undefined || Object.hasOwn(words, found)) return;
  throw new TypeError(
    `Handler entry "${entry.name}": ${key} is ${found}, wished for one of ${
      Object.keys(words).join(", ")
    }`,
  );
}

function list(text: string): string[] {
  return text.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

/** A pattern without a slash means the end of the URL: "*.dll" is any path that ends so. */
function pathPattern(path: string): RegExp {
  const escape = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const body = path.split("*").map(escape).join(".*");
  return new RegExp(
    path.startsWith("/") || path.startsWith("*") ? `^${body}$` : `(^|/)${body}$`,
    "i",
  );
}
