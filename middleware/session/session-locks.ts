// What is known of a client from one request to the next? Who may use it now: one who writes, or many who only read.

type Release = () => void;

/** How often a request that waits shows that it lives. */
const ALIVE_MS = 1_000;

interface Waiter {
  readonly reads: boolean;
  enter(release: Release): void;
}

/** Those who use one session, and those who wait for it in the order in which they came. */
class Queue {
  readers = 0;
  writes = false;
  readonly waiting: Waiter[] = [];

  get isIdle(): boolean {
    return this.readers === 0 && !this.writes;
  }

  /** Lets in whoever may come in; nobody overtakes, so that those who write are not left waiting by those who read. */
  admit(freed: () => void): void {
    while (this.waiting.length > 0 && (this.isIdle || (this.waiting[0].reads && !this.writes))) {
      const { reads, enter } = this.waiting.shift()!;
      if (reads) this.readers++;
      else this.writes = true;
      enter(() => {
        if (reads) this.readers--;
        else this.writes = false;
        this.admit(freed);
        if (this.isIdle) freed();
      });
    }
  }
}

/** The locks of one store, as far as this process goes. */
export class SessionLocks {
  readonly #queues = new Map<string, Queue>();

  /**
   * Waits for a session, and gives the function that lets it go.
   *
   * @param signal Who gives up the wait; the promise rejects with its reason.
   */
  async enter(id: string, reads: boolean, signal: AbortSignal): Promise<Release> {
    // Workers end a request as hung that has nothing to wait for but the promise of another request.
    const alive = setInterval(() => {}, ALIVE_MS);
    try {
      return await this.#wait(id, reads, signal);
    } finally {
      clearInterval(alive);
    }
  }

  #wait(id: string, reads: boolean, signal: AbortSignal): Promise<Release> {
    const queue = this.#queues.get(id) ?? new Queue();
    this.#queues.set(id, queue);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        queue.waiting.splice(queue.waiting.indexOf(waiter), 1);
        this.#admit(id, queue);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        reads,
        enter: (release) => {
          signal.removeEventListener("abort", leave);
          resolve(release);
        },
      };
      queue.waiting.push(waiter);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      else this.#admit(id, queue);
    });
  }

  #admit(id: string, queue: Queue): void {
    const freed = (): void => {
      if (queue.isIdle && queue.waiting.length === 0) this.#queues.delete(id);
    };
    queue.admit(freed);
    freed();
  }
}
