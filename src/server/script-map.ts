// Who builds the house and lets a request in? One handler entry: which URLs and verbs it is for, and what runs for them.
import { shown } from "../terms/shown.ts";
import {
  type IScriptMapInfo,
  type ProcessorMap,
  SCRIPT_MAP_REQUIRED_ACCESS as ACCESS,
  SCRIPT_MAP_RESOURCE_TYPE as RESOURCE,
  type ScriptProcessor,
} from "../terms/script-map-info.ts";
import { DEFAULT_BUFFER_LIMIT } from "../context/response-state.ts";
import { PathPattern, type ScriptPath } from "./path-pattern.ts";

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
  /** The ISAPI extension behind an IsapiModule: what `isapiExtension` makes, or the name of a listed one. */
  readonly scriptProcessor?: ScriptProcessor | string;
  /** Name of a managed type; only told to modules. */
  readonly type?: string;
  /** What has to lie in `files` for the entry to answer, otherwise 404.0; "Unspecified" by default, which means nothing. */
  readonly resourceType?: keyof typeof RESOURCE;
  /** What `accessPolicy` has to allow, otherwise 403; "Script" by default. */
  readonly requireAccess?: keyof typeof ACCESS;
  /** Whether PATH_INFO is only what stands behind the script's name, instead of the whole path; false by default. */
  readonly allowPathInfo?: boolean;
  /** What has to hold of the server for the entry to count, comma-separated: "integratedMode", "bitness64", ... */
  readonly preCondition?: string;
  /** Bytes that are buffered before they are sent; those of the server's own option where nothing is said. */
  readonly responseBufferLimit?: number;
}

const ATTRIBUTES: ReadonlySet<string> = new Set(
  [
    "name",
    "path",
    "verb",
    "modules",
    "scriptProcessor",
    "type",
    "resourceType",
    "requireAccess",
    "allowPathInfo",
    "preCondition",
    "responseBufferLimit",
  ] satisfies (keyof HandlerEntry)[],
);

/** What has been selected for a request: an entry, or a script map that a module has brought. */
export interface SelectedMap {
  /** Names of the modules to ask. */
  readonly modules: readonly string[];
  /** The object that modules are shown. */
  readonly info: IScriptMapInfo;
  /** Bytes that are buffered before they are sent. */
  readonly bufferLimit: number;
}

/** What a module has brought, asked while it is on the stack: later nobody could answer for what it throws. */
export function broughtMap(info: IScriptMapInfo): SelectedMap {
  const limit = info.getResponseBufferLimit();
  if (!isLimit(limit)) {
    throw new TypeError(
      `SetScriptMap: getResponseBufferLimit() of the script map is ${limit}, wished for a number of bytes`,
    );
  }
  return { modules: namesIn(info.getModules()), info, bufferLimit: limit };
}

/** Attributes that need not be there, by what they are. */
const OTHERS: readonly (readonly [keyof HandlerEntry, type: string, wished: string])[] = [
  ["type", "string", "a string"],
  ["preCondition", "string", "a string"],
  ["allowPathInfo", "boolean", "true or false"],
];

/** Throws a `TypeError` that names the entry, the attribute that is wrong in it and what was wished for. */
export function checkEntry(entry: HandlerEntry): void {
  for (const key of ["name", "path", "verb", "modules"] as const) {
    if (typeof entry?.[key] === "string" && entry[key] !== "") continue;
    throw wrong(entry, key, "a string that is not empty");
  }
  for (const [key, type, wished] of OTHERS) {
    if (entry[key] !== undefined && typeof entry[key] !== type) throw wrong(entry, key, wished);
  }
  const { responseBufferLimit: limit } = entry;
  if (limit !== undefined && !isLimit(limit)) {
    throw wrong(entry, "responseBufferLimit", "a number of bytes, 0 or more");
  }
  for (const key of Object.keys(entry)) {
    if (!ATTRIBUTES.has(key)) throw wrong(entry, key, `one of ${[...ATTRIBUTES].join(", ")}`);
  }
  checkWord(entry, "resourceType", RESOURCE);
  checkWord(entry, "requireAccess", ACCESS);
  if (!isProcessor(entry.scriptProcessor)) {
    throw wrong(entry, "scriptProcessor", "what isapiExtension makes, or a name");
  }
}

