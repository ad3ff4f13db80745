// Which answers are kept for the next request? Whether what is kept is still good, and how the origin is asked.
import { type Awaitable, getFiles, getRequestUrl, type IHttpContext } from "../../mod.ts";
import { then } from "../_shared/awaitable.ts";
import { ageOf, headOf } from "./answers.ts";
import { CONDITIONS } from "./conditional.ts";
import type { Asked } from "./intent.ts";
import type { CachedResponse } from "./stores.ts";
import type { Wishes } from "./wishes.ts";

/** Whether a record may be sent as it is; while the origin is asked; or only if the origin says so. */
export type Verdict = "good" | "meanwhile" | "stale";

/** What is to be thought of a record. */
export function judge(
  context: IHttpContext,
  record: CachedResponse,
  wishes: Wishes,
): Awaitable<Verdict> {
  if (record.stated) return suits(record, wishes);
  if (record.file !== null) {
    return then(isUnchanged(context, record.file), (same) => same ? "good" : "stale");
  }
  return record.lifetime === null || ageOf(record) < record.lifetime ? "good" : "stale";
}

/** By RFC 9111: fresh, and fresh enough for the client; or stale, if both sides have nothing against it. */
function suits(record: CachedResponse, wishes: Wishes): Verdict {
  const age = ageOf(record);
  const left = record.lifetime! - age;
  if (wishes.revalidated || (wishes.maxAge !== null && age > wishes.maxAge)) return "stale";
  if (left > 0) return left >= wishes.minFresh ? "good" : "stale";
  if (wishes.minFresh === 0 && -left < record.whileRevalidate) return "meanwhile";
  return !record.strict && wishes.maxStale > 0 && -left <= wishes.maxStale ? "good" : "stale";
}

function isUnchanged(
  context: IHttpContext,
  [path, etag]: readonly [string, string],
): Awaitable<boolean> {
  const files = getFiles(context);
  if (files === null) return true;
  return then(files.find(path), (file) => {
    const same = file !== null && file.getETag() === etag;
    file?.dereferenceCacheData();
    return same;
  });
}

/** Statuses of an origin that failed, and of one that could not be reached. */
const ERRORS = new Set([500, 502, 503, 504]);
const UNREACHED = new Set([502, 504]);

/** Whether a stale record may take the place of an error: where it says so, or the origin was not reached (RFC 9111, 4.2.4). */
export function mayStandFor(record: CachedResponse, status: number): boolean {
  if (!record.stated || !ERRORS.has(status)) return false;
  const over = ageOf(record) - record.lifetime!;
  return over <= record.ifError || (!record.strict && UNREACHED.has(status));
}

/** Whether the answer to a HEAD is the head of what is kept. */
export function describes(context: IHttpContext, record: CachedResponse): boolean {
  const response = context.getResponse();
  const kept = headOf(record);
  const length = response.getHeader("Content-Length");
  return ["ETag", "Last-Modified"].every((name) => response.getHeader(name) === kept(name)) &&
    (length === null || Number(length) === record.body.byteLength);
}

/** Whether others may wait for the answer of this request: it is the plain one, and may be everybody's. */
export function mayLead(context: IHttpContext, { wishes, profile }: Asked): boolean {
  const request = context.getRequest();
  const own = [...CONDITIONS, "Range", ...(profile?.caches === true ? [] : ["Authorization"])];
  return request.getHttpMethod() === "GET" && !wishes.noStore &&
    own.every((name) => request.getHeader(name) === null);
}

/** Has the origin asked whether what is kept is still good; the client's own conditions stand aside. */
export function inject(context: IHttpContext, asked: Asked): boolean {
  const request = context.getRequest();
  const kept = headOf(asked.stale!);
  const [etag, modified] = [kept("ETag"), kept("Last-Modified")];
  if (request.getHttpMethod() !== "GET" || (etag === null && modified === null)) return false;
  if (request.getHeader("Range") !== null) return false;
  asked.conditions = new Map(CONDITIONS.map((name) => [name, request.getHeader(name)]));
  put(context, "If-None-Match", etag);
  put(context, "If-Modified-Since", modified);
  return true;
}

/** Gives the client its conditions back; false if they are what the origin was asked with. */
export function restore(context: IHttpContext, asked: Asked): boolean {
  if (asked.conditions === null) return false;
  for (const [name, value] of asked.conditions) put(context, name, value);
  asked.conditions = null;
  return true;
}

function put(context: IHttpContext, name: string, value: string | null): void {
  const request = context.getRequest();
  if (value === null) request.deleteHeader(name);
  else request.setHeader(name, value, true);
}

/** Methods that change nothing. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** URLs that a request has changed: its own, and those that the answer names (RFC 9111, 4.4). */
export function changedBy(context: IHttpContext): string[] {
  if (SAFE.has(context.getRequest().getHttpMethod())) return [];
  const response = context.getResponse();
  const { statusCode } = response.getStatus();
  if (statusCode < 200 || statusCode >= 400) return [];
  const url = getRequestUrl(context);
  const others = ["Location", "Content-Location"].map((name) => response.getHeader(name));
  return [url, ...others.flatMap((other) => onSameSite(url, other))];
}

/** An address of the same site, as it stands in a head. */
function onSameSite(url: string, other: string | null): string[] {
  if (other === null) return [];
  try {
    const found = new URL(other, url);
    return found.origin === new URL(url).origin ? [found.href] : [];
  } catch {
    return [];
  }
}
