// What stands in the source files? Reads them as TypeScript does, for the rules to be held against.
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** One import or re-export line. */
export interface Import {
  /** The file it leads to, from the root of the project; a package keeps its specifier. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Nothing of it is left when types are stripped. */
  readonly typeOnly: boolean;
}

/** One file of the project, read once. */
export interface Source {
  /** From the root of the project, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Reads every TypeScript file in these files and folders of the project. */
export async function sources(...places: string[]): Promise<Source[]> {
  const found: Source[] = [];
  for (const place of places) {
    for (const path of await filesIn(place)) found.push(read(path));
  }
  return found;
}

/** Calls `visit` for every node of a tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The paths of all TypeScript files in a folder, or the one file; none if it is not there. */
async function filesIn(place: string): Promise<string[]> {
  const info = await Deno.stat(root + place).catch(() => null);
  if (info?.isFile) return [place];
  const paths: string[] = [];
  for await (const entry of info ? Deno.readDir(root + place) : []) {
    const path = `${place}/${entry.name}`;
    if (entry.isDirectory) paths.push(...await filesIn(path));
    else if (path.endsWith(".ts")) paths.push(path);
  }
  return paths.sort();
}

function read(path: string): Source {
  const text = Deno.readTextFileSync(root + path);
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  walk(tree, (node) => {
    const found = importOf(node);
    if (found) imports.push(locate(path, ...found));
  });
  return { path, text, tree, imports };
}

/** The specifier of a node that imports something, and whether only types. */
function importOf(node: ts.Node): [specifier: string, typeOnly: boolean] | null {
  if (ts.isImportDeclaration(node)) return [textOf(node.moduleSpecifier), isTypeImport(node)];
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return [textOf(node.moduleSpecifier), isTypeExport(node)];
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return [textOf(node.argument.literal), true];
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return [textOf(node.arguments[0]), false];
  }
  return null;
}

function isTypeImport({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (!clause) return false;
  const names = clause.namedBindings;
  const allTypes = !clause.name && names !== undefined && ts.isNamedImports(names) &&
    names.elements.length > 0 && names.elements.every((name) => name.isTypeOnly);
  return clause.isTypeOnly || allTypes;
}

function isTypeExport({ isTypeOnly, exportClause: names }: ts.ExportDeclaration): boolean {
  return isTypeOnly ||
    (names !== undefined && ts.isNamedExports(names) && names.elements.length > 0 &&
      names.elements.every((name) => name.isTypeOnly));
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : "(computed)";
}

function locate(from: string, specifier: string, typeOnly: boolean): Import {
  if (!specifier.startsWith(".")) return { target: specifier, isPackage: true, typeOnly };
  const { pathname } = new URL(specifier, `file:///${from}`);
  return { target: pathname.slice(1), isPackage: false, typeOnly };
}
