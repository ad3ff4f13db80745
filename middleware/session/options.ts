// What is known of a client from one request to the next? The section, and what may be written in it.
import { fitting, flag, readOptions, word } from "../_shared/options.ts";
import { secondsOf } from "../_shared/time-span.ts";
import { MemoryStore } from "./memory-store.ts";
import type { SessionStore } from "./session-store.ts";

/** Options of the sections `sessionState`, `httpCookies` and `pages` that are about sessions. */
export interface SessionOptions {
  /** The name of the cookie; "ASP.NET_SessionId" where nothing is said. */
  readonly cookieName?: string;
  /** From which sites the cookie is sent along; "Lax" where nothing is said, "Unspecified" leaves it to the client. */
  readonly cookieSameSite?: "Lax" | "Strict" | "None" | "Unspecified";
  /** Where the name of a session stands; there is only the cookie. */
  readonly cookieless?: "UseCookies";
  /** How long a session is kept that nobody uses: minutes, or a time span; 20 where nothing is said. */
  readonly timeout?: number | string;
  /** Whether the cookie is for secure connections only; those over which it is set where nothing is said. */
  readonly requireSSL?: boolean;
  /** The domain of the cookie; the host alone where nothing is said. */
  readonly domain?: string;
  /** Whether there are sessions, perhaps only for reading, which do not wait for each other; true where nothing is said. */
  readonly enableSessionState?: boolean | "ReadOnly";
  /** Where sessions are kept; in this process where nothing is said. Ours. */
  readonly store?: SessionStore;
}

/** The options, with what counts where nothing is said. */
export interface SessionSettings {
  readonly cookieName: string;
  readonly sameSite: string;
  /** Whether the cookie is secure, where the request does not decide that. */
  readonly secure: boolean | null;
  readonly domain: string | null;
  /** Milliseconds. */
  readonly timeout: number;
  readonly enabled: boolean;
  readonly readOnly: boolean;
  readonly store: SessionStore;
}

const MINUTE = 60_000;

/** A cookie for 400 days is the longest that clients keep; no session needs more. */
const MOST_MINUTES = 400 * 24 * 60;

/** Checks the options. */
export function readSession(who: string, options: SessionOptions | undefined): SessionSettings {
  const told = readOptions<SessionOptions>(who, options, {
    cookieName: fitting(
      (value) => typeof value === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(value),
      "a name without spaces, commas and semicolons",
    ),
    cookieSameSite: word("Lax", "Strict", "None", "Unspecified"),
    cookieless: word("UseCookies"),
    timeout: fitting(
      (value) => minutesOf(value) > 0 && minutesOf(value) <= MOST_MINUTES,
      `minutes, more than 0 and up to ${MOST_MINUTES}, or a time span such as "00:20:00"`,
    ),
    requireSSL: flag,
    domain: fitting(isDomain, 'a domain such as "example.com"'),
    enableSessionState: fitting(
      (value) => typeof value === "boolean" || value === "ReadOnly",
      'true, false or "ReadOnly"',
    ),
    store: fitting(isStore, "an object with getItem, setItem and removeItem"),
  });
  const { cookieSameSite = "Lax", enableSessionState = true } = told;
  return {
    cookieName: told.cookieName ?? "ASP.NET_SessionId",
    sameSite: cookieSameSite === "Unspecified" ? "" : `; SameSite=${cookieSameSite}`,
    // No client takes SameSite=None without it.
    secure: told.requireSSL || cookieSameSite === "None" ? true : told.requireSSL ?? null,
    domain: told.domain ?? null,
    timeout: minutesOf(told.timeout ?? 20) * MINUTE,
    enabled: enableSessionState !== false,
    readOnly: enableSessionState === "ReadOnly",
    store: told.store ?? new MemoryStore(),
  };
}

/** NaN for what is neither minutes nor a time span. */
function minutesOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" ? (secondsOf(value) ?? NaN) / 60 : NaN;
}

function isDomain(value: unknown): boolean {
  return typeof value === "string" && /^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value);
}

function isStore(value: unknown): boolean {
  const store = (value ?? {}) as Record<string, unknown>;
  return ["getItem", "setItem", "removeItem"].every((name) => typeof store[name] === "function");
}
