// Can a reviewer hold the page in the other hand? Every page that a comment names is a page that there is.
import { assertEquals, assertGreater } from "../_assert.ts";
import { pagesOf, readSurface } from "../_tools/reference.ts";
import pages from "./pages.json" with { type: "json" };
import { sources } from "./_sources.ts";

const known = new Set(pages);

Deno.test("Docs: every @see in the source is the name of a page", async () => {
  const named = (await sources("mod.ts", "src", "middleware")).flatMap(({ path, text }) =>
    [...text.matchAll(/@see\s+(\S+)/g)].map(([, page]) => ({ path, page }))
  );
  assertGreater(named.length, 300);
  const wrong = named.filter(({ page }) => !known.has(page) && !/^(https?:|RFC\d)/.test(page));
  assertEquals(wrong, []);
});

Deno.test("Docs: the list of pages is that of the reference", async () => {
  const surface = await readSurface();
  assertEquals(pages, surface ? pagesOf(surface) : pages.toSorted());
});

Deno.test("Docs: every file that CONTRIBUTING points at is there", async () => {
  const text = await Deno.readTextFile(new URL("../../CONTRIBUTING.md", import.meta.url));
  const files = [...text.matchAll(/`([a-z]+\/[a-z-]+\.ts)`/g)].map(([, path]) => `src/${path}`);
  assertGreater(files.length, 10);
  const there = new Set((await sources("src")).map(({ path }) => path));
  assertEquals(files.filter((path) => !there.has(path)), []);
});
