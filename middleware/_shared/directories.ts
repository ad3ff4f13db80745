// What do ready modules share? What becomes of a request for a directory: the slash at its end, and 403.14.
import {
  ERROR_ACCESS_DENIED,
  ERROR_FILE_NOT_FOUND,
  HRESULT_FROM_WIN32,
  type IHttpContext,
  type IHttpFileInfo,
} from "../../mod.ts";

const DIRECTORY = 0x10;
const NOT_FOUND = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);

/** Whether a file info is that of a directory. */
export function isDirectory(file: IHttpFileInfo): boolean {
  return (file.getAttributes() & DIRECTORY) !== 0;
}

/** Whether a request is one that looks at something, and changes nothing. */
export function isReading(context: IHttpContext): boolean {
  const method = context.getRequest().getHttpMethod();
  return method === "GET" || method === "HEAD";
}

/** Whether the URL of a directory has the slash at its end, without which links of its page lead astray. */
export function hasSlash(context: IHttpContext): boolean {
  return context.getScriptName().endsWith("/");
}

/** Sends the client to the form of the URL that has the slash; the query goes along. */
export function redirectToSlash(context: IHttpContext): void {
  const response = context.getResponse();
  response.clear();
  response.setStatus(301, "Moved Permanently");
  response.redirect(`${context.getScriptName()}/`, false, true);
}

/**
 * The answer for a directory that nobody behind EXECUTE_REQUEST_HANDLER had one for: the other form of its URL, or that
 * it may not be listed. What an app has answered stays, but a 404 for the form without the slash.
 */
export function answerDirectory(context: IHttpContext): void {
  const file = context.getFileInfo();
  if (file === null || !isDirectory(file) || context.getResponseHeadersSent()) return;
  const response = context.getResponse();
  const { statusCode, subStatus, errorToReport } = response.getStatus();
  if (statusCode !== 404 || subStatus !== 0) return;
  if (!hasSlash(context)) {
    if (isReading(context)) redirectToSlash(context);
  } else if (errorToReport === NOT_FOUND) {
    response.setStatus(403, "Forbidden", 14, HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED));
  }
}
