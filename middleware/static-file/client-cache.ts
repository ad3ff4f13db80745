// How does a file come to the client? What it is told about keeping it: the clientCache element.
import { fitting, flag, type Rules, text, word } from "../_shared/options.ts";
import { secondsOf, timeSpan } from "../_shared/time-span.ts";

/** The clientCache element. */
export interface ClientCache {
  /** Directives of Cache-Control that stand in front of what the mode says, "public" for example. */
  readonly cacheControlCustom?: string;
  /** The age with UseMaxAge, a time span; "1.00:00:00", a day, by default. */
  readonly cacheControlMaxAge?: string;
  /** What is said: nothing, "no-cache", an age, or a time of expiry; "NoControl" by default. */
  readonly cacheControlMode?: "NoControl" | "DisableCache" | "UseMaxAge" | "UseExpires";
  /** The time with UseExpires, as HTTP writes dates: "Tue, 19 Jan 2038 03:14:07 GMT". */
  readonly httpExpires?: string;
  /** Whether there is an entity tag; true by default. */
  readonly setEtag?: boolean;
}

/** The rules of the element. */
export const CLIENT_CACHE: Rules<ClientCache> = {
  cacheControlCustom: text,
  cacheControlMaxAge: timeSpan,
  cacheControlMode: word("NoControl", "DisableCache", "UseMaxAge", "UseExpires"),
  httpExpires: fitting(
    (value) => typeof value === "string" && new Date(value).toUTCString() === value,
    'a date such as "Tue, 19 Jan 2038 03:14:07 GMT"',
  ),
  setEtag: flag,
};

/** The headers that the element means. */
export function cacheHeaders(cache: ClientCache): readonly (readonly [string, string])[] {
  const { cacheControlMode: mode = "NoControl", cacheControlMaxAge: age = "1.00:00:00" } = cache;
  const said = mode === "DisableCache"
    ? "no-cache"
    : mode === "UseMaxAge"
    ? `max-age=${secondsOf(age)}`
    : "";
  const control = [cache.cacheControlCustom ?? "", said].filter((one) => one !== "").join(",");
  const headers: [string, string][] = control === "" ? [] : [["Cache-Control", control]];
  if (mode === "UseExpires" && cache.httpExpires) headers.push(["Expires", cache.httpExpires]);
  return headers;
}
