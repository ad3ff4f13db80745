// How fast is it? What a task of `deno task bench…` is told, and what becomes of what it has measured.
import { parseArgs } from "node:util";
import { type Result, save, show, writeDocument } from "./_report.ts";

/** What the command line says. */
export interface Options {
  /** A short look that shows that everything runs; its figures say nothing. */
  readonly smoke: boolean;
  /** Rounds in place of the task's own number. */
  readonly rounds: number | undefined;
  /** What rounds in process are measured by: the clock, or `--cpu`, which a busy machine disturbs less. */
  readonly clock: "time" | "cpu";
  /** Only contestants whose id begins with one of these; all where nothing is said. */
  readonly only: readonly string[];
}

/** One part of the measurements, by the name that its JSON and its place in docs/PERFORMANCE.md have. */
export type Measure = (options: Options) => Promise<Omit<Result, "id" | "date" | "machine">>;

/** Measures, prints a table, writes `.cache/bench/<id>.json`, and with `--write` the tables of docs/PERFORMANCE.md. */
export async function task(id: string, measure: Measure): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      smoke: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      cpu: { type: "boolean", default: false },
      rounds: { type: "string" },
      only: { type: "string", default: "" },
    },
  });
  const { smoke, write, cpu } = values;
  const only = values.only.split(",").filter((part) => part !== "");
  const options = {
    smoke,
    rounds: roundsOf(values.rounds),
    clock: cpu ? "cpu" : "time",
    only,
  } as const;
  if (write && (smoke || only.length > 0)) {
    throw new TypeError("--write is for whole runs, wished for neither --smoke nor --only");
  }
  const load = Deno.loadavg()[0];
  const measured = await measure(options);
  const result = { id, date: new Date().toISOString(), machine: machine(load), ...measured };
  show(result);
  await save(smoke ? `smoke-${id}` : id, result);
  if (write) await writeDocument(result);
}

/** Whether a contestant is among those that were asked for. */
export function wanted({ only }: Options, id: string): boolean {
  return only.length === 0 || only.some((start) => id.startsWith(start));
}

function roundsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new RangeError(`--rounds is "${text}", wished for a whole number from 1`);
}

/** The class of the machine, and how busy it was before the first round. */
function machine(load: number): string {
  const { os, arch } = Deno.build;
  const cores = navigator.hardwareConcurrency;
  return `${cores} shared cores, ${os} ${arch}, load ${load.toFixed(1)} at the start`;
}
