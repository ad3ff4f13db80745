// What does a client see of an error? CustomErrorModule: a page for each status, over the section httpErrors.
/**
 * Pages for errors: files in the visitor's language, other URLs of the site, redirections, or everything that is known,
 * for whoever works on the server's own machine.
 *
 * @example
 * ```ts
 * import { createWebServer, memoryFiles } from "@sluice/sluice";
 * import { customErrors } from "@sluice/sluice/custom-errors";
 *
 * const server = createWebServer({
 *   files: memoryFiles({ "/errors/404.html": "<h1>Not here</h1>" }),
 *   modules: [customErrors({ error: [{ statusCode: 404, path: "/errors/404.html" }] })],
 * });
 * const answer = await server.fetch(new Request("http://localhost/missing"));
 * console.log(answer.status, await answer.text()); // 404 <h1>Not here</h1>
 * ```
 *
 * @module
 */
import {
  defineModule,
  type ModuleDefinition,
  PRIORITY_ALIAS_HIGH,
  PRIORITY_ALIAS_LAST,
} from "../../mod.ts";
import { flag, readOptions, text, word } from "../_shared/options.ts";
import { Place } from "../_shared/place.ts";
import { CustomErrors, type ErrorRules } from "./errors.ts";
import {
  checkPath,
  type ErrorPage,
  ErrorPages,
  type ErrorResponseMode,
  ERRORS,
  type HttpError,
  type RemovedError,
  REMOVES,
} from "./rows.ts";

export type { ErrorResponseMode, HttpError, RemovedError } from "./rows.ts";

/** The section httpErrors. */
export interface HttpErrors {
  /** Who sees details: clients on the server's own machine ("DetailedLocalOnly", the default), nobody, or everybody. */
  readonly errorMode?: "DetailedLocalOnly" | "Custom" | "Detailed";
  /**
   * What becomes of a body that is there: with "Auto", the default, it stays where the status was set with
   * `trySkipCustomErrors`; it is always replaced, or never.
   */
  readonly existingResponse?: "Auto" | "Replace" | "PassThrough";
  /** The page where no row is for a status. */
  readonly defaultPath?: string;
  /** What that is; "File" by default. */
  readonly defaultResponseMode?: ErrorResponseMode;
  /** Where more can be read of an error; a link on the page with the details. None by default. */
  readonly detailedMoreInformationLink?: string;
  /** The pages. */
  readonly error?: readonly HttpError[];
  /** Inherited pages that do not count; there are none. */
  readonly remove?: readonly RemovedError[];
  /** Whether no inherited page counts; there are none. */
  readonly clear?: boolean;
}

const WHO = "customErrors (CustomErrorModule)";

/**
 * Gives errors their pages: answers with a status of 400 or more.
 *
 * @param options The section httpErrors.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 */
export function customErrors(options?: HttpErrors): ModuleDefinition {
  const told = readOptions<HttpErrors>(WHO, options, {
    errorMode: word("DetailedLocalOnly", "Custom", "Detailed"),
    existingResponse: word("Auto", "Replace", "PassThrough"),
    defaultPath: text,
    defaultResponseMode: word("File", "ExecuteURL", "Redirect"),
    detailedMoreInformationLink: text,
    error: ERRORS,
    remove: REMOVES,
    clear: flag,
  });
  const errors = new CustomErrors(rulesOf(told));
  return defineModule({
    name: "CustomErrorModule",
    // In a send behind all who are of no class, so that the status is the one that leaves.
    priority: { onSendResponse: PRIORITY_ALIAS_HIGH, onPostEndRequest: PRIORITY_ALIAS_LAST },
    onPostEndRequest: (context) => errors.execute(context),
    onAsyncCompletion(context) {
      errors.executed(context);
    },
    onSendResponse: (context, provider) => errors.send(context, provider),
  });
}

function rulesOf(told: HttpErrors): ErrorRules {
  const { errorMode = "DetailedLocalOnly", existingResponse = "Auto", error = [] } = told;
  return {
    errorMode,
    existingResponse,
    pages: new ErrorPages(error, fallbackOf(told)),
    link: told.detailedMoreInformationLink || null,
  };
}

function fallbackOf(
  { defaultPath, defaultResponseMode: mode = "File" }: HttpErrors,
): ErrorPage | null {
  if (defaultPath === undefined || defaultPath === "") return null;
  checkPath(defaultPath, mode, new Place(WHO, "defaultPath"));
  return { mode, path: defaultPath, prefix: null };
}
