// Who knocks? The chain of handlers that Hono has matched for a request, to see which of them are neighbours.
import type { HonoContext } from "./hono-types.ts";

type Entry = readonly [readonly [handler: unknown, ...unknown[]], ...unknown[]];
type MatchResult = readonly [readonly Entry[], ...unknown[]];

/** The property under which Hono keeps the match result; null if it has none that we know. */
let matchKey: symbol | null | undefined;

/** The handler at a place in the matched chain; undefined behind its end. */
export function matchedHandler(c: HonoContext, place: number): unknown {
  const result = matchResult(c);
  if (result !== null) return result[0][place]?.[0][0];
  return c.req.matchedRoutes[place]?.handler;
}

/** Reading the result itself spares a new array for every request; where Hono changes, the public list stands in. */
function matchResult(c: HonoContext): MatchResult | null {
  if (matchKey === undefined) matchKey = findKey(c.req);
  return matchKey === null ? null : (c.req as unknown as Record<symbol, MatchResult>)[matchKey];
}

function findKey(request: object): symbol | null {
  const prototype: object = Object.getPrototypeOf(request);
  for (const key of Object.getOwnPropertySymbols(prototype)) {
    const value = (request as Record<symbol, unknown>)[key];
    if (Array.isArray(value) && Array.isArray(value[0]) && Array.isArray(value[0][0]?.[0])) {
      return key;
    }
  }
  return null;
}
