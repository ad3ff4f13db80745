// What lies in a folder? DirectoryListingModule: a page, or JSON, over the section directoryBrowse.
/**
 * Lists folders: a page for people, JSON for programs that ask for it.
 *
 * @example A folder to look around in
 * ```ts
 * import { createWebServer, memoryFiles } from "@sluice/sluice";
 * import { directoryListing } from "@sluice/sluice/directory-listing";
 *
 * const server = createWebServer({
 *   files: memoryFiles({ "/docs/a.txt": "a" }),
 *   modules: [directoryListing({ enabled: true })],
 * });
 * const request = new Request("http://localhost/docs/", { headers: { Accept: "application/json" } });
 * const { entries } = await (await server.fetch(request)).json();
 * console.log(entries[0].name); // a.txt
 * ```
 *
 * @module
 */
import {
  type Awaitable,
  defineModule,
  type DirectoryEntry,
  getFiles,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type ModuleDefinition,
} from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import {
  answerDirectory,
  hasSlash,
  isDirectory,
  isReading,
  redirectToSlash,
} from "../_shared/directories.ts";
import { flag, readOptions, words, wordsIn } from "../_shared/options.ts";
import { locate } from "../_shared/request-file.ts";
import { accepts } from "../_shared/std-http.ts";
import { type Listing, order } from "./listing.ts";
import { page } from "./page.ts";

/** The section directoryBrowse. */
export interface DirectoryBrowse {
  /** Whether folders are listed; false by default, and then they are answered with 403.14. */
  readonly enabled?: boolean;
  /**
   * What is shown besides the name, with commas between: Date, Time, LongDate, Size, Extension, or None. "Date, Time,
   * Size, Extension" by default.
   */
  readonly showFlags?: string;
}

const WHO = "directoryListing (DirectoryListingModule)";
const FLAGS = ["None", "Date", "Time", "Size", "Extension", "LongDate"];
const [HTML, JSON_TYPE] = ["text/html", "application/json"];
/** The page has one style of its own and nothing else; names in it cannot bring anything along. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * Lists what lies in the folder that a URL has been mapped to. Names that begin with a dot are hidden. The page is
 * sorted by `?sort=name`, `size` or `date`, and `&order=desc`; a request whose Accept likes application/json better than
 * text/html gets that.
 *
 * @param options The section directoryBrowse.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function directoryListing(options?: DirectoryBrowse): ModuleDefinition {
  const { enabled, showFlags = "Date, Time, Size, Extension" } = readOptions<DirectoryBrowse>(
    WHO,
    options,
    { enabled: flag, showFlags: words(...FLAGS) },
  );
  if (enabled === undefined) {
    console.warn(`${WHO}: option "enabled" is not set, and false by default: nothing is listed`);
  }
  const shown = new Set(wordsIn(showFlags));
  return defineModule({
    name: "DirectoryListingModule",
    onExecuteRequestHandler: (context) => enabled === true ? answer(context, shown) : undefined,
    onPostExecuteRequestHandler: answerDirectory,
  });
}

function answer(context: IHttpContext, shown: ReadonlySet<string>): Awaitable<void> {
  if (!isReading(context)) return;
  return then(locate(context), (file) => {
    if (file === null || !isDirectory(file)) return;
    return then(getFiles(context)!.list(file.getFilePath()), (entries) => {
      if (entries === null) return;
      if (hasSlash(context)) send(context, entries, shown);
      else redirectToSlash(context);
    });
  });
}

function send(
  context: IHttpContext,
  entries: readonly DirectoryEntry[],
  shown: ReadonlySet<string>,
): void {
  const request = context.getRequest();
  const response = context.getResponse();
  const query = new URLSearchParams(context.getServerVariable("QUERY_STRING").value ?? "");
  const listing = order(decodeURIComponent(context.getScriptName()), entries, query);
  const headers = { get: (name: string) => request.getHeader(name) };
  const asJson = accepts({ headers }, HTML, JSON_TYPE) === JSON_TYPE;
  response.setStatus(200, "OK");
  response.setHeader("Content-Type", asJson ? JSON_TYPE : `${HTML}; charset=utf-8`, true);
  response.setHeader("Vary", "Accept", false);
  response.setHeader("X-Content-Type-Options", "nosniff", true);
  if (!asJson) response.setHeader("Content-Security-Policy", POLICY, true);
  const buffer = asJson ? json(listing) : page(listing, shown);
  response.writeEntityChunkByReference({ dataChunkType: HttpDataChunkFromMemory, buffer });
}

function json({ path, entries }: Listing): string {
  const list = entries.map(({ name, stat: { directory, size, modified } }) =>
    directory ? { name, directory, modified } : { name, directory, size, modified }
  );
  return JSON.stringify({ path, entries: list });
}
