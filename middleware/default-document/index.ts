// What does a folder show? DefaultDocumentModule: one of its files, over the section defaultDocument.
/**
 * The document of a folder: a URL with a slash at its end is answered with the first file of a list that is there.
 *
 * @example A page for the root
 * ```ts
 * import { createWebServer, memoryFiles } from "@sluice/sluice";
 * import { defaultDocument } from "@sluice/sluice/default-document";
 * import { staticFile } from "@sluice/sluice/static-file";
 *
 * const server = createWebServer({
 *   files: memoryFiles({ "/home.html": "<h1>Home</h1>" }),
 *   modules: [staticFile(), defaultDocument({ files: ["home.html"] })],
 * });
 * console.log(await (await server.fetch(new Request("http://localhost/"))).text()); // <h1>Home</h1>
 * ```
 *
 * @module
 */
import {
  type Awaitable,
  CLONE_FLAG_BASICS,
  CLONE_FLAG_ENTITY,
  CLONE_FLAG_HEADERS,
  CLONE_FLAG_SERVER_VARIABLE,
  type ContextFiles,
  defineModule,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  FAILED,
  getFiles,
  type IHttpContext,
  type IHttpFileInfo,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import {
  answerDirectory,
  hasSlash,
  isDirectory,
  isReading,
  redirectToSlash,
} from "../_shared/directories.ts";
import { type Names, names as namesRule, namesIn } from "../_shared/names.ts";
import { flag, readOptions } from "../_shared/options.ts";
import { isImplicit, locate } from "../_shared/request-file.ts";

export type { Named, NameElements, Names } from "../_shared/names.ts";

/** The section defaultDocument. */
export interface DefaultDocument {
  /** Whether folders have a document; true by default. */
  readonly enabled?: boolean;
  /**
   * The names, the first that is there counts. An array is the whole list; with `add` names come in front of
   * Default.htm, Default.asp, index.htm, index.html, iisstart.htm and default.aspx.
   */
  readonly files?: Names<"value">;
}

const WHO = "defaultDocument (DefaultDocumentModule)";
const BUILT_IN = [
  "Default.htm",
  "Default.asp",
  "index.htm",
  "index.html",
  "iisstart.htm",
  "default.aspx",
];
const CLONE = CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY |
  CLONE_FLAG_SERVER_VARIABLE;

type Status = typeof RQ_NOTIFICATION_CONTINUE | typeof RQ_NOTIFICATION_PENDING;

/**
 * Answers for folders with one of their files, by a child request for it: whatever answers for the file, a handler
 * entry, `staticFile` or the app, answers for the folder too. A pipeline inside Hono that has no `app` to ask goes on
 * with the file in the folder's place.
 *
 * @param options The section defaultDocument.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function defaultDocument(options?: DefaultDocument): ModuleDefinition {
  const { enabled = true, files } = readOptions<DefaultDocument>(WHO, options, {
    enabled: flag,
    files: namesRule("value"),
  });
  const names = namesOf(files);
  return defineModule({
    name: "DefaultDocumentModule",
    // Where it goes on with the file, the one who sends files has to come behind it.
    before: ["StaticFileModule", "DirectoryListingModule"],
    onExecuteRequestHandler: (context) =>
      enabled ? answer(context, names) : RQ_NOTIFICATION_CONTINUE,
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
    onPostExecuteRequestHandler: answerDirectory,
  });
}

/** What is added comes first, as in a section below another. */
function namesOf(files: DefaultDocument["files"]): readonly string[] {
  if (files === undefined) return BUILT_IN;
  if (!("length" in files)) {
    const { clear, remove = [], add = [] } = files;
    const others = namesIn(BUILT_IN, { clear, remove: [...remove, ...add] }, "value");
    return [...namesIn([], add, "value"), ...others];
  }
  return namesIn([], files, "value");
}

function answer(context: IHttpContext, names: readonly string[]): Awaitable<Status> {
  return then(locate(context), (file) => {
    if (file === null || !isDirectory(file) || !isAsked(context)) return RQ_NOTIFICATION_CONTINUE;
    const files = getFiles(context)!;
    return then(firstOf(files, file.getFilePath(), names), (found) => {
      if (found === null) return RQ_NOTIFICATION_CONTINUE;
      const status = hasSlash(context) ? goTo(context, files, found) : redirect(context);
      found.file.dereferenceCacheData();
      return status;
    });
  });
}

/** Other methods than GET and HEAD belong to the app, where no handler entry has led here. */
function isAsked(context: IHttpContext): boolean {
  return isReading(context) || !isImplicit(context);
}

interface Found {
  readonly name: string;
  readonly file: IHttpFileInfo;
}

/** The first file of a folder that is there; at once where the files are there at once. */
function firstOf(
  files: ContextFiles,
  folder: string,
  [name, ...others]: readonly string[],
): Awaitable<Found | null> {
  if (name === undefined) return null;
  const path = files.below(folder, name);
  return then(path === null ? null : files.find(path), (file) => {
    if (file !== null && !isDirectory(file)) return { name, file };
    file?.dereferenceCacheData();
    return firstOf(files, folder, others);
  });
}

function redirect(context: IHttpContext): Status {
  redirectToSlash(context);
  return RQ_NOTIFICATION_CONTINUE;
}

/** Has the file answered for by a child request; the query goes along. */
function goTo(context: IHttpContext, files: ContextFiles, { name, file }: Found): Status {
  const url = context.getScriptName() + name.split("/").map(encodeURIComponent).join("/");
  const child = context.cloneContext(CLONE).httpContext;
  if (child !== null) {
    child.getRequest().setUrl(url, false);
    getFiles(child)?.offer(file);
    const flags = EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE;
    const { hr, completionExpected } = context.executeRequest(
      true,
      child,
      flags,
      context.getUser(),
    );
    if (!FAILED(hr)) {
      context.setRequestHandled();
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
    child.releaseClonedContext();
  }
  files.serve(url, file);
  return RQ_NOTIFICATION_CONTINUE;
}
