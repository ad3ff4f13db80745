// Who builds the house and lets a request in? What Deno's server tells of a request besides the Request.

/** Deno.ServeHandlerInfo, as far as this file goes. */
interface ServeInfo {
  /** Settles when the server has taken the answer, or will not send it. Whoever asks for it has to catch it. */
  readonly completed: Promise<void>;
}

interface Served {
  readonly env: unknown;
  parent(): object | null;
}

/**
 * What the server tells of a client's request; null for any other request, and on other runtimes.
 *
 * That server leaves out the body of an answer to HEAD by itself, and tells its length; and to ask one of its requests
 * for the method costs more than ten modules. Of an answer that has no body it says the length 0, though GET may have
 * one.
 */
export function serveInfo(request: Served): ServeInfo | null {
  const { env } = request;
  if (request.parent() !== null || typeof env !== "object" || env === null) return null;
  return "remoteAddr" in env && "completed" in env ? env as ServeInfo : null;
}
