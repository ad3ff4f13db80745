// Which members do the words have? The interfaces and classes of src/terms, read as TypeScript does.
import ts from "typescript";
import { sources, walk } from "./_sources.ts";
import vocabulary from "./vocabulary.json" with { type: "json" };

/**
 * The members that each interface and class of the vocabulary declares itself.
 *
 * A long interface may stand in parts that the headers do not know; the members of such parts are its own.
 */
export async function declarations(): Promise<Map<string, Set<string>>> {
  const members = new Map<string, string[]>();
  const parts = new Map<string, string[]>();
  for (const { tree } of await sources("src/terms")) {
    walk(tree, (node) => {
      if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node)) return;
      const name = node.name?.text ?? "";
      const bases = node.heritageClauses?.flatMap(({ types }) =>
        types.map((type) => type.getText())
      );
      members.set(name, node.members.flatMap((member) => member.name?.getText() ?? []));
      parts.set(name, (bases ?? []).filter((base) => !(base in vocabulary.methods)));
    });
  }
  const all = (name: string): string[] => [
    ...members.get(name) ?? [],
    ...(parts.get(name) ?? []).flatMap(all),
  ];
  return new Map([...members.keys()].map((name) => [name, new Set(all(name))]));
}
