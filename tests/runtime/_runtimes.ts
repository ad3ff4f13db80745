// How is the same bundle served on each runtime? As a child process of its own, on a free port, ended by its id.
import { bundle } from "../_tools/bundle.ts";
import { binaryOf } from "../_tools/packages.ts";
import { fileURLToPath } from "node:url";

/** The runtimes that the table of cases is held against. */
export type RuntimeName = "deno" | "workerd" | "node" | "bun";

/** A served app. */
export interface Server {
  readonly runtime: RuntimeName;
  readonly port: number;
  /** Resident memory of the serving process in bytes, or null where the system does not tell. */
  memory(): Promise<number | null>;
  /** Ends the process; gives what it said on its error stream. */
  stop(): Promise<string>;
}

/** The versions that are known to work; they are fetched on first use. */
export const WORKERD = "1.20261023.1"; // The newest that is published for every platform.
export const BUN = "1.4.5";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const system = { windows: "windows", darwin: "darwin" }[Deno.build.os as string] ?? "linux";
const isArm = Deno.build.arch === "aarch64";

type Command = (folder: string) => Promise<[program: string, ...args: string[]]>;

const commands: Record<RuntimeName, Command> = {
  deno: (folder) =>
    Promise.resolve(
      [Deno.execPath(), "run", "-A", "--no-config", here("start/deno.ts"), `${folder}/app.mjs`],
    ),
  node: (folder) => Promise.resolve(["node", `${folder}/node.mjs`, `${folder}/app.mjs`]),
  bun: async (folder) => {
    const name = `@oven/bun-${system}-${isArm ? "aarch64" : "x64"}`;
    return [await binaryOf(name, BUN, "bin/bun"), here("start/bun.ts"), `${folder}/app.mjs`];
  },
  workerd: async (folder) => {
    const name = `@cloudflare/workerd-${system}-${isArm ? "arm64" : "64"}`;
    const config = `${folder}/workerd.capnp`;
    await Deno.copyFile(here("start/workerd.capnp"), config);
    await Deno.copyFile(here("start/cache.mjs"), `${folder}/cache.mjs`);
    return [await binaryOf(name, WORKERD, "bin/workerd"), "serve", config, "--control-fd=1"];
  },
};

/** Makes a folder with the bundle of `entry` as `app.mjs`, and the starter for Node beside it. */
export async function prepare(entry: string): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-runtime-" });
  await bundle(entry, `${folder}/app.mjs`);
  await bundle(here("start/node.ts"), `${folder}/node.mjs`);
  return folder;
}

/** Starts a runtime on the bundle in `folder`, and waits until it listens. */
export async function start(runtime: RuntimeName, folder: string): Promise<Server> {
  const [program, ...args] = await commands[runtime](folder);
  const child = new Deno.Command(program, { args, stdout: "piped", stderr: "piped" }).spawn();
  const said = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
    await lines.cancel();
    return await said;
  };
  const port = await portSaid(lines, 30_000);
  if (port === null) throw new Error(`No server on ${runtime}: ${await stop()}`);
  return { runtime, port, stop, memory: () => residentBytes(child.pid) };
}

/** Reads lines until one tells the port. */
async function portSaid(
  lines: ReadableStreamDefaultReader<string>,
  patience: number,
): Promise<number | null> {
  const timer = setTimeout(() => lines.cancel(), patience);
  try {
    for (let said = "";;) {
      const { value, done } = await lines.read();
      said += value ?? "";
      const port = /"port":\s*(\d+)/.exec(said);
      if (port) return Number(port[1]);
      if (done) return null;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function residentBytes(pid: number): Promise<number | null> {
  if (Deno.build.os !== "linux") return null;
  const pages = (await Deno.readTextFile(`/proc/${pid}/statm`)).split(" ")[1];
  return Number(pages) * 4096;
}
