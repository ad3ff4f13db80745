// Which answers are kept for the next request? What profile, policy object and the answer itself say about keeping it.
import {
  HttpCachePolicyNocache,
  HttpCachePolicyTimeToLive,
  type IHttpCachePolicy2,
  type IHttpContext,
} from "../../mod.ts";
import { type Header, headOf, keptHeaders } from "./answers.ts";
import { directivesOf } from "./cache-control.ts";
import { type HeaderOf, type Reading, type Terms, termsOf } from "./freshness.ts";
import type { UrlKeys } from "./keys.ts";
import type { Profile } from "./profiles.ts";
import type { CachedResponse, Variation } from "./stores.ts";
import type { Wishes } from "./wishes.ts";

/** A request whose answer may be kept. */
export interface Asked {
  readonly keys: UrlKeys;
  readonly profile: Profile | null;
  readonly wishes: Wishes;
  /** When it came, in milliseconds. */
  readonly at: number;
  /** The key for which it leads, while nothing is known of its answer. */
  lead: string | null;
  /** What was kept, and has to be asked for again. */
  stale: CachedResponse | null;
  /** The client's own conditions, where others stand in their place. */
  conditions: ReadonlyMap<string, string | null> | null;
  /** What was sent was stale, and is to be asked for again behind it. */
  meanwhile: boolean;
  /** What a store that takes its time has still to do: the answer leaves before. */
  keeping: Promise<void> | null;
}

/** That an answer is to be kept. */
export interface Intent {
  readonly primary: string;
  readonly variation: Variation;
  /** The record, but for its body. */
  readonly record: Omit<CachedResponse, "body">;
  /** Seconds in which it is of any use. */
  readonly seconds: number;
}

/** That an answer is not kept: because it never is, or only not now. */
export type Refusal = "never" | "failed";

/** Seconds for what is kept until somebody removes it. */
const ALWAYS = 31_536_000;

/** Seconds that an answer is of use behind its freshness: to be asked for again, or to stand for one that is not to be had. */
const STALE = 3600;

/** What is to become of an answer. */
export function intentOf(context: IHttpContext, asked: Asked, reading: Reading): Intent | Refusal {
  if (!mayBeKept(context, asked)) return "never";
  const told = context.getResponse().getCachePolicy().getUserCachePolicy();
  if (told.policy === HttpCachePolicyTimeToLive) {
    return byPolicy(context, asked, told.secondsToLive);
  }
  if (told.policy !== HttpCachePolicyNocache) return byPolicy(context, asked, null);
  const { profile } = asked;
  if (profile?.caches !== true) return byItself(context, asked, reading);
  // A profile knows no more of an answer than its extension; who has made it may know that it is for one client alone.
  return isPrivate(context) ? "never" : byPolicy(context, asked, profile.seconds);
}

/** Whether the answer itself says that nobody else is to see it. */
function isPrivate(context: IHttpContext): boolean {
  const directives = directivesOf(context.getResponse().getHeader("Cache-Control"));
  return directives.has("private") || directives.has("no-store");
}

/** What neither a profile nor a policy can change. */
export function mayBeKept(context: IHttpContext, { profile }: Asked): boolean {
  const request = context.getRequest();
  const response = context.getResponse();
  const policy = response.getCachePolicy();
  return request.getHttpMethod() === "GET" && profile?.disables !== true &&
    !policy.isCached() && policy.isUserCacheEnabled() &&
    !response.getHeadersSuppressed() && response.getHeader("Set-Cookie") === null;
}

/** A page is kept at its second hit within ten seconds, as serverRuntime says. */
function byPolicy(
  context: IHttpContext,
  { keys, profile, at: asked }: Asked,
  lifetime: number | null,
): Intent | Refusal {
  const response = context.getResponse();
  if (response.getStatus().statusCode !== 200) return "failed";
  if (response.getHeader("Vary")?.includes("*")) return "never";
  const frequent = isForced(context) || (context.getUrlInfo()?.isFrequentlyHit() ?? false);
  if (!frequent || lifetime === 0) return "failed";
  const file = lifetime === null ? context.getFileInfo() : null;
  return {
    primary: keys.path,
    variation: together(context, profile),
    seconds: lifetime ?? ALWAYS,
    record: {
      ...headIn(context),
      asked,
      born: Date.now(),
      lifetime,
      strict: true,
      ifError: 0,
      whileRevalidate: 0,
      file: file === null ? null : [file.getFilePath(), file.getETag()],
      stated: false,
    },
  };
}

/** Whether a module has said that what is kept is to be replaced. */
export function isForced(context: IHttpContext): boolean {
  return (context.getResponse().getCachePolicy() as IHttpCachePolicy2).isForceUpdateSet();
}