/** A handler entry that can be asked. */
export class ScriptMap implements ProcessorMap, SelectedMap {
  declare readonly modules: readonly string[];
  declare readonly bufferLimit: number;
  declare private readonly entry: HandlerEntry;
  declare private readonly verbs: ReadonlySet<string> | null;
  declare private pattern: PathPattern | null;

  /** @param usual The limit of an entry that says none. */
  constructor(entry: HandlerEntry, usual: number = DEFAULT_BUFFER_LIMIT) {
    this.pattern = null;
    this.entry = Object.freeze({ ...entry });
    this.bufferLimit = entry.responseBufferLimit ?? usual;
    this.modules = Object.freeze(namesIn(entry.modules));
    this.verbs = entry.verb.trim() === "*" ? null : new Set(namesIn(entry.verb));
  }

  get info(): IScriptMapInfo {
    return this;
  }

  /** The part of a path that names the script; null if the entry is not for it. Paths ignore case, verbs do not (measured). */
  scriptIn(path: ScriptPath, verb: string): string | null {
    if (this.verbs !== null && !this.verbs.has(verb)) return null;
    return (this.pattern ??= new PathPattern(this.entry.path)).scriptIn(path);
  }

  getName(): string {
    return this.entry.name;
  }

  getPath(): string {
    return this.entry.path;
  }

  getAllowedVerbs(): string {
    return this.entry.verb;
  }

  getModules(): string {
    return this.entry.modules;
  }

  get scriptProcessor(): ScriptProcessor | string | undefined {
    return this.entry.scriptProcessor;
  }

  getScriptProcessor(): string {
    const { scriptProcessor } = this.entry;
    return typeof scriptProcessor === "object" ? scriptProcessor.name : scriptProcessor ?? "";
  }

  getManagedType(): string {
    return this.entry.type ?? "";
  }

  getAllowPathInfoForScriptMappings(): boolean {
    return this.entry.allowPathInfo ?? false;
  }

  getRequiredAccess(): number {
    return ACCESS[this.entry.requireAccess ?? "Script"];
  }

  getResourceType(): number {
    return RESOURCE[this.entry.resourceType ?? "Unspecified"];
  }

  getIsStarScriptMap(): boolean {
    return this.entry.path === "*";
  }

  getResponseBufferLimit(): number {
    return this.bufferLimit;
  }
}

/** The entry that stands for the app, or for all modules where no entries are configured. */
export function implicitEntry(usual?: number): ScriptMap {
  return new ScriptMap(
    { name: "Application", path: "*", verb: "*", modules: "Application" },
    usual,
  );
}

/** Names in a text, with commas between. */
export function namesIn(text: string): string[] {
  return text.split(",").map((one) => one.trim()).filter((one) => one !== "");
}

/** Whether a script map asks for something in the file system. */
export function needsFile(map: IScriptMapInfo): boolean {
  const type = map.getResourceType();
  return type === RESOURCE.File || type === RESOURCE.Directory || type === RESOURCE.Either;
}

/** Whether what was found is what a script map asks for. */
export function isOfType(map: IScriptMapInfo, found: { isDirectory: boolean } | null): boolean {
  if (found === null) return false;
  const type = map.getResourceType();
  return type === RESOURCE.Either || found.isDirectory === (type === RESOURCE.Directory);
}

function isLimit(bytes: unknown): boolean {
  return Number.isInteger(bytes) && bytes as number >= 0;
}

function isProcessor(processor: unknown): boolean {
  if (processor === undefined || typeof processor === "string") return true;
  const { name, handlerModule } = (processor ?? {}) as Partial<ScriptProcessor>;
  return typeof name === "string" && typeof handlerModule?.registerModule === "function";
}

function checkWord(
  entry: HandlerEntry,
  key: "resourceType" | "requireAccess",
  words: object,
): void {
  const found = entry[key];
  if (found === undefined || Object.hasOwn(words, found)) return;
  throw wrong(entry, key, `one of ${Object.keys(words).join(", ")}`);
}

function wrong(entry: HandlerEntry, key: string, wished: string): TypeError {
  const found = (entry as unknown as Record<string, unknown> | null)?.[key];
  return new TypeError(
    `Handler entry "${entry?.name}": ${key} is ${shown(found)}, wished for ${wished}`,
  );
}
