// Which answers are kept for the next request? Those of a child for its parent's URL, where whoever began it has said so.
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE,
  EXECUTE_FLAG_NO_HEADERS,
  getExecuteFlags,
  type IHttpContext,
} from "../../mod.ts";
import { headOf, keptHeaders } from "./answers.ts";
import { type Asked, type Intent, isIdentified, mayBeKept, varied } from "./intent.ts";
import type { CachedResponse } from "./stores.ts";

const PART = EXECUTE_FLAG_NO_HEADERS | EXECUTE_FLAG_BUFFER_RESPONSE;

/** The parent whose whole answer a child gives, and which may be kept for its URL; null if it is not so. */
export function parentAnswered(context: IHttpContext): IHttpContext | null {
  const parent = context.getParentContext();
  if (parent === null) return null;
  const flags = getExecuteFlags(context);
  if ((flags & EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE) === 0 || (flags & PART) !== 0) return null;
  const response = parent.getResponse();
  // What modules have said for the parent alone is not in the record of the child.
  const alone = response.getRawHttpResponse().entityChunks.length === 0 &&
    !response.hasBodyFilters() && keptHeaders(response).length === 0;
  return alone && response.getStatus().statusCode === 200 ? parent : null;
}

/** That a record is to be kept for another URL, too, whose request it has answered; null if it may not be. */
export function sharedIntent(
  context: IHttpContext,
  asked: Asked,
  record: CachedResponse,
): (Intent & { readonly record: CachedResponse }) | null {
  const shared = record.stated && record.status === 200 && !asked.wishes.noStore;
  if (!shared || !mayBeKept(context, asked) || isIdentified(context)) return null;
  const seconds = record.lifetime! - (Date.now() - record.born) / 1000;
  const variation = { headers: varied(headOf(record)("Vary")), query: null, value: false };
  return seconds <= 0 ? null : { primary: asked.keys.whole, variation, record, seconds };
}
