// What ran, and in which order? This file: keeps the trace of the last runs that a page has asked for.
import type { TraceEvent } from "@sluice/sluice";

/** The request header in which the page gives its run a name. */
const RUN_HEADER = "X-Sluice-Run";

const RUN_ID = /^[\w-]{8,40}$/;
const MAX_RUNS = 64;
const MAX_EVENTS = 400;
const MAX_AGE_MS = 120_000;

/** An event as the page gets it: everything but the context. */
export type SeenEvent = Omit<TraceEvent, "context">;

interface Run {
  readonly since: number;
  readonly events: SeenEvent[];
  done: boolean;
}

/** Runs by their names; the oldest goes when there are too many, or when its time is over. */
export class TraceStore {
  readonly #runs = new Map<string, Run>();

  /** Takes one event of a traced server. An arrow, because it travels as an option. */
  readonly note = ({ context, ...event }: TraceEvent): void => {
    const id = context?.getRequest().getHeader(RUN_HEADER);
    if (!id || !RUN_ID.test(id)) return;
    const run = this.#runs.get(id) ?? this.#begin(id);
    if (run.events.length < MAX_EVENTS) run.events.push(event);
    // A child request ends before the request that it is part of.
    if (event.name === "GENERAL_REQUEST_END" && !context?.getParentContext()) run.done = true;
  };

  /** What is known of a run so far; null for a name that cannot be one. */
  read(id: string): Pick<Run, "events" | "done"> | null {
    if (!RUN_ID.test(id)) return null;
    this.#forget(MAX_RUNS);
    const { events, done } = this.#runs.get(id) ?? { events: [], done: false };
    return { events, done };
  }

  get size(): number {
    return this.#runs.size;
  }

  #begin(id: string): Run {
    this.#forget(MAX_RUNS - 1);
    const run: Run = { since: Date.now(), events: [], done: false };
    this.#runs.set(id, run);
    return run;
  }

  /** Leaves `limit` runs at most, none of them too old. The map holds them as they began. */
  #forget(limit: number): void {
    const oldest = Date.now() - MAX_AGE_MS;
    for (const [id, { since }] of this.#runs) {
      if (this.#runs.size <= limit && since > oldest) return;
      this.#runs.delete(id);
    }
  }
}
