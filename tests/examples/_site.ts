// How is the start page asked as a visitor asks it? As the child process that `deno task start` makes of it.
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The running site. */
export interface Site {
  /** Its address, with a slash at the end. */
  readonly url: string;
  /** Ends it as an operator does; gives its exit code and all that it printed. */
  stop(signal?: Deno.Signal): Promise<{ code: number; said: string }>;
}

/** Starts the site on a free port and waits for the line that tells its address. */
export async function startSite(): Promise<Site> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", here("../../examples/site/main.ts"), "--port", "0"],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    child.kill(signal);
    for (let more = await output.read(); !more.done; more = await output.read()) said += more.value;
    return { code: (await child.status).code, said };
  };
  for (;;) {
    const { value, done } = await output.read();
    said += value ?? "";
    const url = /^Sluice is listening on (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said)?.[1];
    if (url) return { url, stop };
    if (done) throw new Error(`The site did not start: "${said}"`);
  }
}
