// How fast is it? A server as a process of its own, on a free port; it costs the others nothing while nobody asks it.
import { lines } from "./_lines.ts";

/** A process that serves, and says where in its first line. */
export class Served {
  private constructor(readonly address: string, private readonly child: Deno.ChildProcess) {}

  /** Starts a program; the first line that it prints is its address. */
  static async start(program: string, args: readonly string[]): Promise<Served> {
    const child = new Deno.Command(program, {
      args: [...args],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const { value: address } = await lines(child.stdout).next();
    if (address?.startsWith("http://")) return new Served(address, child);
    child.kill("SIGKILL");
    throw new Error(`${program} ${args.join(" ")} has not started, and said ${address}`);
  }

  /** A contestant on Deno. */
  static deno(id: string, ...flags: string[]): Promise<Served> {
    const path = new URL("./_server.ts", import.meta.url).href;
    return Served.start(Deno.execPath(), ["run", "-A", "--no-check", ...flags, path, id]);
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  /** What all its threads have worked, in nanoseconds; 0 where the system does not tell. */
  async worked(): Promise<number> {
    const threads = `/proc/${this.child.pid}/task`;
    let sum = 0;
    for await (const { name } of readDirectory(threads)) {
      const told = await Deno.readTextFile(`${threads}/${name}/schedstat`).catch(() => "0");
      sum += Number(told.split(" ")[0]);
    }
    return sum;
  }

  /** Resident memory in bytes; 0 where the system does not tell. */
  async memory(): Promise<number> {
    const told = await Deno.readTextFile(`/proc/${this.child.pid}/statm`).catch(() => "0 0");
    return Number(told.split(" ")[1]) * 4096;
  }

  async close(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.child.status;
  }
}

async function* readDirectory(path: string): AsyncGenerator<Deno.DirEntry> {
  if (await Deno.stat(path).catch(() => null)) yield* Deno.readDir(path);
}
