// Would the tests notice? Plants faults in copies of the source, one at a time, and writes docs/MUTANTS.md: which test caught which.
// `deno task mutants`, some minutes long; `deno task mutants 3` (or `3 9`, from the third to the ninth) writes nothing.
import { dirname } from "node:path";
import { type Fault, FAULTS } from "./_faults.ts";
import { MODULE_FAULTS } from "./_module-faults.ts";

const root = new URL("../../", import.meta.url);
/** A mutant that runs longer hangs, which is noticed too. */
const PATIENCE = 120_000;

interface Suite {
  readonly name: string;
  readonly paths: readonly string[];
  /** Whether it is asked about a fault in this file. */
  readonly concerns: (file: string) => boolean;
}

const isReady = (file: string): boolean => file.startsWith("middleware/");
const isIsapi = (file: string): boolean => file.startsWith("src/isapi/");

/** Each is asked for itself, and stops at its first failure. */
const SUITES: readonly Suite[] = [
  {
    name: "conformance",
    paths: ["tests/conformance"],
    concerns: (file) => !isReady(file),
  },
  {
    name: "guarantees",
    paths: [
      "tests/guarantees/model.test.ts",
      "tests/guarantees/states.test.ts",
      "tests/guarantees/pending.test.ts",
    ],
    concerns: (file) => !isReady(file) && !isIsapi(file),
  },
  { name: "the ready modules", paths: ["middleware"], concerns: isReady },
];

/** Runs a command in a folder; null if it took too long. */
async function run(folder: string, command: string, args: string[]) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const { stdout, success } = await new Deno.Command(command, {
    args,
    cwd: folder,
    stdout: "piped",
    stderr: "null",
    signal: stop.signal,
    env: { NO_COLOR: "1", SEED: "1", MODEL_PROGRAMS: "2000" },
  }).output();
  clearTimeout(timer);
  return { text: new TextDecoder().decode(stdout), success, late: stop.signal.aborted };
}

/** Copies every file of the project that is under version control. */
async function copy(folder: string): Promise<void> {
  const { text } = await run(root.pathname, "git", ["ls-files", "-z"]);
  for (const path of text.split("\0").filter((path) => path !== "")) {
    await Deno.mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await Deno.copyFile(new URL(path, root), `${folder}/${path}`);
  }
}

/** The source with the fault in it. */
function planted(source: string, { what, file, find, put }: Fault): string {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`"${what}": ${file} has ${count} of ${find}, wished for one`);
  return source.replace(find, () => put);
}

/** The first test of a suite that fails; null if none does. */
async function caughtBy(folder: string, { paths }: Suite): Promise<string | null> {
  const args = ["test", "-A", "--no-check", "--fail-fast", ...paths];
  const { text, success, late } = await run(folder, Deno.execPath(), args);
  if (late) return "(does not come to an end)";
  if (success) return null;
  const failed = /^(.*) \.\.\. FAILED/m.exec(text)?.[1];
  return failed?.trim() ?? "(the run breaks off)";
}

/** What each suite says; undefined if it was not asked. */
type Caught = (string | null | undefined)[];

/** Plants one fault, asks its suites, and puts the source back. */
async function tried(folder: string, fault: Fault): Promise<Caught> {
  const path = `${folder}/${fault.file}`;
  const source = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, planted(source, fault));
  const caught: Caught = [];
  for (const suite of SUITES) {
    caught.push(suite.concerns(fault.file) ? await caughtBy(folder, suite) : undefined);
  }
  await Deno.writeTextFile(path, source);
  return caught;
}

const cell = (text: string | null | undefined) =>
  text === undefined ? "" : text?.replaceAll("|", "\\|") ?? "-";

function table(rows: [Fault, Caught][]): string {
  const lines = rows.map(([{ what, file }, caught], place) =>
    `| ${place + 1} | ${what} | \`${file}\` | ${caught.map(cell).join(" | ")} |`
  );
  const heads = SUITES.map(({ name }) => `first failing test of ${name}`);
  return `# Faults that the tests catch

Written by \`deno task mutants\`: each fault of \`tests/_tools/_faults.ts\` (the engine) and
\`tests/_tools/_module-faults.ts\` (the ready modules and ISAPI) is planted alone in a copy of the
source, and the suites that it concerns are run until the first test fails. A dash is a suite that
does not notice, an empty cell one that was not asked.

| | fault | planted in | ${heads.join(" | ")} |
| --- | --- | --- | ${heads.map(() => "---").join(" | ")} |
${lines.join("\n")}
`;
}

const [first, last = first] = Deno.args.map(Number);
const isChosen = (place: number): boolean =>
  first === undefined || (place + 1 >= first && place + 1 <= last);
const folder = await Deno.makeTempDir({ prefix: "sluice-mutants-" });
try {
  await copy(folder);
  const rows: [Fault, Caught][] = [];
  for (const [place, fault] of [...FAULTS, ...MODULE_FAULTS].entries()) {
    if (!isChosen(place)) continue;
    const caught = await tried(folder, fault);
    rows.push([fault, caught]);
    console.log(`${place + 1}. ${fault.what}: ${caught.map(cell).join(" / ")}`);
  }
  if (first === undefined) await Deno.writeTextFile(new URL("docs/MUTANTS.md", root), table(rows));
  const alive = rows.filter(([, caught]) => !caught.some((test) => typeof test === "string"));
  console.log(`${rows.length} faults, ${alive.length} that no test notices`);
  if (alive.length > 0) Deno.exit(1);
} finally {
  await Deno.remove(folder, { recursive: true });
}
