// Does a test fail by chance? Its process, and those that it has started, are halted at random: deno task test:stalled PATHS.
import { sleep } from "../_waits.ts";

/** Milliseconds of a halt and of the time between two, on average: one pace after another, from a hiccup to a machine that is busy. */
const PACES = [[40, 15], [250, 80], [600, 250]] as const;

const root = new URL("../../", import.meta.url);

/** The process and its children; on Linux only, elsewhere the process alone. */
function processes(pid: number): number[] {
  try {
    const threads = [...Deno.readDirSync(`/proc/${pid}/task`)];
    const children = threads.flatMap(({ name }) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).split(" ").filter(Boolean)
    );
    return [pid, ...children.map(Number)];
  } catch {
    return [pid];
  }
}

/** Tells a process something, if it is still there. */
function signal(pid: number, word: Deno.Signal): void {
  try {
    Deno.kill(pid, word);
  } catch {
    // It has ended meanwhile.
  }
}

const about = (milliseconds: number): number => milliseconds * (0.5 + Math.random());

/** Runs tests under halts; whether they have passed. */
async function run(paths: string[], halt: number, between: number): Promise<boolean> {
  console.log(`\n=== halts of about ${halt} ms, ${between} ms apart`);
  const args = ["test", "-A", "--no-check", "--reporter=dot", ...paths];
  const child = new Deno.Command(Deno.execPath(), { args, cwd: root, stdin: "null" }).spawn();
  let over = false;
  const status = child.status.finally(() => over = true);
  while (!over) {
    await sleep(about(between));
    const all = processes(child.pid);
    const one = all[Math.floor(Math.random() * all.length)];
    signal(one, "SIGSTOP");
    await sleep(about(halt));
    signal(one, "SIGCONT");
  }
  return (await status).success;
}

if (import.meta.main) {
  if (Deno.args.length === 0) {
    console.error("test:stalled: no path, wished for files or folders of tests");
    Deno.exit(2);
  }
  let passed = true;
  for (const [halt, between] of PACES) passed = await run(Deno.args, halt, between) && passed;
  if (!passed) Deno.exitCode = 1;
}
