// How fast is it? Measures in interleaved rounds, because a machine that is shared is never equally fast twice.
import type { Contestant, Fetch } from "./_contestants.ts";

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** Requests of one contestant in one round. */
  readonly requests: number;
}

/** What a contestant needed in each round, in nanoseconds for one request. */
export type Times = Map<string, number[]>;

/** Lets every contestant answer in every round, each round beginning with another one. */
export async function measure(
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<Times> {
  const times: Times = new Map(contestants.map(({ id }) => [id, []]));
  // Twice without looking: compiled code of one contestant is thrown away when the next one shows new shapes.
  for (const { fetch } of [...contestants, ...contestants]) await ask(fetch, effort.requests);
  for (let round = 0; round < effort.rounds; round++) {
    for (let i = 0; i < contestants.length; i++) {
      const { id, fetch } = contestants[(i + round) % contestants.length];
      times.get(id)!.push(await ask(fetch, effort.requests));
    }
  }
  return times;
}

/** The middle one. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How far the middle half of the rounds lies apart, as a share of the median. */
export function scatter(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))];
  return (at(0.75) - at(0.25)) / median(sorted);
}

/** Nanoseconds for one request. Every answer is awaited, as the servers of all runtimes do. */
async function ask(fetch: Fetch, requests: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < requests; i++) {
    const response = await fetch(new Request("http://localhost/"));
    if (response.status !== 200) throw new Error(`A contestant has answered ${response.status}`);
  }
  return (performance.now() - began) * 1e6 / requests;
}
