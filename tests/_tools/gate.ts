// Is the project sound? Runs everything that proves it, part by part, and closes with one line of numbers.
import { stripVTControlCharacters as strip } from "node:util";

const root = new URL("../../", import.meta.url);

/** What a part found. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Part {
  readonly name: string;
  readonly args: string[];
  /** Reads the numbers from what the part printed; a part without counts once. */
  readonly count?: (output: string) => Tally | null;
}

/** No part takes longer, on two cores; one that hangs is ended and has failed. */
const PATIENCE = 15 * 60_000;

/** Runs one part, showing what it prints while it prints it. */
async function run({ name, args, count }: Part): Promise<Tally> {
  console.log(`\n=== ${name}: deno ${args.join(" ")}`);
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
    env: Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" },
    signal: AbortSignal.timeout(PATIENCE),
  }).spawn();
  const lines = await read(child.stdout, count ? isProgress : () => true);
  const { success } = await child.status;
  if (count && !success) console.log(lines.filter((line) => !isPassed(strip(line))).join("\n"));
  const tally = count?.(strip(lines.join("\n"))) ?? {
    passed: success ? 1 : 0,
    failed: 0,
    skipped: 0,
  };
  return success ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
}

/** Reads lines, and prints those that are worth it as they come. */
async function read(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  worth: (line: string) => boolean,
): Promise<string[]> {
  const all: string[] = [];
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (worth(strip(line))) console.log(line);
    all.push(...lines);
  }
  return [...all, rest];
}

/** Of tests, the names of the files and the sum; what they print is only of interest where one failed. */
const isProgress = (line: string) =>
  /^running \d+ tests? from|^\S+ => [^.]+ \.\.\. (ok|FAILED) |^ok \|| left out: /.test(line);
const isPassed = (line: string) => / \.\.\. ok \(\S+\)$|^running /.test(line);

/** Reads the summary of `deno test`; steps count as the tests that they are. */
function countTests(output: string): Tally | null {
  const summary = output.match(/^.*\d+ passed.*\| \d+ failed.*$/gm)?.at(-1);
  if (!summary) return null;
  const number = (kind: string) => {
    const [, tests = "0", steps = "0"] =
      new RegExp(`(\\d+) ${kind}(?: \\((\\d+) steps?\\))?`).exec(summary) ?? [];
    return Number(tests) + Number(steps);
  };
  return { passed: number("passed"), failed: number("failed"), skipped: number("ignored") };
}

/** The files that deno.json exports. */
async function exported(): Promise<string[]> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  return Object.values(config.exports);
}

const parts: Part[] = [
  { name: "format", args: ["fmt", "--check"] },
  { name: "lint", args: ["lint"] },
  { name: "types", args: ["check", "--frozen", "."] },
  { name: "docs", args: ["doc", "--lint", ...await exported()] },
  {
    name: "tests",
    args: ["test", "-A", "--no-check", "--ignore=tests/runtime"],
    count: countTests,
  },
  {
    name: "runtimes",
    // Their tests mostly wait; as many as there are cores run at a time.
    args: ["test", "-A", "--no-check", "--parallel", "tests/runtime"],
    count: countTests,
  },
];

const began = performance.now();
const tallies: Tally[] = [];
for (const part of parts) tallies.push(await run(part));

const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
const broken = parts.filter((_, index) => tallies[index].failed > 0).map((part) => part.name);
console.log(`\n=== ${Math.round((performance.now() - began) / 1000)} s`);
console.log(broken.length === 0 ? "Every part passed" : `Failed: ${broken.join(", ")}`);
const skipped = sum("skipped") > 0 ? `, ${sum("skipped")} skipped` : "";
console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped}`);
if (broken.length > 0) Deno.exitCode = 1;
