// Where are the options of a ready module? Writes them from the comments of its types into its page: deno run -A tests/_tools/module-pages.ts
import ts from "typescript";
import { type Source, sources, walk } from "../rules/_sources.ts";

const root = new URL("../../", import.meta.url);

/** Everything behind this line of a page is written by this tool. */
export const MARK =
  "<!-- From here on by tests/_tools/module-pages.ts, from the comments of the types. -->";

/** One option: its name with a "?" where it can be left out, its type, and what its comment says. */
export type OptionRow = readonly [name: string, type: string, meaning: string];

/** One table of options. */
export interface OptionTable {
  /** The section itself, or one of its elements by the name of its type. */
  readonly name: string;
  readonly meaning: string;
  readonly rows: readonly OptionRow[];
}

/** A ready module as its source tells it. */
export interface ModulePage {
  /** The folder below middleware, which is also the name of the page. */
  readonly folder: string;
  /** The factory. */
  readonly factory: string;
  readonly tables: readonly OptionTable[];
}

/** A collection written out; docs/MODULES.md says what that is. */
const ELEMENTS = "{ clear, remove, add }";

type Named = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** All ready modules, from the sources. */
export async function modulePages(): Promise<ModulePage[]> {
  const all = (await sources("middleware")).filter(({ path }) => !path.endsWith(".test.ts"));
  const folders = new Set(all.map(({ path }) => path.split("/")[1]));
  folders.delete("_shared");
  return [...folders].sort().map((folder) => {
    const own = all.filter(({ path }) => path.startsWith(`middleware/${folder}/`));
    return modulePage(folder, own);
  });
}

function modulePage(folder: string, own: readonly Source[]): ModulePage {
  const named = new Map<string, Named>();
  for (const { tree } of own) {
    walk(tree, (node) => {
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
        named.set(node.name.text, node);
      }
    });
  }
  const factory = factoryOf(folder, own);
  const roots = factory.parameters.flatMap(({ type }) => type ? [type] : []);
  const tables = tablesFrom([...roots, ...returned(folder, own)], named);
  return { folder, factory: factory.name!.text, tables };
}

/** The exported function that has the folder's name in camelCase. */
function factoryOf(folder: string, own: readonly Source[]): ts.FunctionDeclaration {
  const name = folder.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const found = functionsOf(folder, own).find((one) => one.name?.text === name);
  if (!found) throw new Error(`middleware/${folder}/index.ts has no function ${name}.`);
  return found;
}

/** What the exported functions give: of the factory nothing that the folder has a type for. */
function returned(folder: string, own: readonly Source[]): ts.TypeNode[] {
  return functionsOf(folder, own).flatMap(({ type }) => type ? [type] : []);
}

function functionsOf(folder: string, own: readonly Source[]): ts.FunctionDeclaration[] {
  const { tree } = own.find(({ path }) => path === `middleware/${folder}/index.ts`)!;
  return tree.statements.filter(ts.isFunctionDeclaration).filter(({ modifiers }) =>
    modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The section, then what its options name, each once, in the order in which they are named. */
function tablesFrom(roots: readonly ts.TypeNode[], named: Map<string, Named>): OptionTable[] {
  const waiting = roots.flatMap((root) => namesIn(root, named));
  const tables: OptionTable[] = [];
  for (const name of waiting) { // grows while it is walked
    const node = named.get(name)!;
    const rows = membersOf(node).map(rowOf);
    tables.push({
      name,
      meaning: [commentOf(node), ...basesOf(node)].join(" "),
      rows: rows.length > 0 ? rows : [["", typeText(node), ""]],
    });
    const next = namesIn(node, named).filter((one) => !waiting.includes(one));
    waiting.push(...new Set(next));
  }
  return tables;
}

/** What an interface extends, as a sentence for each. */
function basesOf(node: Named): string[] {
  if (!ts.isInterfaceDeclaration(node)) return [];
  const bases = node.heritageClauses?.flatMap(({ types }) => types.map((one) => one.getText()));
  return bases?.map((base) => `It has the options of ${base}, too.`) ?? [];
}

/** The types of the folder that a type names; not those that only its methods speak of. */
function namesIn(node: ts.Node, named: Map<string, Named>): string[] {
  if (ts.isMethodSignature(node)) return [];
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName.getText()
    : ts.isExpressionWithTypeArguments(node)
    ? node.expression.getText()
    : "";
  const found = named.has(name) ? [name] : [];
  ts.forEachChild(node, (child) => void found.push(...namesIn(child, named)));
  return found;
}

/** The members of an interface; an alias has none. */
function membersOf(node: Named): readonly ts.TypeElement[] {
  return ts.isInterfaceDeclaration(node) ? node.members : [];
}

function rowOf(member: ts.TypeElement): OptionRow {
  const name = member.name?.getText() ?? "";
  const optional = member.questionToken ? "?" : "";
  return [`${name}${optional}`, typeText(member), commentOf(member)];
}

/** A type as a table shows it: on one line, without what a reader of the table needs not know. */
function typeText(node: ts.Node): string {
  const { type } = node as { type?: ts.TypeNode };
  const text = !type || ts.isMethodSignature(node) ? node.getText() : type.getText();
  return text.replaceAll("readonly ", "").replace(/\s+/g, " ").replace(/^\| |;$/g, "")
    .replace(/^AttributedCollection<(\w+), "\w+", (\w+)>$/, `$1[] | ${ELEMENTS} & $2`)
    .replace(/^Collection<(\w+), "\w+">$/, `$1[] | ${ELEMENTS}`)
    .replace(/^AttributedNames<"\w+", (\w+)>$/, `string[] | ${ELEMENTS} & $1`)
    .replace(/^Names<"\w+">$/, `string[] | ${ELEMENTS}`);
}

function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? "").replace(/\s+/g, " ").trim();
}

/** The part of a page that is written by the tool. */
export function renderOptions({ factory, tables }: ModulePage): string {
  const parts = tables.map(({ name, meaning, rows }, index) => {
    const heading = index === 0 ? `## Options of ${factory}\n` : `### ${name}\n`;
    const lines = rows.map((row) => `| ${cells(row).join(" | ")} |`);
    const table = ["| option | type | |", "| --- | --- | --- |", ...lines].join("\n");
    const isAlias = rows.length === 1 && rows[0][0] === "";
    return `${heading}\n${meaning}\n\n${isAlias ? code(rows[0][1]) : table}\n`;
  });
  return parts.join("\n");
}

/** A row as the page has it. */
function cells([name, type, meaning]: OptionRow): string[] {
  const text = meaning.replace(/`[^`]*`|[*_]/g, (one) => one.length > 1 ? one : `\\${one}`);
  return [code(name), code(type), text].map((cell) => cell.replaceAll("|", "\\|"));
}

function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}

if (import.meta.main) {
  const pages = await modulePages();
  const files = pages.map(({ folder }) => new URL(`docs/modules/${folder}.md`, root));
  for (const [index, page] of pages.entries()) {
    const [head] = (await Deno.readTextFile(files[index])).split(MARK);
    await Deno.writeTextFile(
      files[index],
      `${head.trimEnd()}\n\n${MARK}\n\n${renderOptions(page)}`,
    );
  }
  const args = ["fmt", "--quiet", ...files.map(({ pathname }) => pathname)];
  await new Deno.Command(Deno.execPath(), { args }).output();
}
