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

const architecture = await Deno.readTextFile(
  new URL("../../docs/ARCHITECTURE.md", import.meta.url),
);
const files = (await sources("src")).map(({ path, text }) => ({ path: path.slice(4), text }));

/** What the page says under a heading. */
const under = (heading: string): string => architecture.split(`${heading}`)[1].split(/^##/m)[0];

/** The files that the page names as those of a room. */
function namedOf(room: string): string[] {
  const text = under(`### \`${room}\``);
  if (room === "terms") return [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => `${name}.ts`);
  const cells = [...text.matchAll(/^\|([^|]*)\|/gm)].map(([, cell]) => cell);
  return [...cells.join().matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name);
}

Deno.test("Docs: ARCHITECTURE has a line for every file of src, and for no other", () => {
  const rooms = new Set(files.map(({ path }) => path.split("/")[0]));
  const named = [...rooms].flatMap((room) => namedOf(room).map((name) => `${room}/${name}`));
  assertEquals(named.toSorted(), files.map(({ path }) => path).toSorted());
});

Deno.test("Docs: what ARCHITECTURE says to look for in a file is there", () => {
  const pairs = under("## Where does this line live?").split(/[;|]/).flatMap((part) => {
    const [file, ...names] = [...part.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
    return file?.endsWith(".ts") ? [{ file, names: names.filter((n) => !n.endsWith(".ts")) }] : [];
  });
  assertGreater(pairs.length, 30);
  const wrong = pairs.filter(({ file, names }) => {
    const text = files.find(({ path }) => path === file)?.text;
    return text === undefined || names.some((name) => !new RegExp(`${name}\\b`).test(text));
  });
  assertEquals(wrong, []);
});
