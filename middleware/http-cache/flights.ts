// Which answers are kept for the next request? One fetch for all who want the same: the first asks, the others wait.
import { BoundedMap } from "./bounded-map.ts";

/** Milliseconds that a fetch is waited for, of a URL of which nothing is known yet, and of one that was kept before. */
const SHORT = 5000;
const LONG = 10_000;

/** Milliseconds that it is remembered that answers of a URL are not kept, so that nobody waits for one. */
const PASS = 120_000;

/** Letters of the URLs that are remembered. */
const MOST = 1_000_000;

/** How a fetch has ended: its answer is kept; it never will be; or it came to nothing, so that another may try. */
export type Landing = "kept" | "never" | "failed";

interface Flight {
  readonly since: number;
  readonly waiting: ((landing: Landing) => void)[];
}

/** What is being fetched. */
export class Flights {
  readonly #flying = new Map<string, Flight>();
  /** Until when answers of a URL are not waited for; 0 for one that is known to be kept. */
  readonly #known = new BoundedMap<number>(MOST);

  /**
   * Takes the lead for a key, if nobody has it, or whoever has it takes too long.
   *
   * @returns "leads" for the leader, "passes" where answers are not kept; otherwise a promise of the leader's end, or
   * of that of patience.
   */
  join(key: string): Promise<Landing | "late"> | "leads" | "passes" {
    const now = Date.now();
    const until = this.#known.get(key);
    if (until !== undefined && until > now) return "passes";
    const flight = this.#flying.get(key);
    const left = (flight?.since ?? -Infinity) + (until === 0 ? LONG : SHORT) - now;
    if (flight !== undefined && left > 0) return patient(flight, left);
    this.#flying.set(key, { since: now, waiting: [] });
    return "leads";
  }

  /** Whether somebody is fetching it. */
  has(key: string): boolean {
    return this.#flying.has(key);
  }

  /** The leader has come to an end. */
  end(key: string, landing: Landing): void {
    if (landing === "failed") this.#known.delete(key);
    else this.#known.set(key, landing === "kept" ? 0 : Date.now() + PASS);
    const flight = this.#flying.get(key);
    this.#flying.delete(key);
    for (const land of flight?.waiting ?? []) land(landing);
  }
}

/** Waits from now on: Deno does other work inside the first reading of a global such as setTimeout. */
function patient(flight: Flight, patience: number): Promise<Landing | "late"> {
  return new Promise((resolve) => {
    let landed = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    flight.waiting.push((landing) => {
      landed = true;
      clearTimeout(timer ?? undefined);
      resolve(landing);
    });
    timer = setTimeout(resolve, patience, "late");
    if (landed) clearTimeout(timer);
  });
}
