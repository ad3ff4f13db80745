// Which answers are kept for the next request? Those that state how long they are fresh, by the rules of RFC 9111.
import { type Directives, directivesOf, secondsIn, targetedDirectives } from "./cache-control.ts";
import { dateOf } from "./http-date.ts";

/** A head: a field by its name, or null. */
export type HeaderOf = (name: string) => string | null;

/** How long an answer may be kept, and on which terms. */
export interface Terms {
  /** Seconds that it is fresh. */
  readonly lifetime: number;
  /** Seconds that it was old when it came. */
  readonly age: number;
  /** Whether it must not be used once it is stale, without asking again. */
  readonly strict: boolean;
  /** Seconds behind its lifetime in which it may stand for an error. */
  readonly ifError: number;
  /** Seconds behind its lifetime in which it may be sent while the origin is asked. */
  readonly whileRevalidate: number;
}

/** How the words of an answer are read. */
export interface Reading {
  /** Fields before Cache-Control that are meant for this cache, in their order (RFC 9213). */
  readonly targets: readonly string[];
  /** Whether a lifetime is guessed from Last-Modified where none is stated. */
  readonly guesses: boolean;
}

/** What is known of an answer when its terms are asked for. */
export interface Judged {
  readonly status: number;
  readonly header: HeaderOf;
  /** Whether the request said who it is by. */
  readonly authorized: boolean;
  /** When it was asked for, in milliseconds. */
  readonly asked: number;
}

/** Statuses that say nothing of the resource as such: parts, and answers to conditions. */
const NEVER = new Set([206, 304, 412, 416]);

/** Statuses that this cache understands; needed where an answer asks for it by must-understand. */
const UNDERSTOOD = new Set([
  ...[200, 203, 204, 300, 301, 302, 303, 307, 308],
  ...[400, 401, 403, 404, 405, 410, 414, 421, 451, 500, 501, 502, 503, 504],
]);

/** Statuses whose lifetime may be guessed (RFC 9110, 15.1). */
const GUESSABLE = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501]);

/** A guess is a tenth of the time since the last change, and a day at most. */
const TENTH = 10;
const DAY = 86_400;

/** On which terms an answer may be kept; null if it may not. */
export function termsOf(judged: Judged, reading: Reading): Terms | null {
  const { status, header, authorized, asked } = judged;
  if (status < 200 || NEVER.has(status) || header("Set-Cookie") !== null) return null;
  if (/(^|,)\s*\*/.test(header("Vary") ?? "")) return null;
  const [directives, targeted] = controlOf(header, reading.targets);
  if (directives.has("private") || forbids(directives, status)) return null;
  if (authorized && !isShared(directives)) return null;
  const lifetime = statedIn(directives) ?? (targeted ? null : untilExpires(header)) ??
    (reading.guesses ? guessOf(judged, directives) : null);
  const noCache = directives.has("no-cache");
  if (lifetime === null && !noCache) return null;
  return {
    lifetime: noCache ? 0 : lifetime!,
    age: ageOf(header, asked),
    ...afterwards(directives),
  };
}

const STRICT = ["no-cache", "must-revalidate", "proxy-revalidate"];

/** What may become of an answer that is stale. A window that is stated beside s-maxage holds all the same. */
function afterwards(
  directives: Directives,
): Pick<Terms, "strict" | "ifError" | "whileRevalidate"> {
  const strict = STRICT.some((name) => directives.has(name));
  const window = (name: string) => strict ? 0 : secondsIn(directives, name) ?? 0;
  return {
    strict: strict || directives.has("s-maxage"),
    ifError: window("stale-if-error"),
    whileRevalidate: window("stale-while-revalidate"),
  };
}

/** The first field that is meant for this cache counts alone, and in the place of Expires, too. */
function controlOf(header: HeaderOf, targets: readonly string[]): [Directives, targeted: boolean] {
  for (const name of targets) {
    const directives = targetedDirectives(header(name));
    if (directives !== null) return [directives, true];
  }
  return [directivesOf(header("Cache-Control")), false];
}

/** Who asks for no-store, and for no-store only of caches that do not understand, is kept by those that do. */
function forbids(directives: Directives, status: number): boolean {
  if (directives.has("must-understand")) return !UNDERSTOOD.has(status);
  return directives.has("no-store");
}

function isShared(directives: Directives): boolean {
  return ["public", "must-revalidate", "s-maxage"].some((name) => directives.has(name));
}

function statedIn(directives: Directives): number | null {
  return secondsIn(directives, "s-maxage") ?? secondsIn(directives, "max-age");
}

function untilExpires(header: HeaderOf): number | null {
  const expires = header("Expires");
  if (expires === null) return null;
  const until = dateOf(expires);
  return until === null ? 0 : Math.max(0, (until - dateIn(header)) / 1000);
}

function guessOf({ status, header }: Judged, directives: Directives): number | null {
  if (!GUESSABLE.has(status) && !directives.has("public")) return null;
  const modified = dateOf(header("Last-Modified"));
  return modified === null
    ? null
    : Math.min(DAY, Math.max(0, (dateIn(header) - modified) / 1000 / TENTH));
}

function dateIn(header: HeaderOf): number {
  return dateOf(header("Date")) ?? Date.now();
}

/** How old an answer is when it comes: by its Date, or by its Age and the time on its way. Of several ages the first counts. */
function ageOf(header: HeaderOf, asked: number): number {
  const told = header("Age")?.split(",", 1)[0].trim() ?? "";
  const apparent = Math.max(0, Date.now() - dateIn(header)) / 1000;
  const delay = Math.max(0, Date.now() - asked) / 1000;
  return Math.max(apparent, (/^\d+$/.test(told) ? Number(told) : 0) + delay);
}
