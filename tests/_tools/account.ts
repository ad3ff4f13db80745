// What do the tests account for? Fills tests/conformance/pages and docs/api-coverage.md: deno run -A tests/_tools/account.ts
import { walkEverything } from "../conformance/walk/_walk.ts";
import { camel, INTERFACE_PAGES, METHODS } from "../conformance/walk/_live.ts";
import { type Account, PAGES, type Pages } from "../conformance/pages.ts";
import { sources } from "../rules/_sources.ts";
import { renderCoverage, symbolsIn } from "./coverage.ts";

const root = new URL("../../", import.meta.url);
const WALK = "conformance/walk/surface.test.ts";
const VOCABULARY = "rules/vocabulary.test.ts";

/** The page of each method, by the name that titles of tests give it. */
const SYMBOLS: ReadonlyMap<string, string | null> = new Map(
  METHODS.map((one) => [`${one.interface}.${camel(one.method)}`, one.page]),
);

/** The pages that a text names: by their slug, or by a method with its interface. */
function pagesIn(text: string): string[] {
  const slugs = [...text.matchAll(/\b[a-z0-9]+(-[a-z0-9_]+)+\b/g)].map(([slug]) => slug);
  const symbols = symbolsIn(text).map((name) => SYMBOLS.get(name));
  return [...slugs, ...symbols.filter((page) => typeof page === "string")];
}

/** Page, and the test files below `tests` that name it, those that name it most often first. */
export async function namedPages(): Promise<Map<string, string[]>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { path, text } of await sources("tests")) {
    const file = path.replace(/^tests\//, "");
    if (!file.endsWith(".test.ts") || file.startsWith("rules/") && file !== VOCABULARY) continue;
    for (const page of pagesIn(text)) {
      const files = counts.get(page) ?? counts.set(page, new Map()).get(page)!;
      files.set(file, (files.get(file) ?? 0) + 1);
    }
  }
  const named = new Map([...counts].map(([slug, files]) => [slug, best(files)]));
  for (const page of INTERFACE_PAGES.keys()) named.set(page, [...named.get(page) ?? [], WALK]);
  return named;
}

/** Conformance tests before samples, samples before others; then by number of mentions. */
function best(files: Map<string, number>): string[] {
  const rank = (file: string): number =>
    file.includes("/samples/") ? 1 : file.startsWith("conformance/") ? 0 : 2;
  return [...files].sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m || (a < b ? -1 : 1))
    .map(([file]) => file);
}

/** The pages that docs/differences.md names. */
export async function differingPages(): Promise<Set<string>> {
  const text = await Deno.readTextFile(new URL("docs/differences.md", root));
  const [, rows = ""] = /\n## 2\.([^]*)$/.exec(text) ?? [];
  return new Set([...rows.matchAll(/\b[a-z0-9]+(-[a-z0-9]+)+\b/g)].map(([slug]) => slug));
}

/** The account of a page as the tests and the document of differences give it. */
function accountOf(
  page: string,
  before: Account,
  named: Map<string, string[]>,
  differing: Set<string>,
): Account {
  if (before.kind === "out") return before;
  const files = named.get(page) ?? [];
  const old = before.kind === "open" ? null : before.by;
  const by = old !== null && files.includes(old) ? old : files[0] ?? null;
  if (differing.has(page)) return { kind: "differs", by };
  return by === null ? { kind: "open" } : { kind: "covered", by };
}

const text = (value: unknown): string => JSON.stringify(value);

function row(page: string, account: Account): string {
  if (account.kind === "open") return `  ${text(page)}: open,`;
  if (account.kind === "out") return `  ${text(page)}: out(${text(account.why)}),`;
  return `  ${text(page)}: ${account.kind}(${account.by === null ? "" : text(account.by)}),`;
}

async function rewrite(part: string): Promise<void> {
  const url = new URL(`tests/conformance/pages/${part}.ts`, root);
  const [named, differing] = [await namedPages(), await differingPages()];
  const old = await Deno.readTextFile(url);
  const pages = Object.entries(
    Object.values(await import(url.href) as Record<string, Pages>)[0],
  );
  const rows = pages.map(([page, before]) => row(page, accountOf(page, before, named, differing)));
  const used = ["covered", "differs", "open", "out"].filter((kind) =>
    rows.some((one) => new RegExp(`: ${kind}\\b`).test(one))
  );
  const [title] = old.split("\n");
  const [name] = /export const \w+/.exec(old)!;
  const imports = `import { ${[...used, "type Pages"].join(", ")} } from "./_kinds.ts";`;
  const body = `${title}\n${imports}\n\n${name}: Pages = {\n${rows.join("\n")}\n};\n`;
  await Deno.writeTextFile(url, body);
}

/** The text of docs/api-coverage.md as it has to be now. */
export async function coverage(): Promise<string> {
  const files = (await sources("tests/conformance", "tests/adapter", "tests/regressions"))
    .filter(({ path }) => path.endsWith(".test.ts"))
    .map(({ path, text }) => ({
      file: path.replace(/^tests\//, ""),
      text,
      symbols: symbolsIn(text),
    }));
  return renderCoverage(await walkEverything(), files, await differingPages());
}

if (import.meta.main) {
  const parts = ["modules", "context", "request", "server", "providers", "vocabulary"];
  for (const part of parts) await rewrite(part);
  await Deno.writeTextFile(new URL("docs/api-coverage.md", root), await coverage());
  const places = ["tests/conformance/pages", "docs/api-coverage.md"];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "-q", ...places],
    cwd: root,
  }).output();
  const open = Object.keys(PAGES).filter((page) => PAGES[page].kind === "open");
  console.log(`Before this run ${open.length} of ${Object.keys(PAGES).length} pages were open`);
  if (!success) Deno.exitCode = 1;
}
