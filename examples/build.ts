// How does the worker become one file? This file: `deno task build`; the tests bundle for every runtime the same way.
import { fileURLToPath } from "node:url";
import { bundle } from "../tests/_tools/bundle.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the Workers example into one ES module, by default where wrangler.jsonc looks for it. */
export async function buildWorker(outfile = here("../.cache/build/worker.js")): Promise<string> {
  await bundle(here("workers/worker.ts"), outfile);
  return outfile;
}

if (import.meta.main) {
  const outfile = await buildWorker();
  console.log(`${outfile} (${(await Deno.stat(outfile)).size} bytes)`);
}
