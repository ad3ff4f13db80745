// Is every sample of the documentation accounted for? By a test that is named after it, or by a reason.
import { assert, assertEquals } from "../_assert.ts";
import { LEFT_OUT } from "../conformance/samples/left-out.ts";
import { readSamples, samplesOf } from "../_tools/reference.ts";
import { sources } from "./_sources.ts";
import samples from "./samples.json" with { type: "json" };

const names = samples.map(({ name }) => name);
const tests = (await sources("tests/conformance/samples"))
  .filter(({ path }) => path.endsWith(".test.ts"))
  .map(({ text }) => text).join("\n");

/** Whether a test has the sample in its title, or in the table that its title is made of. */
function hasTest(name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(Sample |sample: |^\\s*|[\\[,] ?)"?${literal}"?[:,\\]]`, "m").test(tests);
}

Deno.test("Samples: each has a test that is named after it, or a reason; never both", () => {
  const ways = (name: string): number => [hasTest(name), name in LEFT_OUT].filter(Boolean).length;
  assertEquals(
    names.filter((name) => ways(name) !== 1).map((name) => `${name}: ${ways(name)}`),
    [],
  );
});

Deno.test("Samples: the reasons name only samples that there are", () => {
  const unknown = Object.keys(LEFT_OUT).filter((name) => !names.includes(name));
  assertEquals(unknown, []);
});

Deno.test("Samples: what means something off Windows is left out only where the header or the token says so", () => {
  const meaningful = samples.filter(({ offWindows }) => ["yes", "partly"].includes(offWindows));
  assert(meaningful.length > 150);
  const out = meaningful.map(({ name }) => name).filter((name) => name in LEFT_OUT);
  assertEquals(out.sort(), [
    "IHttpServerGetManagedType",
    "IHttpServerGetWorkerProcessSettings",
    "IMetadataInfoGetVrToken",
  ]);
});

Deno.test("Samples: the search for a test does not find what is not there", () => {
  assertEquals(hasTest("IHttpContextGetMoon"), false);
});

Deno.test("Samples: the compact copy is that of the reference", async () => {
  const reference = await readSamples();
  assertEquals(samples, reference ? [...samplesOf(reference)] : samples);
  assertEquals(new Set(names).size, names.length);
});
