// Can a person keep a file in mind? The house measures, and no place where the types are switched off.
import ts from "typescript";
import { assert, assertEquals, assertLessOrEqual } from "../_assert.ts";
import { type Source, sources, walk } from "./_sources.ts";

const FILE_LINES = 250;
const FUNCTION_LINES = 60;
const MEDIAN_FUNCTION_LINES = 12;

const isTest = ({ path }: Source): boolean => path.endsWith(".test.ts");
const published = await sources("mod.ts", "src", "middleware");
const house = published.filter((file) => !isTest(file));
const around = [...published.filter(isTest), ...await sources("examples", "tests", "benchmarks")];

const lines = (text: string) => text.trimEnd().split("\n").length;

/** Every function with a body: where it begins, and how many lines it has. */
function functions({ path, tree }: Source): { where: string; lines: number }[] {
  const found: { where: string; lines: number }[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return;
    const first = tree.getLineAndCharacterOfPosition(node.getStart()).line;
    const last = tree.getLineAndCharacterOfPosition(node.end).line;
    found.push({ where: `${path}:${first + 1}`, lines: last - first + 1 });
  });
  return found;
}

Deno.test("Sizes: no file has more than 250 lines", () => {
  assert(house.length > 40, `Only ${house.length} files were read`);
  const long = [...house, ...around].filter(({ text }) => lines(text) > FILE_LINES);
  assertEquals(long.map(({ path, text }) => `${path}: ${lines(text)}`), []);
});

Deno.test("Sizes: no function has more than 60 lines", () => {
  const long = house.flatMap(functions).filter((one) => one.lines > FUNCTION_LINES);
  assertEquals(long.map(({ where, lines }) => `${where}: ${lines}`), []);
});

Deno.test("Sizes: the median function of more than one line has at most 12", () => {
  const sizes = house.flatMap(functions).map((one) => one.lines).filter((count) => count > 1);
  sizes.sort((a, b) => a - b);
  assert(sizes.length > 200, `Only ${sizes.length} functions were read`);
  assertLessOrEqual(sizes[sizes.length >> 1], MEDIAN_FUNCTION_LINES);
});

Deno.test("Types: nothing is `any`", () => {
  const found: string[] = [];
  for (const { path, tree } of [...house, ...around]) {
    walk(tree, (node) => {
      if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
      found.push(`${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    });
  }
  assertEquals(found, []);
});

Deno.test("Types: no check is switched off, and no lint rule without a reason", () => {
  const off =
    /\/[/*]\s*@ts-(ignore|nocheck)|lint-ignore(-file)? (?!no-[a-z-]+ -- \w)|no-explicit-any/;
  assertEquals(house.filter(({ text }) => off.test(text)).map(({ path }) => path), []);
});

Deno.test("Files: each opens with the question that its room answers", () => {
  const files = [...house, ...around].filter(({ path }) => path !== "mod.ts");
  const silent = files.filter(({ text }) => !/^(#!.*\n)?\/\/ \S/.test(text));
  assertEquals(silent.map(({ path }) => path), []);
});
