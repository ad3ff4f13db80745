// How fast is it? The same answers over loopback, as shares of a raw server, by wrk: `deno run -A benchmarks/wire.ts`.
import { lines } from "./_lines.ts";
import { median, quarters } from "./_rounds.ts";

/** One server of the comparison: its requests per second as shares of another one's in the same round. */
export interface WireLine {
  readonly id: string;
  readonly ofRaw: number;
  readonly ofHonoTen: number;
  /** The middle half of its shares of the raw server. */
  readonly middle: readonly [number, number];
}

/** `hono-1` is what any middleware can reach at best: it does nothing. */
const SERVERS = [
  "raw",
  "plain-10",
  "own-10",
  "around-10",
  "hono-0",
  "hono-1",
  "inside-10",
  "hono-10",
];
const ROUNDS = 11;
const SECONDS = 1;
const CONNECTIONS = 64;
const PROGRAM = new URL("./_server.ts", import.meta.url).href;

/** Asks every server in turn, round after round, and prints the medians. Empty where wrk is not installed. */
export async function measureWire(): Promise<WireLine[]> {
  if (!await hasWrk()) {
    console.log("over loopback: left out, wrk is not installed (Debian: apt-get install wrk)");
    return [];
  }
  const servers = await Promise.all(SERVERS.map((id) => Server.start(id)));
  try {
    const result = toLines(await measure(servers));
    print(result);
    return result;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** Every second round goes the other way, so that a machine that becomes slower is unfair to nobody. */
async function measure(servers: readonly Server[]): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(SERVERS.map((id) => [id, []]));
  for (const server of servers) await load(server.address, 2);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { id, address } of round % 2 === 0 ? servers : servers.toReversed()) {
      rates.get(id)!.push(await load(address, SECONDS));
    }
  }
  return rates;
}

function toLines(rates: Map<string, number[]>): WireLine[] {
  const shares = (id: string, of: string): number[] =>
    rates.get(id)!.map((rate, round) => rate / rates.get(of)![round]);
  return SERVERS.map((id) => ({
    id,
    ofRaw: median(shares(id, "raw")),
    ofHonoTen: median(shares(id, "hono-10")),
    middle: quarters(shares(id, "raw")),
  }));
}

function print(result: readonly WireLine[]): void {
  const columns = ["over loopback", "of raw", "middle half", "of Hono's ten"];
  const row = ([name, ...rest]: readonly string[]): string =>
    name.padEnd(48) + rest.map((text) => text.padStart(14)).join("");
  console.log(row(columns));
  for (const { id, ofRaw, ofHonoTen, middle } of result) {
    const half = middle.map((share) => share.toFixed(2)).join("..");
    console.log(row([id, ofRaw.toFixed(2), half, ofHonoTen.toFixed(2)]));
  }
}

/** A process that serves one contestant. It costs the others nothing while nobody asks it. */
class Server {
  private constructor(
    readonly id: string,
    readonly address: string,
    private readonly child: Deno.ChildProcess,
  ) {}

  static async start(id: string): Promise<Server> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", PROGRAM, id],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const { value: address } = await lines(child.stdout).next();
    if (address === undefined) throw new Error(`Server "${id}" has not started`);
    return new Server(id, address, child);
  }

  async close(): Promise<void> {
    this.child.kill("SIGTERM");
    await this.child.status;
  }
}

/** Requests per second. */
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
