// Is every measured behaviour of pipeline, handlers and headers accounted for? By a test, or by a row of differences.md.
import { assert, assertEquals } from "../_assert.ts";
import { measuredOf, readMeasured } from "../_tools/reference.ts";
import { sources } from "./_sources.ts";
import measured from "./measured.json" with { type: "json" };

const AREAS = [
  "pipeline order",
  "handlers",
  "custom response headers",
  "static content",
  "default document",
  "URL canonicalisation",
  "request filtering",
  "error pages",
  "output cache (caching profiles, dynamic content)",
  "output cache headers on static files",
  "rewrite: see rewrite-cases.json (ids UR…)",
];
const rows = measured.filter(({ area }) => AREAS.includes(area)).map(({ id }) => id);
const tests = (await sources("tests/conformance/measured", "middleware"))
  .filter(({ path }) => path.endsWith(".test.ts")).map(({ text }) => text).join("\n");
/** Where a title may begin: at the call, or as the key of a table; the name of a module may stand in front. */
const TITLE = '(?:Deno\\.test\\(\\s*|^ *)["`](?:\\w+: )?';
const differences = await Deno.readTextFile(new URL("../../docs/differences.md", import.meta.url));
const [, section = ""] = /### Measured on IIS 10\n([^]*?)\n## /.exec(differences) ?? [];

const hasTest = (id: string): boolean =>
  new RegExp(`${TITLE}([A-Z]+\\d+:? )*${id}:? `, "m").test(tests);
const hasRow = (id: string): boolean => new RegExp(`^\\| [^|]*\\b${id}\\b`, "m").test(section);

Deno.test("Measured: each row of these areas has a test or a row in differences.md", () => {
  assert(rows.length > 30, `Only ${rows.length} rows were read`);
  assertEquals(rows.filter((id) => !hasTest(id) && !hasRow(id)), []);
});

Deno.test("Measured: the tests name only rows that there are", () => {
  const named = [...tests.matchAll(/Deno\.test\(\s*["`](([A-Z]+\d+ )+)/g)]
    .flatMap(([, ids]) => ids.trim().split(" "));
  assert(named.length > 20);
  assertEquals(named.filter((id) => !rows.includes(id)), []);
});

Deno.test("Measured: the compact copy is that of the reference", async () => {
  const reference = await readMeasured();
  assertEquals(measured, reference ? measuredOf(reference) : measured);
  assertEquals(hasTest("IV999") || hasRow("IV999"), false);
});
