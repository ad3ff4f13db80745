// Which answers are kept for the next request? One fetch for all who want the same: the first asks, the others wait.

/** Milliseconds that a request waits for another of a URL of which nothing is known yet, and of one that was kept before. */
const SHORT = 1000;
const LONG = 10_000;

/** Milliseconds that it is remembered that answers of a URL are not kept, so that nobody waits for one. */
const PASS = 120_000;

/** URLs that are remembered. */
const MOST = 10_000;

/** How a fetch has ended: its answer is kept; it never will be; or it came to nothing, so that another may try. */
export type Landing = "kept" | "never" | "failed";

interface Flight {
  readonly landed: Promise<Landing>;
  readonly land: (landing: Landing) => void;
}

/** What is being fetched. */
export class Flights {
  readonly #flying = new Map<string, Flight>();
  /** Until when answers of a URL are not waited for; 0 for one that is known to be kept. */
  readonly #known = new Map<string, number>();

  /**
   * Takes the lead for a key, if nobody has it.
   *
   * @returns "leads" for the leader, "passes" where answers are not kept; otherwise a promise of the leader's end, or
   * of that of patience.
   */
  join(key: string): Promise<Landing | "late"> | "leads" | "passes" {
    const until = this.#known.get(key);
    if (until !== undefined && until > Date.now()) return "passes";
    const flight = this.#flying.get(key);
    if (flight !== undefined) return patient(flight.landed, until === 0 ? LONG : SHORT);
    let land: Flight["land"] = () => {};
    const landed = new Promise<Landing>((resolve) => land = resolve);
    this.#flying.set(key, { landed, land });
    return "leads";
  }

  /** Whether somebody is fetching it. */
  has(key: string): boolean {
    return this.#flying.has(key);
  }

  /** The leader has come to an end. */
  end(key: string, landing: Landing): void {
    this.#known.delete(key);
    if (landing !== "failed") this.#known.set(key, landing === "kept" ? 0 : Date.now() + PASS);
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!);
    const flight = this.#flying.get(key);
    this.#flying.delete(key);
    flight?.land(landing);
  }
}

async function patient(landed: Promise<Landing>, patience: number): Promise<Landing | "late"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => timer = setTimeout(resolve, patience, "late"));
  const landing = await Promise.race([landed, late]);
  clearTimeout(timer);
  return landing;
}
