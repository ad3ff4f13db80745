// Who builds the house and lets a request in? What Deno's server tells of a request besides the Request.
import { isServedByDeno } from "../wire/serving.ts";

/** Deno.ServeHandlerInfo, as far as this file goes. */
interface ServeInfo {
  /** Settles when the server has taken the answer, or will not send it. Whoever asks for it has to catch it. */
  readonly completed: Promise<void>;
}

interface Served {
  readonly env: unknown;
  parent(): object | null;
}

/** What the server tells of a client's request; null for any other request, and on other runtimes. */
export function serveInfo(request: Served): ServeInfo | null {
  const { env } = request;
  return isServedByDeno(env) && request.parent() === null ? env as ServeInfo : null;
}
