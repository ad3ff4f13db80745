// How fast is it? Measures in interleaved rounds, because a machine that is shared is never equally fast twice.
import { lines } from "./_lines.ts";

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** Requests of one contestant in one round. */
  readonly requests: number;
  /** Time that has passed, or that the process has worked. */
  readonly clock: "time" | "cpu";
  /** So many processes of each contestant share its rounds: compiled anew, none is as fast as the one before. */
  readonly processes: number;
}

/** What each contestant needed in each round: nanoseconds and bytes for one request. */
export interface Rounds {
  readonly times: ReadonlyMap<string, number[]>;
  readonly bytes: ReadonlyMap<string, number[]>;
}

/** Rounds that are not counted: the compiler is still learning. */
const WARM_UP = 6;
const PROGRAM = new URL("./_isolate.ts", import.meta.url).href;

/** Lets every contestant answer in every round, one at a time, each round beginning with another one. */
export async function measure(ids: readonly string[], effort: Effort): Promise<Rounds> {
  const found = {
    times: new Map(ids.map((id) => [id, [] as number[]])),
    bytes: new Map(ids.map((id) => [id, [] as number[]])),
  };
  const rounds = Math.ceil(effort.rounds / effort.processes);
  for (let process = 0; process < effort.processes; process++) {
    const isolates = ids.map((id) => new Isolate(id));
    await shift(isolates, { ...effort, rounds }, found);
    await Promise.all(isolates.map((isolate) => isolate.close()));
  }
  return found;
}

/** What one process of each contestant tells. */
async function shift(isolates: readonly Isolate[], effort: Effort, found: Rounds): Promise<void> {
  const { rounds, requests, clock } = effort;
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const isolate of rotated(isolates, round + WARM_UP)) {
      const time = await isolate.ask(clock, requests);
      if (round >= 0) found.times.get(isolate.id)!.push(time);
    }
  }
  for (const isolate of isolates) {
    found.bytes.get(isolate.id)!.push(await isolate.ask("bytes", requests));
  }
}

/** The list from another one on, so that nobody always comes behind the same. */
export function rotated<T>(list: readonly T[], by: number): T[] {
  const from = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
}

/** The middle one. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Between which bounds the middle half of the numbers lies. */
export function quarters(numbers: readonly number[]): [number, number] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return [at(0.25), at(0.75)];
}

/** How far the middle half of the numbers lies apart, as a share of their median. */
export function scatter(numbers: readonly number[]): number {
  const [low, high] = quarters(numbers);
  return (high - low) / median(numbers);
}

/** A process that is one contestant. */
class Isolate {
  private readonly child: Deno.ChildProcess;
  private readonly answers: AsyncGenerator<string>;
  private readonly questions: WritableStreamDefaultWriter<Uint8Array>;

  constructor(readonly id: string) {
    this.child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", PROGRAM, id],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.answers = lines(this.child.stdout);
    this.questions = this.child.stdin.getWriter();
  }

  /** Nanoseconds, or bytes, for each of so many requests. */
  async ask(what: "time" | "cpu" | "bytes", requests: number): Promise<number> {
    await this.questions.write(new TextEncoder().encode(`${what} ${requests}\n`));
    const { value } = await this.answers.next();
    if (value === undefined) throw new Error(`Contestant "${this.id}" has ended`);
    return Number(value);
  }

  /** The process ends with its input. */
  async close(): Promise<void> {
    await this.questions.close();
    await this.child.status;
  }
}
