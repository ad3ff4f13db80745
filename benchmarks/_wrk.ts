// How fast is it? wrk, which asks a server with many connections at once.
import { versionOf } from "./_versions.ts";

const CONNECTIONS = 64;

/** Its version, or null where it is not installed. It ends with an error after saying its version. */
export const wrkVersion = (): Promise<string | null> => versionOf("wrk", "-v");

/** What to say where it is not. */
export const NO_WRK = "left out: wrk is not installed (Debian: apt-get install wrk)";

/** What it was answered. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
}

/** Asks for so many milliseconds. It takes whole seconds only, so it is told when to stop, and counts up to then. */
export async function load(
  address: string,
  milliseconds: number,
  headers: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<Load> {
  const said = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const child = new Deno.Command("wrk", {
    args: ["-t1", `-c${CONNECTIONS}`, "-d90s", ...said, ...more, address],
    stdout: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGINT"), milliseconds);
  const { stdout } = await child.output();
  clearTimeout(timer);
  const text = new TextDecoder().decode(stdout);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(text);
  const requests = /(\d+) requests in /.exec(text);
  if (rate === null || requests === null) throw new Error(`wrk has told no rate for ${address}`);
  const failed = /Non-2xx or 3xx responses: \d+|Socket errors: .*/.exec(text);
  if (failed !== null) throw new Error(`${address}: ${failed[0]}`);
  return { requests: Number(requests[1]), perSecond: Number(rate[1]) };
}
