// Who builds the house and lets a request in? How a child request was executed, for ready modules.
import type { IHttpContext } from "../terms/http-context.ts";
import { HttpContext } from "../context/http-context.ts";

/**
 * The flags that a child request was executed with, EXECUTE_FLAG_* of `executeRequest`. Ours.
 *
 * @param context The request.
 * @returns 0 for a request of a client.
 */
export function getExecuteFlags(context: IHttpContext): number {
  if (!(context instanceof HttpContext)) return 0;
  return (context.parts as unknown as { executeFlags(): number }).executeFlags();
}
