// How heavy is a bundle? Minified and gzipped, as a Worker is uploaded, with the part of each folder in it.
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.ts";

const root = new URL("../../", import.meta.url);

/** Bytes of one bundle. */
export interface Weight {
  readonly minified: number;
  readonly gzipped: number;
  /** Minified bytes of each source file that is in it, from the root of the project. */
  readonly files: ReadonlyMap<string, number>;
}

/** Bundles a module of these lines; they import by path from the root of the project. */
export async function weigh(lines: string): Promise<Weight> {
  const cache = new URL(".cache/", root);
  await Deno.mkdir(cache, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: fileURLToPath(cache), prefix: "weight-" });
  try {
    const text = lines.replaceAll(/from "\.\//g, 'from "../../');
    await Deno.writeTextFile(`${folder}/entry.ts`, text);
    const out = `${folder}/bundle.mjs`;
    const { outputs } = await bundle(`${folder}/entry.ts`, out, { minify: true });
    const { inputs } = Object.values(outputs)[0];
    const files = Object.entries(inputs).map(([path, { bytesInOutput }]) =>
      [path.replace(/^.*?(?=src\/|middleware\/|mod\.ts|isapi\.ts)/, ""), bytesInOutput] as const
    );
    const bytes = await Deno.readFile(out);
    return {
      minified: bytes.length,
      gzipped: await gzipped(bytes),
      files: new Map(files.filter(([, size]) => size > 0)),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** The server around an app, and a way to write modules. */
export const CORE = 'export { createWebServer, defineModule } from "./mod.ts";';

/** The same with the mount inside Hono. */
export const CORE_AND_HONO = 'export { createWebServer, defineModule, pipeline } from "./mod.ts";';
