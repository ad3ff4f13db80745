// Is a pipeline invisible while it has nothing to do? Hono's own tests, with one in front of every app that they make.
// `deno task test:hono DIR`, DIR being a checkout of honojs/hono with its packages installed (`npm install` there).
import { bundle } from "./bundle.ts";
import { fileURLToPath } from "node:url";

/** What is installed in front, and the module that makes it. */
interface Variant {
  readonly name: string;
  readonly write: (file: string) => Promise<void>;
}

/** The failed tests of one run, of so many. */
interface Outcome {
  readonly total: number;
  readonly failed: ReadonlySet<string>;
}

interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The three classes that make apps; what they are given stands before anything that a test adds. */
const CLASSES = ["src/hono.ts", "src/preset/quick.ts", "src/preset/tiny.ts"];
const PATIENCE = 10 * 60_000;

/** A middleware that does nothing shows which tests assert that there is none at all. */
const CONTROL: Variant = {
  name: "a middleware that does nothing",
  write: (file) =>
    Deno.writeTextFile(
      file,
      "export const pipeline = () => async (_c, next) => { await next(); };\n",
    ),
};
const PIPELINE: Variant = {
  name: "pipeline([])",
  write: async (file) => {
    await bundle(fileURLToPath(new URL("../../mod.ts", import.meta.url)), file);
  },
};

/** Copies a checkout and puts the variant in front of every app that is made in it. */
async function prepare(checkout: string, folder: string, variant: Variant): Promise<void> {
  await run("tar", ["cf", `${folder}.tar`, "--exclude=node_modules", "-C", checkout, "."]);
  await Deno.mkdir(folder);
  await run("tar", ["xf", `${folder}.tar`, "-C", folder]);
  await Deno.symlink(`${checkout}/node_modules`, `${folder}/node_modules`, { type: "dir" });
  await variant.write(`${folder}/in-front.mjs`);
  for (const file of CLASSES) {
    const text = await Deno.readTextFile(`${folder}/${file}`);
    await Deno.writeTextFile(`${folder}/${file}`, install(text, file, folder));
  }
}

/** At the end of the constructor; a clone shares the router of an app that has it already. */
function install(text: string, file: string, folder: string): string {
  const end = text.lastIndexOf("  }\n}");
  if (end < 0) throw new Error(`${file}: found no class with a constructor at its end`);
  const use = "    if (options.router === undefined) this.use(pipeline([]) as never)\n";
  const from = JSON.stringify(`${folder}/in-front.mjs`);
  return `// @ts-nocheck\nimport { pipeline } from ${from}\n${text.slice(0, end)}${use}${
    text.slice(end)
  }`;
}

/** Runs the tests that do not need another runtime. */
async function test(folder: string): Promise<Outcome> {
  const report = `${folder}/report.json`;
  const options = ["--run", "--coverage.enabled=false", "--project", "main", "--reporter=json"];
  await run("npx", ["vitest", ...options, `--outputFile=${report}`], folder);
  const { numTotalTests, testResults } = JSON.parse(await Deno.readTextFile(report)) as Report;
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed")
      .map(({ fullName }) => `${name.slice(folder.length + 1)}: ${fullName}`)
  );
  return { total: numTotalTests, failed: new Set(failed) };
}

/** A command whose failure shows in what it leaves behind. */
async function run(command: string, args: string[], cwd?: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  await new Deno.Command(command, { args, cwd, signal, stdout: "null", stderr: "null" }).output();
}

async function main(checkout: string): Promise<number> {
  await Deno.stat(`${checkout}/node_modules/vitest`);
  const work = await Deno.makeTempDir({ prefix: "sluice-hono-" });
  try {
    const outcomes: Outcome[] = [];
    for (const [place, variant] of [CONTROL, PIPELINE].entries()) {
      const folder = `${work}/${place}`;
      await prepare(checkout, folder, variant);
      const outcome = await test(folder);
      console.log(`${variant.name}: ${outcome.failed.size} of ${outcome.total} tests fail`);
      outcomes.push(outcome);
    }
    const [control, pipeline] = outcomes;
    const visible = [...pipeline.failed].filter((name) => !control.failed.has(name));
    for (const name of visible) console.log(`only with a pipeline: ${name}`);
    const passed = pipeline.total - pipeline.failed.size;
    console.log(`${passed} passed, ${visible.length} failed, ${control.failed.size} skipped`);
    return visible.length === 0 && pipeline.total === control.total && passed > 0 ? 0 : 1;
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

if (import.meta.main) {
  const [checkout] = Deno.args;
  if (checkout === undefined) {
    console.error("deno task test:hono DIR: DIR is missing, wished for a checkout of honojs/hono");
    Deno.exit(2);
  }
  Deno.exit(await main(await Deno.realPath(checkout)));
}
