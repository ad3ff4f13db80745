// What do ready modules share? The file of a request, also where nobody has looked for it.
import {
  type Awaitable,
  E_ACCESSDENIED,
  getFiles,
  type IHttpContext,
  type IHttpFileInfo,
} from "../../mod.ts";

/** The handler entry that stands for the app, or for all modules where there are no entries. */
const IMPLICIT = "Application";

/**
 * What the URL of a request has been mapped to; null if there is nothing. A file that may not be read is 401.3.
 *
 * The core looks for it only where the handler entry has a resourceType. Everywhere else it is looked for here.
 */
export function locate(context: IHttpContext): Awaitable<IHttpFileInfo | null> {
  try {
    const located = getFiles(context)?.locate() ?? null;
    return located instanceof Promise ? located.catch((error) => refused(context, error)) : located;
  } catch (error) {
    return refused(context, error);
  }
}

function refused(context: IHttpContext, error: unknown): null {
  const { code } = (error ?? {}) as { code?: unknown };
  // The core reads these codes by `driverFailure`, which is no public name.
  if (code !== "EACCES" && code !== "EPERM") throw error;
  context.getResponse().setStatus(401, "Unauthorized", 3, E_ACCESSDENIED);
  return null;
}

/** Whether no handler entry has led here: every module is asked, and then the app. */
export function isImplicit(context: IHttpContext): boolean {
  return (context.getScriptMap()?.getModules() ?? IMPLICIT) === IMPLICIT;
}
