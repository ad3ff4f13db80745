// How fast is it? One table of ratios, measured in one run: `deno task bench`, or `--smoke` for a short look.
import { CONTESTANTS } from "./_contestants.ts";
import { type Effort, measure, median, scatter, type Times } from "./_rounds.ts";
import { measureWire } from "./wire.ts";

/** One line of the table. */
interface Line {
  readonly id: string;
  readonly name: string;
  /** Nanoseconds for one request, median of the rounds; they mean nothing on another machine. */
  readonly time: number;
  /** Own cost, the time above the bare function's, as a share of what Hono's ten middlewares cost. */
  readonly share: number;
  /** How far the middle half of the rounds lies apart. */
  readonly scatter: number;
}

const smoke = Deno.args.includes("--smoke");
const effort: Effort = smoke ? { rounds: 3, requests: 200 } : { rounds: 21, requests: 20_000 };

function toLines(times: Times): Line[] {
  const bare = median(times.get("bare")!);
  const ten = median(times.get("hono-10")!) - bare;
  return CONTESTANTS.map(({ id, name }) => {
    const all = times.get(id)!;
    const time = median(all);
    return { id, name, time, share: (time - bare) / ten, scatter: scatter(all) };
  });
}

/** What one module more costs, against one middleware more. */
function slope(lines: readonly Line[]): number {
  const time = (id: string): number => lines.find((line) => line.id === id)!.time;
  return (time("around-30") - time("around-10")) / (time("hono-30") - time("hono-10"));
}

function print(lines: readonly Line[]): void {
  console.log(
    `${"in process".padEnd(48)}${"share of Hono's ten".padStart(20)}${"scatter".padStart(9)}`,
  );
  for (const { name, share, scatter } of lines) {
    const percent = `${Math.round(scatter * 100)} %`;
    console.log(`${name.padEnd(48)}${share.toFixed(2).padStart(20)}${percent.padStart(9)}`);
  }
  console.log(`one module more, x one middleware more: ${slope(lines).toFixed(2)}`);
}

const lines = toLines(await measure(CONTESTANTS.map(({ id }) => id), effort));
print(lines);
const wire = smoke ? [] : await measureWire();
const versions = { deno: Deno.version.deno, v8: Deno.version.v8 };
const folder = new URL("../.cache/", import.meta.url);
await Deno.mkdir(folder, { recursive: true });
await Deno.writeTextFile(
  new URL(smoke ? "bench-smoke.json" : "bench.json", folder),
  JSON.stringify({
    date: new Date().toISOString(),
    versions,
    effort,
    lines,
    slope: slope(lines),
    wire,
  }),
);
