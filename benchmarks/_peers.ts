// How fast is it? Peers that run on Node and Bun: fetched by Deno, in a folder of their own, as a project would have them.
import { fileURLToPath } from "node:url";
import { bundle } from "../tests/_tools/bundle.ts";
import { binaryOf } from "../tests/_tools/packages.ts";
import { BUN } from "../tests/runtime/_runtimes.ts";

/** The versions that are compared. */
export const PEERS = { fastify: "5.12.8", koa: "3.3.0", express: "5.3.0", elysia: "1.4.30" };

const FOLDER = new URL("../.cache/bench/peers/", import.meta.url);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const there = (path: string): string => fileURLToPath(new URL(path, FOLDER));

/** Programs that start a contestant on Node and on Bun: the program, and what stands before the id. */
export interface Starters {
  readonly node: readonly [string, string];
  readonly bun: readonly [string, string];
}

/** Lays out `node_modules`, and bundles the two servers beside it. Needs the npm registry the first time. */
export async function preparePeers(): Promise<Starters> {
  await Deno.mkdir(FOLDER, { recursive: true });
  const imports = Object.entries(PEERS).map(([name, version]) => [name, `npm:${name}@${version}`]);
  const config = { nodeModulesDir: "auto", imports: Object.fromEntries(imports) };
  await Deno.writeTextFile(there("deno.json"), JSON.stringify(config));
  const command = new Deno.Command(Deno.execPath(), { args: ["install", "--quiet"], cwd: FOLDER });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`deno install: ${new TextDecoder().decode(stderr)}`);
  await bundle(here("_server-node.ts"), there("node.mjs"), { external: ["./_peer-*"] });
  await bundle(here("_server-bun.ts"), there("bun.mjs"), { external: ["./_peer-*"] });
  return { node: ["node", there("node.mjs")], bun: [await bun(), there("bun.mjs")] };
}

async function bun(): Promise<string> {
  const system = { windows: "windows", darwin: "darwin" }[Deno.build.os as string] ?? "linux";
  const name = `@oven/bun-${system}-${Deno.build.arch === "aarch64" ? "aarch64" : "x64"}`;
  return await binaryOf(name, BUN, "bin/bun");
}
