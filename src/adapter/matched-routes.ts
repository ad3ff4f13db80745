// Who knocks? The chain of handlers that Hono has matched for a request, to see which of them are neighbours.
import type { HonoContext } from "./hono-types.ts";

type Entry = readonly [readonly [handler: unknown, ...unknown[]], ...unknown[]];
type MatchResult = readonly [readonly Entry[], ...unknown[]];

type Getter = (this: object) => MatchResult;

/** Requests of one copy of Hono: an app may bring another one along. */
let prototype: object | null = null;
/** How they tell the match result; null if they do not in a way that we know. */
let getter: Getter | null = null;

/** The handler at a place in the matched chain; undefined behind its end. */
export function matchedHandler({ req }: HonoContext, place: number): unknown {
  const own: object = Object.getPrototypeOf(req);
  if (own !== prototype) [prototype, getter] = [own, findGetter(req, own)];
  if (getter === null) return req.matchedRoutes[place]?.handler;
  return getter.call(req)[0][place]?.[0][0];
}

/**
 * Reading the result itself spares a new array for every request; where Hono changes, the public list stands in.
 *
 * The getter rather than its symbol: a property whose name is not known when the code is written is looked up anew
 * each time, which was a tenth of a whole pipeline.
 */
function findGetter(request: object, prototype: object): Getter | null {
  for (const key of Object.getOwnPropertySymbols(prototype)) {
    const get = Object.getOwnPropertyDescriptor(prototype, key)!.get as Getter | undefined;
    if (get !== undefined && Array.isArray(get.call(request)?.[0]?.[0]?.[0])) return get;
  }
  return null;
}
