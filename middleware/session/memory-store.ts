// What is known of a client from one request to the next? Kept in this process, where nothing else is given.
import type { SessionStore } from "./session-store.ts";

/** More sessions than this are not kept: the one that was written longest ago is forgotten. */
const MOST = 100_000;
const SWEEP_MS = 60_000;

interface Kept {
  readonly value: string;
  readonly ends: number;
}

/** A store in memory. What has ended is thrown away by and by. */
export class MemoryStore implements SessionStore {
  readonly #kept = new Map<string, Kept>();
  #swept = Date.now();

  getItem(key: string): string | null {
    return this.#kept.get(key)?.value ?? null;
  }

  setItem(key: string, value: string, { ttl }: { readonly ttl: number }): void {
    const now = Date.now();
    if (now - this.#swept > SWEEP_MS) this.#sweep(now);
    // Anew, so that the order of the map is the order of writing.
    this.#kept.delete(key);
    if (this.#kept.size >= MOST) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(key, { value, ends: now + ttl * 1_000 });
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }

  #sweep(now: number): void {
    this.#swept = now;
    for (const [key, { ends }] of this.#kept) if (ends <= now) this.#kept.delete(key);
  }
}
