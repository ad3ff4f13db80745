// Which answers are kept for the next request? What the request itself says of the answers that it would take.
import { directivesOf, secondsIn } from "./cache-control.ts";
import type { HeaderOf } from "./freshness.ts";

/** What a request says of the answers that it would take. */
export interface Wishes {
  /** Only what the origin has just said to be good. */
  readonly revalidated: boolean;
  /** Nothing is to be kept of the answer. */
  readonly noStore: boolean;
  /** Nobody else is to be asked. */
  readonly onlyIfCached: boolean;
  readonly maxAge: number | null;
  readonly minFresh: number;
  /** Seconds behind the end of the freshness; Infinity for any. */
  readonly maxStale: number;
}

const NO_WISHES: Wishes = {
  revalidated: false,
  noStore: false,
  onlyIfCached: false,
  maxAge: null,
  minFresh: 0,
  maxStale: 0,
};

/** What whoever refreshes a stale answer wants. */
export const REFRESHED: Wishes = { ...NO_WISHES, revalidated: true };

/** Reads the wishes of a request. */
export function wishesOf(header: HeaderOf): Wishes {
  const control = header("Cache-Control");
  if (control === null) {
    return header("Pragma")?.toLowerCase() === "no-cache" ? REFRESHED : NO_WISHES;
  }
  const directives = directivesOf(control);
  const stale = directives.get("max-stale");
  return {
    revalidated: directives.has("no-cache"),
    noStore: directives.has("no-store"),
    onlyIfCached: directives.has("only-if-cached"),
    maxAge: secondsIn(directives, "max-age"),
    minFresh: secondsIn(directives, "min-fresh") ?? 0,
    maxStale: stale === "" ? Infinity : secondsIn(directives, "max-stale") ?? 0,
  };
}
