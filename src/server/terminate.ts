// Who builds the house and lets a request in? The last word of modules when a server closes, and how long it may take.
import type { Registration } from "../plan/plan.ts";

/** Longest time that timers take, in milliseconds. */
const MOST_MS = 2_147_483_647;

/** When a server that closes goes on without those who are not ready. */
export class Deadline {
  readonly #passed: Promise<void> | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms Milliseconds from now; Infinity for none. */
  constructor(ms: number) {
    this.#passed = Number.isFinite(ms)
      ? new Promise((resolve) => this.#timer = setTimeout(resolve, Math.min(ms, MOST_MS)))
      : null;
  }

  /** Waits for work until the deadline; behind it, for one turn. False if it is not done then. */
  async allows(work: void | PromiseLike<void>): Promise<boolean> {
    const done = Promise.resolve(work).then(() => true);
    if (this.#passed === null) return await done;
    const turn = () => new Promise<false>((resolve) => setTimeout(resolve, 0, false));
    return await Promise.race([done, this.#passed.then(turn)]);
  }

  /** Leaves no timer behind. */
  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Ends the modules, one behind the other. What one throws, or does not end, disturbs no other. */
export async function terminateAll(
  registrations: readonly Registration[],
  deadline: Deadline,
): Promise<void> {
  for (const { terminate, name } of registrations) {
    try {
      if (await deadline.allows(terminate())) continue;
      console.error(`terminate() of module "${name}" is not done at the deadline of close()`);
    } catch (error) {
      console.error(`terminate() of module "${name}" threw:`, error);
    }
  }
  deadline.end();
}
