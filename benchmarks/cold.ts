// How fast is it? From the start of an isolate of workerd to the first byte of its first answer: `deno task bench:cold`.
import { fileURLToPath } from "node:url";
import { bundle } from "../tests/_tools/bundle.ts";
import { binaryOf } from "../tests/_tools/packages.ts";
import { WORKERD } from "../tests/runtime/_runtimes.ts";
import { workedBy } from "./_proc.ts";
import { REAL_HEADERS } from "./_real.ts";
import type { Goal } from "./_report.ts";
import { printed } from "./_report.ts";
import { median, quarters, rotated } from "./_rounds.ts";
import { type Options, task, wanted } from "./_task.ts";
import { drain } from "./_tcp.ts";
import { versions } from "./_versions.ts";

/** Bundled workers, each in `benchmarks/cold`. */
const WORKERS = {
  empty: "nothing",
  hono: "Hono, 10 middlewares",
  own: "Sluice, own entry, 10 modules",
  inside: "Hono, pipeline of 10 modules",
  "real-hono": "Hono, ten of its own middlewares",
  "real-own": "Sluice, own entry, ten modules that do the same",
};
type Id = keyof typeof WORKERS;

const ROUNDS = 21;
const here = (path: string): string => fileURLToPath(new URL(`cold/${path}`, import.meta.url));

/** A worker in its folder, with the program and the configuration that run it. */
interface Prepared {
  readonly id: Id;
  readonly folder: string;
  readonly bytes: number;
}

async function prepare(id: Id, parent: string): Promise<Prepared> {
  const folder = `${parent}/${id}`;
  await Deno.mkdir(folder);
  await bundle(here(`${id}.ts`), `${folder}/app.mjs`);
  for (const file of ["workerd.capnp", "loader.mjs"]) {
    await Deno.copyFile(here(file), `${folder}/${file}`);
  }
  return { id, folder, bytes: (await Deno.stat(`${folder}/app.mjs`)).size };
}

/** Milliseconds, in a process of its own: whatever an isolate leaves behind, the next one does not find. */
async function start(
  program: string,
  { id, folder }: Prepared,
  clock: Options["clock"],
): Promise<number> {
  const child = new Deno.Command(program, {
    args: ["serve", `${folder}/workerd.capnp`, "--control-fd=1", "--experimental"],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = child.stdout.getReader();
  try {
    const port = /"port":\s*(\d+)/.exec(new TextDecoder().decode((await output.read()).value))?.[1];
    if (port === undefined) throw new Error(`workerd has not started for ${id}`);
    await drain(Number(port), "/warm");
    const before = await workedBy(child.pid);
    const { first } = await drain(Number(port), "/", id.startsWith("real") ? REAL_HEADERS : {});
    return clock === "time" ? first : (await workedBy(child.pid) - before) / 1e6;
  } finally {
    child.kill("SIGKILL");
    await child.status;
    await output.cancel();
  }
}

async function cold(options: Options) {
  const rounds = options.rounds ?? (options.smoke ? 1 : ROUNDS);
  const name = `@cloudflare/workerd-${Deno.build.os}-${
    Deno.build.arch === "aarch64" ? "arm64" : 64
  }`;
  const program = await binaryOf(name, WORKERD, "bin/workerd");
  const parent = await Deno.makeTempDir({ prefix: "sluice-cold-" });
  const times = new Map<Id, number[]>();
  const sizes = new Map<Id, number>();
  try {
    const workers: Prepared[] = [];
    for (const id of (Object.keys(WORKERS) as Id[]).filter((one) => wanted(options, one))) {
      workers.push(await prepare(id, parent));
    }
    for (const { id, bytes } of workers) {
      sizes.set(id, bytes);
      times.set(id, []);
    }
    for (let round = 0; round < rounds; round++) {
      for (const worker of rotated(workers, round)) {
        times.get(worker.id)!.push(await start(program, worker, options.clock));
      }
    }
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
  return {
    versions: { ...await versions("hono"), workerd: WORKERD },
    effort:
      `Medians of ${rounds} interleaved rounds, a fresh process for each isolate; the bundles ` +
      `are not minified${options.clock === "cpu" ? "; by the time that the process works" : ""}`,
    tables: [table(times, sizes)],
    goals: goals(times),
  };
}

/** Against Hono's worker of the same kind. */
function ratio(times: Map<Id, number[]>, id: Id): number {
  const of = times.get(id.startsWith("real") ? "real-hono" : "hono");
  return of === undefined ? NaN : median(times.get(id)!) / median(of);
}

function table(times: Map<Id, number[]>, sizes: Map<Id, number>) {
  return {
    title: "From the start of an isolate to the first byte, on workerd",
    columns: ["", "time", "middle half", "x Hono", "bundle"],
    rows: [...times].map(([id, all]) => [
      WORKERS[id],
      `${printed(median(all))} ms`,
      quarters(all).map(printed).join(" to "),
      printed(ratio(times, id)),
      `${Math.round(sizes.get(id)! / 1_024)} KiB`,
    ]),
  };
}

function goals(times: Map<Id, number[]>): Goal[] {
  return (["own", "inside", "real-own"] as const).filter((id) => times.has(id)).map((id) => ({
    what: `first byte, ${WORKERS[id]}, x Hono's ten`,
    measured: ratio(times, id),
    goal: 1.2,
    side: "at most" as const,
  })).filter(({ measured }) => Number.isFinite(measured));
}

if (import.meta.main) await task("cold", cold);
