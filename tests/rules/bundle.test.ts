// What does a Worker carry that imports the core? Its own code, nothing else, and not too much of it.
import { fileURLToPath } from "node:url";
import { assertEquals, assertLess } from "../_assert.ts";
import { bundle } from "../_tools/bundle.ts";

/** Bytes of the core as one module, not minified, comments left out. */
const CEILING = 448 * 1024;

/** What isapi.ts adds, in bytes of the same kind. */
const ISAPI = 96 * 1024;

/** The entry as one module. */
async function bundled(entry: string): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "sluice-bundle-" });
  try {
    await bundle(fileURLToPath(new URL(`../../${entry}`, import.meta.url)), `${folder}/core.mjs`);
    return await Deno.readTextFile(`${folder}/core.mjs`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("Bundle: the core is one ES module that imports nothing, under 448 KiB", async () => {
  const text = await bundled("mod.ts");
  assertEquals(text.match(/^import\b.*|\bimport\(.*|\brequire\(.*/gm), null);
  assertLess(text.length, CEILING);
});

Deno.test("Bundle: isapi.ts is one too, and adds less than 96 KiB; the core has nothing of it", async () => {
  const text = await bundled("isapi.ts");
  assertEquals(text.match(/^import\b.*|\bimport\(.*|\brequire\(.*/gm), null);
  assertLess(text.length, CEILING + ISAPI);
  assertEquals((await bundled("mod.ts")).includes("httpExtensionProc"), false);
});
