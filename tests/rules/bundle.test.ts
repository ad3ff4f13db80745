// What does a Worker carry that imports the core? Its own code, nothing else, and not too much of it.
import { fileURLToPath } from "node:url";
import { assertEquals, assertLess } from "../_assert.ts";
import { bundle } from "../_tools/bundle.ts";

/** Bytes of the core as one module, not minified, comments left out. */
const CEILING = 384 * 1024;

Deno.test({
  name: "Bundle: the core is one ES module that imports nothing, under 384 KiB",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "sluice-bundle-" });
    try {
      await bundle(fileURLToPath(new URL("../../mod.ts", import.meta.url)), `${folder}/core.mjs`);
      const text = await Deno.readTextFile(`${folder}/core.mjs`);
      assertEquals(text.match(/^import\b.*|\bimport\(.*|\brequire\(.*/gm), null);
      assertLess(text.length, CEILING);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
