// What will run, in which order? The names that handlers have, and names that were meant to be one of them.
import { GLOBAL_HANDLERS } from "./global-handlers.ts";
import { misuse } from "./registration.ts";
import { POST_HANDLERS, PRE_HANDLERS } from "./stages.ts";

/** Every name that a handler can have. */
export const HANDLER_NAMES: ReadonlySet<string> = new Set([
  ...[...PRE_HANDLERS, ...POST_HANDLERS, ...GLOBAL_HANDLERS].map(({ method }) => method),
  "onAsyncCompletion",
  "onTransferEnd",
]);

/** Letters that may be wrong in a name that was still meant to be a handler's. */
const SLIPS = 2;

/** The handler that a name was meant to be: `OnBeginRequest`, `onBeginReqest`; undefined if it is a name of its own. */
export function meantHandler(name: string): string | undefined {
  const small = name.toLowerCase();
  if (HANDLER_NAMES.has(name) || !small.startsWith("on")) return undefined;
  return [...HANDLER_NAMES].find((known) => distance(small, known.toLowerCase()) <= SLIPS);
}

/**
 * Refuses a class with a method that was meant to be a handler and would never be called.
 *
 * Throws a `TypeError` that names the class, the method and the handler.
 */
export function checkMethods(name: string, prototype: object, base: object): void {
  for (let from = prototype; from !== base; from = Object.getPrototypeOf(from)) {
    for (const key of Object.getOwnPropertyNames(from)) {
      const meant = meantHandler(key);
      if (meant === undefined) continue;
      const found = (prototype as Record<string, unknown>)[key];
      throw misuse(name, key, found, `which is no handler; wished for ${meant}`);
    }
  }
}

/** How many letters have to be changed, added or left out to make one text of the other. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > SLIPS) return SLIPS + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
