// Which answers are kept for the next request? The profiles of the section: what is kept by its extension, and how.
import { filled, fitting, type Rule, section, text, word } from "../_shared/options.ts";
import { secondsOf, timeSpan } from "../_shared/time-span.ts";
import type { Variation } from "./stores.ts";

/** How something is cached. */
export type CachePolicyName =
  | "DontCache"
  | "CacheUntilChange"
  | "CacheForTimePeriod"
  | "DisableCache";

/** What is cached by its extension. */
export interface CacheProfile {
  /** The extension with its dot, or "*" for every URL. */
  readonly extension: string;
  /** How it is cached; "DontCache" by default. */
  readonly policy?: CachePolicyName;
  /** The same for the cache of the kernel, of which there is none. */
  readonly kernelCachePolicy?: CachePolicyName;
  /** How long, with "CacheForTimePeriod"; "00:00:30" by default. */
  readonly duration?: string;
  /** Who may cache it; the word that Cache-Control says where the answer says none. "Server" by default. */
  readonly location?: "Any" | "Client" | "Downstream" | "Server" | "None" | "ServerAndClient";
  /** Request headers that tell versions apart, with semicolons between. */
  readonly varyByHeaders?: string;
  /** Query parameters that do so, or "*" for the whole query; without them all queries get the same. */
  readonly varyByQueryString?: string;
}

const POLICY: Rule<CachePolicyName> = word(
  "DontCache",
  "CacheUntilChange",
  "CacheForTimePeriod",
  "DisableCache",
);

/** The rule of one profile. */
export const PROFILE: Rule<CacheProfile> = section<CacheProfile>({
  extension: fitting(
    (value) => value === "*" || (typeof value === "string" && /^\.[^./\\]+$/.test(value)),
    'an extension with its dot, such as ".asp", or "*"',
  ),
  policy: POLICY,
  kernelCachePolicy: POLICY,
  duration: timeSpan,
  location: word("Any", "Client", "Downstream", "Server", "None", "ServerAndClient"),
  varyByHeaders: text,
  varyByQueryString: filled,
}, ["extension"]);

/** What Cache-Control says for each place, as IIS was seen to. */
const WORDS = {
  Any: "public",
  Downstream: "public",
  Client: "private",
  ServerAndClient: "private",
  Server: "no-cache",
  None: "no-cache",
} as const;

/** One profile, ready for use. */
export interface Profile {
  /** Whether answers are kept here. */
  readonly caches: boolean;
  /** Whether nobody is to keep them, whatever they say themselves. */
  readonly disables: boolean;
  /** Seconds; null until the file changes. */
  readonly seconds: number | null;
  readonly word: string;
  readonly variation: Variation;
}

/** The profiles by extension; the path ignores case. */
export class Profiles {
  readonly #profiles: ReadonlyMap<string, Profile>;
  readonly #any: Profile | null;

  constructor(profiles: readonly CacheProfile[]) {
    this.#profiles = new Map(profiles.map((one) => [one.extension.toLowerCase(), ready(one)]));
    this.#any = this.#profiles.get("*") ?? null;
  }

  /** Whether there are any. */
  get some(): boolean {
    return this.#profiles.size > 0;
  }

  /** The profile of a path; null if there is none. */
  of(path: string): Profile | null {
    const extension = /\.[^./]+$/.exec(path)?.[0].toLowerCase();
    return (extension === undefined ? undefined : this.#profiles.get(extension)) ?? this.#any;
  }
}

function ready(profile: CacheProfile): Profile {
  const { policy = "DontCache", location = "Server", duration = "00:00:30" } = profile;
  return {
    caches: location !== "None" &&
      (policy === "CacheForTimePeriod" || policy === "CacheUntilChange"),
    disables: policy === "DisableCache" || location === "None",
    seconds: policy === "CacheUntilChange" ? null : secondsOf(duration)!,
    word: WORDS[location],
    variation: {
      headers: listOf(profile.varyByHeaders).map((name) => name.toLowerCase()),
      query: profile.varyByQueryString === undefined ? null : listOf(profile.varyByQueryString),
      value: false,
    },
  };
}

function listOf(list = ""): string[] {
  return list.split(/[;,]/).map((one) => one.trim()).filter((one) => one !== "");
}
