// How fast is it? In process, as ratios, measured in one run: `deno task bench`, or `--smoke` for a short look.
import { CONTESTANTS } from "./_contestants.ts";
import type { Contestant } from "./_contestant.ts";
import { inProcessGoals, streamGoals } from "./_goals.ts";
import { REAL } from "./_real.ts";
import { printed, type Table } from "./_report.ts";
import { type Effort, measure, median, type Rounds, scatter } from "./_rounds.ts";
import { STREAMS } from "./_streams.ts";
import { type Options, task, wanted } from "./_task.ts";
import { versions } from "./_versions.ts";

/** What a contestant needed, medians of the rounds. */
export interface Figures {
  /** Nanoseconds for a request, or for a chunk. */
  readonly time: number;
  /** Bytes of the heap. */
  readonly bytes: number;
  readonly scatter: number;
}

const ROUNDS = 15;
const REQUESTS = 20_000;
const PROCESSES = 3;
/** What goes over a socket anyway is only measured there. */
const IN_PROCESS = STREAMS.filter(({ id }) => !id.startsWith("stream-isapi"));

function figures({ times, bytes }: Rounds): Map<string, Figures> {
  return new Map([...times].map(([id, all]) => [id, {
    time: median(all),
    bytes: median(bytes.get(id)!),
    scatter: scatter(all),
  }]));
}

/** Rows of these contestants, with a ratio to the time of another one for each column. */
function table(
  title: string,
  contestants: readonly Contestant[],
  found: Map<string, Figures>,
  columns: Record<string, (one: Figures) => number>,
): Table {
  const rows = contestants.filter(({ id }) => found.has(id)).map(({ id, name }) => {
    const one = found.get(id)!;
    const ratios = Object.values(columns).map((ratio) => printed(ratio(one)));
    return [name, ...ratios, String(Math.round(one.bytes)), `${Math.round(one.scatter * 100)} %`];
  });
  return { title, columns: ["", ...Object.keys(columns), "bytes", "scatter"], rows };
}

/** The three tables: a request with modules that do nothing, one with ten that do something, a chunk of a body. */
function tables(found: Map<string, Figures>): Table[] {
  const of = (id: string): number => found.get(id)?.time ?? NaN;
  const own = (id: string) => ({ time }: Figures) => (time - of("bare")) / (of(id) - of("bare"));
  return [
    table("A request in process, modules that do nothing", CONTESTANTS, found, {
      "own cost, x Hono's ten": own("hono-10"),
      "x h3's ten": own("h3-10"),
      "whole request, x bare": ({ time }) => time / of("bare"),
    }),
    table("A request in process, ten that do something", REAL, found, {
      "whole request, x Hono's ten": ({ time }) => time / of("real-hono"),
      "x bare with the headers": ({ time }) => time / of("real-raw"),
    }),
    table("A chunk of 16 KiB in process", IN_PROCESS, found, {
      "x Hono's stream()": ({ time }) => time / of("stream-hono"),
      "x pull stream": ({ time }) => time / of("stream-raw"),
    }),
  ].filter(({ rows }) => rows.length > 0);
}

/** Measures every contestant that is wanted. */
async function bench(options: Options) {
  const { clock } = options;
  const effort: Effort = options.smoke
    ? { rounds: options.rounds ?? 2, requests: 100, clock, processes: 1 }
    : { rounds: options.rounds ?? ROUNDS, requests: REQUESTS, clock, processes: PROCESSES };
  const all = [...CONTESTANTS, ...REAL, ...IN_PROCESS].map(({ id }) => id);
  const by = clock === "cpu" ? "by the time that it works" : "by the clock";
  const found = figures(await measure(all.filter((id) => wanted(options, id)), effort));
  return {
    versions: await versions("hono", "h3", "elysia", "@oakserver/oak"),
    effort: `Medians of ${effort.rounds} interleaved rounds of ${effort.requests} requests ` +
      `or chunks, ${effort.processes} processes for each row, ${by}; bytes are what one allocates on the heap`,
    tables: tables(found),
    goals: [...inProcessGoals(found), ...await streamGoals(found)],
  };
}

if (import.meta.main) await task("bench", bench);
