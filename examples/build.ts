// How do the Workers examples become files? This file: `deno task build`; the tests bundle for every runtime the same way.
import { fileURLToPath } from "node:url";
import type { AssetManifest } from "@sluice/sluice";
import { bundle } from "../tests/_tools/bundle.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The folder of the site of ready modules, which becomes the assets of its Worker. */
export const PUBLIC = new URL("ready-site/public/", import.meta.url);

/** Bundles the Workers example into one ES module, by default where wrangler.jsonc looks for it. */
export async function buildWorker(outfile = here("../.cache/build/worker.js")): Promise<string> {
  await bundle(here("workers/worker.ts"), outfile);
  return outfile;
}

/** Bundles the site of ready modules with what there is in its folder; the folder itself goes along as assets. */
export async function buildReadySite(
  outfile = here("../.cache/build/ready-site.js"),
): Promise<string> {
  const MANIFEST = JSON.stringify(await manifestOf(PUBLIC));
  await bundle(here("ready-site/main.ts"), outfile, { define: { MANIFEST } });
  return outfile;
}

/** What lies in a folder, as `assetFiles` wants to be told. */
async function manifestOf(folder: URL, below = "/"): Promise<AssetManifest> {
  const found: Record<string, AssetManifest[string]> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const place = new URL(`${encodeURIComponent(name)}${isDirectory ? "/" : ""}`, folder);
    const { size, mtime } = await Deno.stat(place);
    if (isDirectory) Object.assign(found, await manifestOf(place, `${below}${name}/`));
    else found[below + name] = { size, modified: mtime?.getTime() };
  }
  return found;
}

if (import.meta.main) {
  for (const outfile of [await buildWorker(), await buildReadySite()]) {
    console.log(`${outfile} (${(await Deno.stat(outfile)).size} bytes)`);
  }
}
