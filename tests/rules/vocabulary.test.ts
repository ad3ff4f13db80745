// Do the words mean what the pages say? Names and values of the headers, held against what the entry exports.
import ts from "typescript";
import { assertEquals, assertGreater } from "../_assert.ts";
import * as isapi from "../../isapi.ts";
import * as sluice from "../../mod.ts";
import { readSurface, vocabularyOf } from "../_tools/reference.ts";
import { declarations } from "./_declarations.ts";
import { sources, walk } from "./_sources.ts";
import vocabulary from "./vocabulary.json" with { type: "json" };

const exported: Record<string, unknown> = { ...sluice, ...isapi };
const constants = Object.entries(vocabulary.constants).flatMap(([header, names]) =>
  Object.entries(names).map(([name, value]) => ({ header, name, value: value as number | string }))
);

/** The function types that the vocabulary has a name for. */
async function functionTypes(): Promise<Set<string>> {
  const names = new Set<string>();
  for (const { tree } of await sources("src/terms")) {
    walk(tree, (node) => {
      if (ts.isTypeAliasDeclaration(node)) names.add(node.name.text);
    });
  }
  return names;
}

const camel = (name: string) => name[0].toLowerCase() + name.slice(1);

// @see cache-operation-enumeration, caching-constants, global-notification-status-enumeration
// @see http-trace-type-enumeration, request-notification-status-enumeration, request-processing-constants
// @see tracing-constants
Deno.test("Vocabulary: every exported constant of the headers has the header's value", () => {
  const shared = constants.filter(({ name }) => name in exported);
  assertGreater(shared.length, 150);
  const wrong = shared.filter(({ name, value }) => exported[name] !== value);
  assertEquals(wrong.map(({ name, value }) => ({ name, value, is: exported[name] })), []);
});

/** Names that are values of configuration sections. */
const ELSEWHERE = ["IIS schema (docs)"];

Deno.test("Vocabulary: every constant of the core's headers is exported", () => {
  const wanted = constants.filter(({ header }) => !ELSEWHERE.includes(header));
  assertEquals(wanted.filter(({ name }) => !(name in exported)).map(({ name }) => name), []);
});

Deno.test("Vocabulary: the constants of httpext.h and httpfilt.h come with isapi.ts, and not with the core", () => {
  const { "httpext.h": extensions, "httpfilt.h": filters } = vocabulary.constants;
  const names = Object.keys({ ...extensions, ...filters });
  assertGreater(names.length, 120);
  assertEquals(names.filter((name) => !(name in isapi) || name in sluice), []);
});

Deno.test("Vocabulary: every method of httpserv.h that has a meaning here is declared", async () => {
  const members = await declarations();
  const types = await functionTypes();
  const missing = Object.entries(vocabulary.methods).flatMap(([owner, methods]) => {
    const own = members.get(owner);
    if (own) {
      return methods.filter((name) => !own.has(camel(name))).map((name) => `${owner}::${name}`);
    }
    const isFunction = typeof exported[camel(owner)] === "function";
    return types.has(owner) || isFunction ? [] : [owner];
  });
  assertEquals(missing, []);
});

Deno.test("Vocabulary: CHttpModule answers every notification that has a handler", () => {
  const module = new sluice.CHttpModule() as unknown as Record<string, unknown>;
  const missing = vocabulary.methods.CHttpModule.filter((name) =>
    typeof module[camel(name)] !== "function"
  );
  assertEquals(missing, []);
});

Deno.test("Vocabulary: the compact copy is that of the reference", async () => {
  const surface = await readSurface();
  if (surface) assertEquals(vocabulary as unknown, vocabularyOf(surface) as unknown);
  assertEquals(vocabulary.constants["httpserv.h"].RQ_BEGIN_REQUEST, 1);
});
