// Does the catalogue know what the source tells? Every event that is raised by name has its number and items there.
import ts from "typescript";
import { assert, assertEquals } from "../_assert.ts";
import { eventNames, kindOf } from "../../src/trace/catalogue.ts";
import { type Source, sources, walk } from "./_sources.ts";

const NAMES = [
  "FILE_CACHE_ACCESS",
  "GENERAL",
  "HANDLER",
  "HTTPSYS",
  "MODULE",
  "NOTIFY",
  "PRE_BEGIN",
  "TRACE",
  "URL",
  "USER",
];
const NAME = new RegExp(`^(${NAMES.join("|")})_[A-Z_]+$`);

/** The names of events that a file writes down. */
function namesIn({ tree }: Source): string[] {
  const names: string[] = [];
  walk(tree, (node) => {
    if (ts.isStringLiteral(node) && NAME.test(node.text)) names.push(node.text);
  });
  return names;
}

const raised = (await sources("src/engine", "src/raised", "src/context", "src/server", "src/trace"))
  .filter(({ path }) => path !== "src/trace/catalogue.ts").flatMap(namesIn);

Deno.test("Trace events: the catalogue has every event that the source raises, and no other", () => {
  assert(raised.length > 20, `Only ${raised.length} names were read`);
  assertEquals([...new Set(raised)].sort(), [...eventNames()].sort());
});

Deno.test("Trace events: no two of one area have the same number", () => {
  const numbers = eventNames().map((name) => `${kindOf(name).areaGuid} ${kindOf(name).event}`);
  assertEquals(numbers.length, new Set(numbers).size);
});
