// Is every promise attacked? The page of guarantees leads to tests that are there, and each of those tests is named.
import { assert, assertEquals } from "../_assert.ts";

const root = new URL("../../", import.meta.url);
const page = await Deno.readTextFile(new URL("docs/GUARANTEES.md", root));
const links = [...page.matchAll(/\]\(\.\.\/([^)#]+)\)/g)].map(([, path]) => path);

Deno.test("Guarantees: every link leads to a file or folder that is there", async () => {
  assert(links.length > 15);
  for (const path of links) assert(await Deno.stat(new URL(path, root)), path);
});

Deno.test("Guarantees: every test of the folder is named as an attack", async () => {
  const files = Array.fromAsync(Deno.readDir(new URL("tests/guarantees/", root)));
  const tests = (await files).filter(({ name }) => name.endsWith(".test.ts"));
  const unnamed = tests.filter(({ name }) => !links.includes(`tests/guarantees/${name}`));
  assertEquals(unnamed.map(({ name }) => `${name} is not in docs/GUARANTEES.md`), []);
});

Deno.test("Guarantees: every promise has its row and its words", () => {
  const rows = [...page.matchAll(/^\| (\d+)\. /gm)].map(([, number]) => Number(number));
  const words = [...page.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => Number(number));
  assertEquals(rows, Array.from({ length: 11 }, (_, n) => n + 1));
  assertEquals(words, rows);
});
