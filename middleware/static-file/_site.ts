// How does a file come to the client? What the tests share: a small site, in a server with the module and nothing else.
import { memoryFiles, type ModuleInput, type WebServerOptions } from "../../mod.ts";
import { type House, house } from "../../tests/_house.ts";
import { staticFile } from "./index.ts";

/** When the files of the site were changed; the fraction of a second is nowhere to be seen. */
export const CHANGED = new Date("2026-03-04T05:06:07.890Z");

/** The thousand bytes of "/f.txt". */
export const BODY = "0123456789".repeat(100);

/** The files of the site. */
export const FILES: Record<string, string | Uint8Array> = {
  "/f.txt": BODY,
  "/empty.txt": "",
  "/dir/g.txt": "g",
  "/web.config": "<configuration/>",
  "/f.unknownext": "?",
  "/big.txt": "text ".repeat(1000),
  "/big.txt.gz": await gzip("text ".repeat(1000)),
  "/small.txt": "small",
  "/small.txt.gz": await gzip("small"),
};

/** Bytes as gzip. */
export async function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A server of the site. */
export function served(
  modules: ModuleInput = staticFile(),
  options: Omit<WebServerOptions, "modules"> = {},
): House {
  return house(modules, { files: memoryFiles(FILES, { modified: CHANGED }), ...options });
}

/** Status and the headers that a test asks for. */
export async function told(answer: Response, ...names: string[]): Promise<unknown[]> {
  await answer.body?.cancel();
  return [answer.status, ...names.map((name) => answer.headers.get(name))];
}
