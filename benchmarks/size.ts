// How fast is it? How many bytes a Worker is that imports it: `deno task bench:size`.
import { CORE, CORE_AND_HONO, weigh, type Weight } from "../tests/_tools/weight.ts";
import type { Goal, Table } from "./_report.ts";
import { type Options, task } from "./_task.ts";
import { versions } from "./_versions.ts";

const kib = (bytes: number): string => (bytes / 1_024).toFixed(1);

/** Everything that can be imported, by its name in deno.json. */
async function middlewares(): Promise<string[]> {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  return Object.values<string>(config.exports).filter((path) => path.startsWith("./middleware/"));
}

function table(title: string, rows: readonly (readonly [string, number, number])[]): Table {
  return {
    title,
    columns: ["", "minified, KiB", "gzipped, KiB"],
    rows: rows.map(([name, minified, zipped]) => [name, kib(minified), kib(zipped)]),
  };
}

/** What each adds to the core: packages that it brings are in it. */
async function own(core: Weight, paths: readonly string[]): Promise<Table> {
  const rows: [string, number, number][] = [];
  for (const path of paths) {
    const { minified, gzipped } = await weigh(`${CORE}\nexport * as own from "${path}";`);
    rows.push([path.split("/")[2], minified - core.minified, gzipped - core.gzipped]);
  }
  return table("What a ready module adds", rows);
}

/** The core by its rooms. */
function rooms({ files, minified }: Weight): Table {
  const sizes = new Map<string, number>();
  for (const [path, size] of files) {
    const room = /^src\/([^/]+)/.exec(path)?.[1] ?? "the rest";
    sizes.set(room, (sizes.get(room) ?? 0) + size);
  }
  const rows = [...sizes].sort(([, a], [, b]) => b - a).map(([room, size]) => [
    room,
    kib(size),
    `${Math.round(size / minified * 100)} %`,
  ]);
  return { title: "The core by rooms", columns: ["", "minified, KiB", "share"], rows };
}

async function size({ smoke }: Options) {
  const core = await weigh(CORE);
  const hono = await weigh(CORE_AND_HONO);
  const bundles: [string, number, number][] = [
    ["createWebServer and defineModule", core.minified, core.gzipped],
    ["the same and pipeline, the mount inside Hono", hono.minified, hono.gzipped],
  ];
  for (const path of smoke ? [] : ["./mod.ts", "./isapi.ts"]) {
    const { minified, gzipped } = await weigh(`export * from "${path}";`);
    bundles.push([`everything of ${path.slice(2)}`, minified, gzipped]);
  }
  const paths = await middlewares();
  const goal = (what: string, { gzipped }: Weight, most: number): Goal => ({
    what,
    measured: gzipped / 1_024,
    goal: most,
    side: "at most",
    unit: "KiB",
  });
  return {
    versions: await versions("esbuild"),
    effort: "One ES module by esbuild, minified and gzipped",
    tables: [
      table("Bundles", bundles),
      rooms(core),
      await own(core, smoke ? paths.slice(0, 1) : paths),
    ],
    goals: [goal("core", core, 16), goal("core with the Hono adapter", hono, 18)],
  };
}

if (import.meta.main) await task("size", size);
