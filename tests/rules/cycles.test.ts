// Does anything depend on itself? Values never do; types only where the pages themselves point at each other.
import { assert, assertEquals } from "../_assert.ts";
import { type Import, type Source, sources } from "./_sources.ts";

const files = await sources("src", "mod.ts");

/** Finds a way from a file back to itself, over the imports that count. */
function cycle(all: Source[], counts: (line: Import, file: Source) => boolean): string[] | null {
  const byPath = new Map(all.map((file) => [file.path, file]));
  const done = new Set<string>();
  const follow = (path: string, way: string[]): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    const file = byPath.get(path);
    if (!file || done.has(path)) return null;
    for (const line of file.imports) {
      const found = counts(line, file) ? follow(line.target, [...way, path]) : null;
      if (found) return found;
    }
    done.add(path);
    return null;
  };
  for (const { path } of all) {
    const found = follow(path, []);
    if (found) return found;
  }
  return null;
}

Deno.test("Cycles: no file needs a value of a file that needs its own", () => {
  assert(files.length > 40, `Only ${files.length} files were read`);
  assertEquals(cycle(files, ({ typeOnly }) => !typeOnly), null);
});

Deno.test("Cycles: types point at each other only inside terms", () => {
  const outside = (path: string) => !path.startsWith("src/terms/");
  assertEquals(cycle(files, ({ target }, { path }) => outside(path) && outside(target)), null);
});

Deno.test("Cycles: the search finds a cycle where there is one", () => {
  const line = (target: string): Import => ({ target, isPackage: false, typeOnly: false });
  const file = (path: string, ...targets: string[]): Source => ({
    ...files[0],
    path,
    imports: targets.map(line),
  });
  const ring = [file("a", "b"), file("b", "c", "a"), file("c")];
  assertEquals(cycle(ring, () => true), ["a", "b", "a"]);
});
