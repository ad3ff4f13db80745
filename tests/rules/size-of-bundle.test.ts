// What does a Worker carry that imports the core? As few bytes as it did; what they are made of: docs/PERFORMANCE.md.
import { assert, assertLess } from "../_assert.ts";
import { CORE, CORE_AND_HONO, weigh } from "../_tools/weight.ts";

/** A little above what is. Whoever needs more says in docs/PERFORMANCE.md what for. */
const CEILINGS = { core: 68, hono: 70 };
const KIB = 1_024;

Deno.test(`Size: the core is under ${CEILINGS.core} KiB, minified and gzipped, and all of it is ours`, async () => {
  const { gzipped, files } = await weigh(CORE);
  assertLess(gzipped, CEILINGS.core * KIB);
  const strangers = [...files.keys()].filter((path) => !path.startsWith("src/"));
  assert(strangers.length === 0, strangers.join(", "));
});

Deno.test(`Size: with the Hono adapter it is under ${CEILINGS.hono} KiB, and nothing of Hono is in it`, async () => {
  const { gzipped, files } = await weigh(CORE_AND_HONO);
  assertLess(gzipped, CEILINGS.hono * KIB);
  assert(![...files.keys()].some((path) => path.includes("npm")), "a package is in it");
});
