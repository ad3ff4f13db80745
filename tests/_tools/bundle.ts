// How does TypeScript with `npm:` specifiers become one ES module for any runtime? With esbuild and a small plugin.
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { type Package, packagesOf } from "./packages.ts";

const root = new URL("../../", import.meta.url);

/** How a bundle is made. */
export interface BundleOptions {
  /** Imports that stay imports, besides those of Node's own modules. */
  readonly external?: readonly string[];
  /** Short names, no white space; false by default. */
  readonly minify?: boolean;
  /** Names in the source, and the JavaScript that stands for each. */
  readonly define?: Record<string, string>;
}

/** Bundles `entry` into one ES module at `outfile`, and tells what has gone into it. */
export async function bundle(
  entry: string,
  outfile: string,
  { external = [], minify = false, define = {} }: BundleOptions = {},
): Promise<esbuild.Metafile> {
  const shelf = await Deno.makeTempDir({ prefix: "sluice-packages-" });
  try {
    await arrange(shelf, await packagesOf(entry));
    const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
    const { metafile } = await esbuild.build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      define,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["import", "worker"],
      external: ["node:*", ...external],
      nodePaths: [shelf],
      plugins: [denoSpecifiers(config.imports)],
      logLevel: "error",
      minify,
      metafile: true,
    });
    return metafile;
  } finally {
    await esbuild.stop();
    await Deno.remove(shelf, { recursive: true });
  }
}

/** Lays the packages out by name, as esbuild looks for them. */
async function arrange(shelf: string, packages: Package[]): Promise<void> {
  for (const { name, folder } of packages) {
    if (!await isFolder(folder)) continue; // A part for another platform: known, but not fetched.
    if (name.includes("/")) await Deno.mkdir(`${shelf}/${name.split("/")[0]}`, { recursive: true });
    await Deno.symlink(folder, `${shelf}/${name}`, { type: "dir" });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isDirectory, () => false);
}

/** Reads the import map of deno.json, and `npm:name@version/part` as `name/part`. */
function denoSpecifiers(imports: Record<string, string>): esbuild.Plugin {
  const mapped = (path: string): string => {
    const prefix = Object.keys(imports).find((key) =>
      key === path || (key.endsWith("/") && path.startsWith(key))
    );
    const target = prefix ? imports[prefix] + path.slice(prefix.length) : path;
    if (target.startsWith("./")) return fileURLToPath(new URL(target, root));
    return target.replace(/^npm:\/?(@[^/@]+\/[^/@]+|[^/@]+)(@[^/]+)?/, "$1");
  };
  return {
    name: "deno-specifiers",
    setup(build) {
      build.onResolve({ filter: /^[@a-z]/ }, ({ path, pluginData, ...where }) => {
        const target = mapped(path);
        return target === path || pluginData === "mapped"
          ? undefined
          : build.resolve(target, { ...where, pluginData: "mapped" });
      });
    },
  };
}
