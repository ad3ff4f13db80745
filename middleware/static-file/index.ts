// How does a file come to the client? StaticFileModule: files of `files`, over the section staticContent.
/**
 * Files from a virtual file system: media types, ranges, preconditions, siblings that were compressed before.
 *
 * @example A server of files
 * ```ts
 * import { createWebServer, memoryFiles } from "@sluice/sluice";
 * import { staticFile } from "@sluice/sluice/static-file";
 *
 * const server = createWebServer({
 *   files: memoryFiles({ "/hello.txt": "Hello" }),
 *   modules: [staticFile({ clientCache: { cacheControlMode: "UseMaxAge" } })],
 * });
 * const answer = await server.fetch(new Request("http://localhost/hello.txt"));
 * console.log(await answer.text(), answer.headers.get("Cache-Control")); // Hello max-age=86400
 * ```
 *
 * @module
 */
import {
  type Awaitable,
  defineModule,
  getFiles,
  type IHttpContext,
  type IHttpFileInfo,
  type ModuleDefinition,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { collected, type Collection, collection } from "../_shared/collection.ts";
import { answerDirectory, isDirectory } from "../_shared/directories.ts";
import { filled, fitting, flag, readOptions, section } from "../_shared/options.ts";
import { Place } from "../_shared/place.ts";
import { locate } from "../_shared/request-file.ts";
import { cacheHeaders, CLIENT_CACHE, type ClientCache } from "./client-cache.ts";
import { BUILT_IN, isCompressible, type MimeMap, typeOf } from "./mime-map.ts";
import { sendFile, type Shape } from "./send-file.ts";
import { type FileForm, Siblings } from "./siblings.ts";

export type { Collection, CollectionElements } from "../_shared/collection.ts";
export type { ClientCache } from "./client-cache.ts";
export type { MimeMap } from "./mime-map.ts";

/** The section staticContent. */
export interface StaticContent {
  /** Media types besides, or instead of, those that are built in. A file whose extension has none gets 404.3. */
  readonly mimeMap?: Collection<MimeMap, "fileExtension">;
  /** What the client is told about keeping the file. */
  readonly clientCache?: ClientCache;
  /** Whether "page.html.br", "page.html.zst" or "page.html.gz" is sent where the client takes it; true by default. Ours. */
  readonly precompressed?: boolean;
}

const WHO = "staticFile (StaticFileModule)";
const METHODS = "GET, HEAD, OPTIONS, TRACE";

const MIME_MAP = section<MimeMap>({
  fileExtension: fitting(
    (value) => typeof value === "string" && /^\.[^./\\]*$/.test(value),
    'an extension with its dot, such as ".txt"',
  ),
  mimeType: filled,
}, ["fileExtension", "mimeType"]);

/**
 * Sends files: what the URL of a GET or HEAD has been mapped to in the `files` of the server. What is no file is left to
 * whoever stands behind.
 *
 * @param options The section staticContent.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function staticFile(options?: StaticContent): ModuleDefinition {
  const told = readOptions<StaticContent>(WHO, options, {
    mimeMap: collection(MIME_MAP, "fileExtension"),
    clientCache: section(CLIENT_CACHE),
    precompressed: flag,
  });
  const { clientCache } = told;
  if (clientCache?.cacheControlMode === "UseExpires" && clientCache.httpExpires === undefined) {
    throw new Place(WHO, "clientCache.httpExpires").error("is missing", "a date with UseExpires");
  }
  const sender = new StaticFiles(told);
  return defineModule({
    name: "StaticFileModule",
    onExecuteRequestHandler: (context) => sender.answer(context),
    onPostExecuteRequestHandler: answerDirectory,
  });
}

class StaticFiles {
  readonly #types: ReadonlyMap<string, string>;
  readonly #cacheHeaders: Shape["cacheHeaders"];
  readonly #setEtag: boolean;
  readonly #siblings: Siblings | null;
  #warned = false;

  constructor({ mimeMap, clientCache = {}, precompressed = true }: StaticContent) {
    const maps = collected(BUILT_IN, mimeMap, "fileExtension", "adds");
    this.#types = new Map(maps.map((one) => [one.fileExtension.toLowerCase(), one.mimeType]));
    this.#cacheHeaders = cacheHeaders(clientCache);
    this.#setEtag = clientCache.setEtag ?? true;
    this.#siblings = precompressed ? new Siblings() : null;
  }

  answer(context: IHttpContext): Awaitable<void> {
    return then(locate(context), (file) => {
      if (file === null) return this.#withoutFile(context);
      if (!isDirectory(file)) return this.#send(context, file);
    });
  }

  #send(context: IHttpContext, file: IHttpFileInfo): Awaitable<void> {
    const mimeType = typeOf(this.#types, file.getFilePath());
    if (mimeType === undefined) return refuseType(context, file);
    if (!isSendable(context)) return;
    const varies = this.#siblings !== null && isCompressible(mimeType);
    const shape = { mimeType, cacheHeaders: this.#cacheHeaders, setEtag: this.#setEtag, varies };
    if (!varies) return sendFile(context, { file, coding: null }, shape);
    return then(this.#siblings!.choose(context, file), (form) => sendForm(context, form, shape));
  }

  /** No file has a name that cannot be decoded, or with a NUL in it; nobody means anything good by one. */
  #withoutFile(context: IHttpContext): void {
    if (isMalformed(context.getScriptName())) {
      context.getResponse().setStatus(400, "Bad Request");
    } else if (!this.#warned && getFiles(context) === null) {
      this.#warned = true;
      console.warn(`${WHO}: the server has no files, wished for the option "files"`);
    }
  }
}

/** A sibling was looked up for this answer alone; what it holds of the file stays readable. */
function sendForm(context: IHttpContext, form: FileForm, shape: Shape): void {
  sendFile(context, form, shape);
  if (form.coding !== null) form.file.dereferenceCacheData();
}

function isMalformed(path: string): boolean {
  if (!path.includes("%")) return false;
  try {
    return decodeURIComponent(path).includes("\0");
  } catch {
    return true;
  }
}

function refuseType(context: IHttpContext, file: IHttpFileInfo): void {
  const response = context.getResponse();
  response.setStatus(404, "Not Found", 3);
  response.setErrorDescription(`No entry of mimeMap is for the extension of ${file.getFilePath()}`);
}

/** Whether the method is one that is answered with the file; otherwise answers it in another way. */
function isSendable(context: IHttpContext): boolean {
  const method = context.getRequest().getHttpMethod();
  if (method === "GET" || method === "HEAD") return true;
  const response = context.getResponse();
  response.setHeader("Allow", METHODS, true);
  if (method === "OPTIONS") {
    response.setHeader("Public", METHODS, true);
    response.setStatus(200, "OK");
  } else if (method === "TRACE") response.setStatus(501, "Not Implemented");
  else response.setStatus(405, "Method Not Allowed");
  return false;
}
