// How does a file come to the client? Whether it has to: preconditions, in the order of RFC 9110, 13.2.2.

/** What tells one state of a file from another. */
export interface Validators {
  /** The entity tag with its quotation marks, and W/ if it is a weak one; null for none. */
  readonly etag: string | null;
  /** When the file was changed, in milliseconds, without fractions of a second. */
  readonly modified: number;
}

/** A header of the request, by name. */
export type HeaderOf = (name: string) => string | null;

/** What the preconditions of a GET or HEAD come to. */
export type Verdict = "send" | "not modified" | "failed";

const TAG = /(W\/)?"[^"]*"/g;
const WEAK = /^W\//;
/** The three forms of dates: Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994. */
const DATE = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/;

/** Asks the preconditions of a GET or HEAD. */
export function judge(header: HeaderOf, { etag, modified }: Validators, now: number): Verdict {
  const ifMatch = header("If-Match");
  if (ifMatch !== null) {
    if (!matches(ifMatch, etag, strongly)) return "failed";
  } else {
    const unmodifiedSince = dateOf(header("If-Unmodified-Since"));
    if (unmodifiedSince !== null && modified > unmodifiedSince) return "failed";
  }
  const ifNoneMatch = header("If-None-Match");
  if (ifNoneMatch !== null) return matches(ifNoneMatch, etag, weakly) ? "not modified" : "send";
  const since = dateOf(header("If-Modified-Since"));
  // A time that has not come yet says nothing, unless it is the one that was sent (measured).
  if (since === null || (since > now && since !== modified)) return "send";
  return modified <= since ? "not modified" : "send";
}

/** Whether a range may be sent: If-Range names the file as it is, or is not there. */
export function allowsRange(header: HeaderOf, { etag, modified }: Validators): boolean {
  const ifRange = header("If-Range");
  if (!ifRange) return true;
  if (/^(W\/)?"/.test(ifRange)) return etag !== null && strongly(ifRange.trim(), etag);
  return dateOf(ifRange) === modified;
}

function matches(
  list: string,
  etag: string | null,
  compare: (a: string, b: string) => boolean,
): boolean {
  if (list.trim() === "*") return true;
  return etag !== null && [...list.matchAll(TAG)].some(([tag]) => compare(tag, etag));
}

function strongly(a: string, b: string): boolean {
  return a === b && !WEAK.test(a);
}

function weakly(a: string, b: string): boolean {
  return a.replace(WEAK, "") === b.replace(WEAK, "");
}

/** The time of a header in milliseconds; null if it is not there, or no date. */
function dateOf(value: string | null): number | null {
  if (value === null || !DATE.test(value)) return null;
  const time = Date.parse(/GMT$/.test(value) ? value : `${value} GMT`);
  return Number.isNaN(time) ? null : time;
}
