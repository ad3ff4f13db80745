// How fast is it? Whether cost grows as it should: a plot each of modules, requests at a time, chunks and bytes: `deno task bench:growth`.
import { LINES } from "./_growth-lines.ts";
import { type Goal, printed } from "./_report.ts";
import { type Plot, type Series, svg, written } from "./_svg.ts";
import { type Options, task, wanted } from "./_task.ts";
import { versions } from "./_versions.ts";

const PROGRAM = new URL("./_growth.ts", import.meta.url).href;
const FOLDER = new URL("../docs/plots/", import.meta.url);
const ROUNDS = 5;

/** A plot without its lines; `most` is where they end, in a short look much sooner. */
interface Shape extends Omit<Plot, "series"> {
  readonly id: string;
  readonly most: number;
  readonly few: number;
  /** Whether y is the cost of each, not of all. */
  readonly each: boolean;
}

const PLOTS: readonly Shape[] = [
  {
    id: "modules",
    title: "Modules that do nothing: one request",
    x: "modules",
    y: "µs",
    scale: "linear",
    most: 200,
    few: 10,
    each: false,
  },
  {
    id: "concurrent",
    title: "Requests that wait at the same time: each of them",
    x: "requests at a time",
    y: "µs for each",
    scale: "x",
    most: 10_000,
    few: 30,
    each: true,
  },
  {
    id: "chunks",
    title: "Chunks of 16 bytes: one answer",
    x: "chunks",
    y: "µs",
    scale: "log",
    most: 65_535,
    few: 64,
    each: false,
  },
  {
    id: "body",
    title: "A body in process: one request",
    x: "bytes",
    y: "µs",
    scale: "log",
    most: 1 << 30,
    few: 65_536,
    each: false,
  },
];

async function measureLine(
  id: string,
  most: number,
  rounds: number,
  clock: Options["clock"],
): Promise<[number, number][]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, id, String(most), String(rounds), clock],
  }).output();
  if (!success) throw new Error(`${id}: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function draw(plot: Plot & { readonly id: string }): Promise<void> {
  await Deno.mkdir(FOLDER, { recursive: true });
  await Deno.writeTextFile(new URL(`${plot.id}.svg`, FOLDER), svg(plot));
}

/** A line as the whole cost of x, from a thousandth of its end on: what costs the same however small x is, is behind it. */
function whole({ points }: Series, each: boolean): [x: number, y: number][] {
  const end = points.at(-1)![0];
  return points.filter(([x]) => x > 0 && x >= end / 1_000).map(([x, y]) => [x, each ? x * y : y]);
}

/** The power of x with which cost grows over the last three powers of ten: 1 is linear, 2 would be quadratic. */
export function exponent(series: Series, each: boolean): number {
  const line = whole(series, each);
  const [[x0, y0], [x1, y1]] = [line[0], line.at(-1)!];
  return Math.log(y1 / y0) / Math.log(x1 / x0);
}

/** The highest step: by how much one of them becomes dearer from one point to the next. A cliff is a high one. */
export function highestStep(series: Series, each: boolean): number {
  const costs = whole(series, each).map(([x, y]) => y / x);
  return Math.max(1, ...costs.slice(1).map((cost, at) => cost / costs[at]));
}

const micro = (time: number, x: number): string =>
  `${time < 1_000 ? `${printed(time)} µs` : `${printed(time / 1_000)} ms`} at ${written(x)}`;

function rowOf(shape: Shape, series: Series): string[] {
  const [[x0, y0], [x1, y1]] = [series.points[0], series.points.at(-1)!];
  const figures = [exponent(series, shape.each), highestStep(series, shape.each)].map(printed);
  return [`${shape.x}: ${series.name}`, micro(y0, x0), micro(y1, x1), ...figures];
}

function goalsOf(shape: Shape, series: Series): Goal[] {
  const what = `${shape.x}: ${series.name}`;
  return [
    { what: `${what}, power`, measured: exponent(series, shape.each), goal: 1.15, side: "at most" },
    { what: `${what}, step`, measured: highestStep(series, shape.each), goal: 3, side: "at most" },
  ];
}

async function growth(options: Options) {
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const goals: Goal[] = [];
  const rows: string[][] = [];
  for (const shape of PLOTS) {
    const lines = LINES.filter(({ plot }) => plot === shape.id);
    const series: Series[] = [];
    for (const { id, name } of lines.filter(({ id }) => wanted(options, id))) {
      const most = options.smoke ? shape.few : shape.most;
      const line = { name, points: await measureLine(id, most, rounds, options.clock) };
      series.push(line);
      rows.push(rowOf(shape, line));
      if (!/hono|raw/.test(id)) goals.push(...goalsOf(shape, line));
    }
    if (!options.smoke && series.length === lines.length) await draw({ ...shape, series });
  }
  return {
    versions: await versions("hono"),
    effort: `Medians of ${rounds} rounds over all points, a process for each line. Power: ` +
      "cost grows as x to it, over the last three powers of ten. Step: by how much one becomes " +
      "dearer from one point to the next, at most",
    tables: [{ title: "Growth", columns: ["", "from", "to", "power", "step"], rows }],
    goals,
  };
}

if (import.meta.main) await task("growth", growth);
