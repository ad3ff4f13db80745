// How fast is it? The same answers over loopback, as shares of a raw server, by wrk: `deno run -A benchmarks/wire.ts`.
import { lines } from "./_lines.ts";

/** One server of the comparison, and its requests per second as a share of the raw one's. */
export interface WireLine {
  readonly id: string;
  readonly share: number;
}

const SERVERS = ["raw", "own-10", "around-10", "inside-10", "hono-10"] as const;
const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 64;
const PROGRAM = new URL("./_server.ts", import.meta.url).href;

/** Asks every server in turn, round after round, and prints the best rounds. Empty where wrk is not installed. */
export async function measureWire(): Promise<WireLine[]> {
  if (!await hasWrk()) {
    console.log("over loopback: left out, wrk is not installed (Debian: apt-get install wrk)");
    return [];
  }
  const rates = new Map<string, number[]>(SERVERS.map((id) => [id, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const id of SERVERS) rates.get(id)!.push(await rate(id));
  }
  const raw = Math.max(...rates.get("raw")!);
  const result = SERVERS.map((id) => ({ id, share: Math.max(...rates.get(id)!) / raw }));
  console.log(`${"over loopback".padEnd(48)}${"share of raw".padStart(20)}`);
  for (const { id, share } of result) {
    console.log(`${id.padEnd(48)}${share.toFixed(2).padStart(20)}`);
  }
  return result;
}

/** Requests per second of one server, which lives only as long as it is asked: the others have the machine. */
async function rate(id: string): Promise<number> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, id],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const { value: address } = await lines(server.stdout).next();
    await load(address!, 1);
    return await load(address!, SECONDS);
  } finally {
    server.kill("SIGTERM");
    await server.status;
  }
}

async function load(address: string, seconds: number): Promise<number> {
  const args = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, address];
  const { stdout } = await new Deno.Command("wrk", { args }).output();
  const found = /Requests\/sec:\s+([\d.]+)/.exec(new TextDecoder().decode(stdout));
  if (found === null) throw new Error(`wrk has not told a rate for ${address}`);
  return Number(found[1]);
}

async function hasWrk(): Promise<boolean> {
  try {
    await new Deno.Command("wrk", { args: ["-v"], stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) await measureWire();
