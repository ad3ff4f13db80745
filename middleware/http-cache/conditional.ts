// Which answers are kept for the next request? What of an answer a client wants: RFC 9110, sections 13 and 14.
import { type Range, readRanges } from "../_shared/ranges.ts";
import type { HeaderOf } from "./freshness.ts";
import { dateOf } from "./http-date.ts";

/** The conditions that a request may have. */
export const CONDITIONS = ["If-None-Match", "If-Modified-Since"] as const;

/** Whether a request may be done only if the origin has what the client knows: a cache cannot say that for it (RFC 9111, 4.3.2). */
export function isForOrigin(request: HeaderOf): boolean {
  return request("If-Match") !== null || request("If-Unmodified-Since") !== null;
}

/** Whether the client has the answer already, so that 304 is enough. */
export function isKnown(request: HeaderOf, kept: HeaderOf): boolean {
  const tags = request("If-None-Match");
  if (tags !== null) return tags.trim() === "*" || hasTag(tags, kept("ETag"));
  const since = dateOf(request("If-Modified-Since"));
  const modified = dateOf(kept("Last-Modified")) ?? dateOf(kept("Date"));
  return since !== null && modified !== null && modified <= since;
}

function hasTag(tags: string, own: string | null): boolean {
  if (own === null) return false;
  const bare = (tag: string) => tag.replace(/^W\//, "");
  return (tags.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => bare(tag) === bare(own));
}

/**
 * The part that a client wants; null for all of it, "none" if there is no such part. Several parts are all of it, and so
 * is one of compressed bytes, which nobody could read alone.
 */
export function partOf(request: HeaderOf, kept: HeaderOf, size: number): Range | "none" | null {
  if (kept("Content-Encoding") !== null) return null;
  const asked = request("Range");
  if (asked === null || !isOf(request("If-Range"), kept)) return null;
  const ranges = readRanges(asked, size);
  if (typeof ranges === "string") return ranges === "none" ? ranges : null;
  return ranges.length === 1 ? ranges[0] : null;
}

/** Whether the part that a client has is of this answer; only a strong tag, or the very date, can tell. */
function isOf(ifRange: string | null, kept: HeaderOf): boolean {
  if (ifRange === null) return true;
  if (ifRange.startsWith('"')) return ifRange === kept("ETag");
  const modified = dateOf(kept("Last-Modified"));
  return modified !== null && dateOf(ifRange) === modified;
}
