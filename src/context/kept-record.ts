// What does a module hold in its hand? What all records of the core have that lie in a shared cache.
import type { IHttpModuleContextContainer } from "../terms/stored-context.ts";
import { ModuleContexts } from "./module-contexts.ts";

/** Rounds of a cache that a record outlives without being asked for. */
const ROUNDS = 2;

/** A record on which modules may keep something. It ends when the cache and everybody else have let go of it. */
export class KeptRecord {
  readonly contexts: ModuleContexts = new ModuleContexts();
  private holders = 1;
  private rounds = ROUNDS;
  private flushed = false;

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  referenceCacheData(): void {
    this.holders++;
  }

  /** With the last holder, what modules have kept here ends. */
  dereferenceCacheData(): void {
    if (--this.holders === 0) this.contexts.contexts.cleanUp((message) => console.error(message));
  }

  resetTTL(): void {
    this.rounds = ROUNDS;
  }

  decrementTTL(): boolean {
    return --this.rounds <= 0;
  }

  setFlushed(): void {
    this.flushed = true;
  }

  getFlushed(): boolean {
    return this.flushed;
  }
}