/** What tells versions apart for the profile, for the modules that have said so, and for the answer itself. */
function together(context: IHttpContext, profile: Profile | null): Variation {
  const response = context.getResponse();
  const policy = response.getCachePolicy();
  const split = (list: string | null): string[] =>
    (list ?? "").split(/[,;]/).map((one) => one.trim()).filter((one) => one !== "");
  const headers = split(policy.getVaryByHeaders()).map((name) => name.toLowerCase());
  const query = [...(profile?.variation.query ?? []), ...split(policy.getVaryByQueryStrings())];
  return {
    headers: [
      ...new Set([
        ...(profile?.variation.headers ?? []),
        ...headers,
        ...varied(response.getHeader("Vary")),
      ]),
    ],
    query: query.length === 0 ? null : [...new Set(query)],
    value: policy.getVaryByValue() !== null,
  };
}

function byItself(context: IHttpContext, asked: Asked, reading: Reading): Intent | Refusal {
  const response = context.getResponse();
  const { statusCode: status } = response.getStatus();
  if (asked.wishes.noStore || status === 304) return "failed";
  const header: HeaderOf = (name) => response.getHeader(name);
  const terms = termsIn(context, asked, status, header, reading);
  if (terms !== null) return stated(asked, headIn(context), terms) ?? "never";
  return status >= 500 ? "failed" : "never";
}

function termsIn(
  context: IHttpContext,
  { at: asked }: Asked,
  status: number,
  header: HeaderOf,
  reading: Reading,
): Terms | null {
  return termsOf({ status, header, authorized: isIdentified(context), asked }, reading);
}

/** An answer that says itself how long it is fresh; null if that would be of no use. */
function stated({ keys, at }: Asked, head: Head, terms: Terms): Intent | null {
  const kept = headOf(head);
  const seconds = usefulFor(terms, kept("ETag") !== null || kept("Last-Modified") !== null);
  if (seconds === 0) return null;
  return {
    primary: keys.whole,
    variation: { headers: varied(kept("Vary")), query: null, value: false },
    seconds,
    record: { ...head, ...timesOf(terms), asked: at, file: null, stated: true },
  };
}

/** Seconds in which an answer is of use. */
function usefulFor(
  { lifetime, age, strict, ifError, whileRevalidate }: Terms,
  asks: boolean,
): number {
  const left = Math.max(0, lifetime - age);
  const behind = asks || (!strict && lifetime > 0) ? STALE : 0;
  return left + Math.max(ifError, whileRevalidate, behind);
}

type Times = Pick<CachedResponse, "born" | keyof Omit<Terms, "age">>;

function timesOf({ age, ...terms }: Terms): Times {
  return { born: Date.now() - age * 1000, ...terms };
}

/** Names of headers that an answer says it depends on. */
export function varied(vary: string | null): string[] {
  const names = (vary ?? "").toLowerCase().split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))].sort();
}

/** Whether the request says who it is by, so that its answer may be for him alone. */
export function isIdentified(context: IHttpContext): boolean {
  return context.getRequest().getHeader("Authorization") !== null ||
    (context.getUser()?.getUserName() ?? "") !== "";
}

type Head = Pick<CachedResponse, "status" | "reason" | "headers">;

function headIn(context: IHttpContext): Head {
  const response = context.getResponse();
  const { statusCode, reason } = response.getStatus();
  return { status: statusCode, reason, headers: dated(keptHeaders(response)) };
}

/** Whoever keeps an answer says when it came, where it does not say so itself (RFC 9110, 6.6.1). */
function dated(headers: readonly Header[]): readonly Header[] {
  const has = headers.some(([name]) => name.toLowerCase() === "date");
  return has ? headers : [...headers, ["Date", new Date().toUTCString()]];
}

/** Headers that belong to the body as it is kept, whatever is said of it later (RFC 9111, 3.2). */
const OF_BODY = /^content-(length|encoding|range)$/i;

/** A record that the origin has just said to be good still, with what else it has said. */
export function freshened(context: IHttpContext, record: CachedResponse): CachedResponse {
  const news = dated(keptHeaders(context.getResponse())).filter(([name]) => !OF_BODY.test(name));
  const names = new Set(news.map(([name]) => name.toLowerCase()));
  const old = record.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...record, headers: [...old, ...news] };
}

/** That such a record is to be kept again; null if it may not be, or would be of no use. */
export function renewed(
  context: IHttpContext,
  asked: Asked,
  record: CachedResponse,
  reading: Reading,
): Intent | null {
  const { status, reason, headers } = freshened(context, record);
  const kept = headOf({ headers });
  const age = context.getResponse().getHeader("Age");
  const header: HeaderOf = (name) => name === "Age" ? age : kept(name);
  const terms = termsIn(context, asked, status, header, reading);
  return terms === null ? null : stated(asked, { status, reason, headers }, terms);
}
