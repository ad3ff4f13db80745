// How fast is it? A server as a process of its own, on a free port; it costs the others nothing while nobody asks it.
import { lines } from "./_lines.ts";
import { memoryOf, workedBy } from "./_proc.ts";

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

  /** What it has worked, in nanoseconds. */
  worked(): Promise<number> {
    return workedBy(this.child.pid);
  }

  /** Its resident memory in bytes. */
  memory(): Promise<number> {
    return memoryOf(this.child.pid);
  }

  async close(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.child.status;
  }
}
