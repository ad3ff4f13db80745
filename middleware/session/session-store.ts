// What is known of a client from one request to the next? Where it is kept in between.
import type { Awaitable } from "../../mod.ts";

/** Where sessions are kept: a storage or driver of unstorage, or anything with the same methods. */
export interface SessionStore {
  /** The text of a key, or what its JSON says; null or undefined where there is none. */
  getItem(key: string, options?: object): Awaitable<unknown>;
  /** Keeps a text for at least `ttl` seconds. */
  setItem?(key: string, value: string, options: { readonly ttl: number }): Awaitable<void>;
  /** Forgets a key. */
  removeItem?(key: string, options: object): Awaitable<void>;
  /**
   * Waits until nobody else holds the key, on any machine, and gives the function that lets it go. Without it, requests
   * of one session wait for each other only inside one process.
   */
  lock?(key: string, signal: AbortSignal): Awaitable<() => Awaitable<void>>;
}

/** Values of one session, and when it ends. */
export interface SessionRecord {
  /** The values. */
  readonly data: Record<string, unknown>;
  /** When it ends, in milliseconds of Date.now(). */
  readonly ends: number;
}

/** Drivers with shorter times than this refuse them. */
const LEAST_TTL = 60;

const keyOf = (id: string): string => `session:${id}`;

/** Reads a session; null if there is none, or none any more. */
export async function load(store: SessionStore, id: string): Promise<SessionRecord | null> {
  const found = await store.getItem(keyOf(id));
  const record = typeof found === "string" ? parse(found) : found;
  return isRecord(record) && record.ends > Date.now() ? record : null;
}

/** Keeps a session for some milliseconds. */
export async function save(
  store: SessionStore,
  id: string,
  data: SessionRecord["data"],
  time: number,
): Promise<void> {
  const record: SessionRecord = { data, ends: Date.now() + time };
  const ttl = Math.max(LEAST_TTL, Math.ceil(time / 1_000));
  await store.setItem!(keyOf(id), JSON.stringify(record), { ttl });
}

/** Forgets a session. */
export async function forget(store: SessionStore, id: string): Promise<void> {
  await store.removeItem!(keyOf(id), {});
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is SessionRecord {
  const { data, ends } = (value ?? {}) as Partial<SessionRecord>;
  return typeof data === "object" && data !== null && typeof ends === "number";
}
