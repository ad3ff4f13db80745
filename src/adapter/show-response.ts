// Who knocks? How an answer is put into a Hono context.
import type { HonoContext } from "./hono-types.ts";

/** Puts a Response in the place of the context's, without the merging that its setter does. */
export function showResponse(c: HonoContext, response: Response): void {
  if (c.finalized && c.res === response) return;
  c.res = undefined;
  c.res = response;
}
