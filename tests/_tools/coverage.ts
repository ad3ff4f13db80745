// What does docs/api-coverage.md say? One table for each interface: its methods, where they live, where they are tested.
import { camel, family, type Live, METHODS, nameOf } from "../conformance/walk/_live.ts";
import type { Method } from "./reference.ts";

interface TestFile {
  readonly file: string;
  readonly text: string;
  /** The methods that it names. */
  readonly symbols: readonly string[];
}

const INTRODUCTION = `# Coverage of the native API

Every method of \`httpserv.h\`, \`iiswebsocket.h\` and \`httpcach.h\`, as a running request has it. This
file is generated, and a test fails when it is stale: \`deno task account\` writes it anew. What it
says comes from objects of running requests (\`tests/conformance/walk\`), from the list of methods
(\`tests/rules/methods.json\`) and from the tests that name a method or its page.

- **Class**: core, a runtime of the fetch style does it as it is; edge, with an adaptation.
- **Lives on**: the class of the object on which a running request meets it. Where modules implement
  an interface, that the host has called it there.
- **Tested in**: below \`tests\`. At most three files are named.
`;

/** The whole document. */
export function renderCoverage(
  live: Live,
  tests: readonly TestFile[],
  differing: ReadonlySet<string>,
): string {
  const kept = METHODS.filter((one) => one.class !== "inapplicable");
  const owners = [...new Set(kept.map((one) => one.interface))];
  const tables = owners.map((owner) => {
    const rows = kept.filter((one) => one.interface === owner)
      .map((one) => line(one, live, tests, differing));
    return `## ${owner}\n\n${table(HEAD, rows)}`;
  });
  return [INTRODUCTION, summary(live), ...tables, leftOut()].join("\n");
}

const HEAD = ["method", "class", "lives on", "tested in", "notes"];

function line(
  one: Method,
  live: Live,
  tests: readonly TestFile[],
  differing: ReadonlySet<string>,
): string[] {
  const notes = [
    one.forms > 1 ? `${one.forms} C++ forms` : "",
    one.class === "edge" ? one.why ?? "" : "",
    one.page !== null && differing.has(one.page) ? "[differs](differences.md)" : "",
  ];
  return [
    `\`${camel(one.method)}\``,
    one.class,
    where(one, live),
    testsOf(one, tests).slice(0, 3).map((file) => `\`${file}\``).join(", "),
    notes.filter((note) => note !== "").join("; "),
  ];
}

function where(one: Method, live: Live): string {
  const found = live.found.get(nameOf(one));
  if (found === undefined) return "not met by the walk";
  return /^[A-Z]\w*$/.test(found) ? `\`${found}\`` : found;
}

/**
 * Methods that a text names with their interface, as titles do: "IHttpResponse4.setTrailer, getTrailer", for example.
 */
export function symbolsIn(text: string): string[] {
  const lists = text.matchAll(/\b([A-Z]\w+)\.(\w+(?:(?:, | and )[a-z]\w+)*)/g);
  return [...lists].flatMap(([, owner, names]) =>
    names.split(/, | and /).map((name) => `${owner}.${name}`)
  );
}

/** The files that name the method with its interface, or its page; those that do it most often first. */
function testsOf(one: Method, tests: readonly TestFile[]): string[] {
  const names = [one.interface, family(one.interface)].map((name) =>
    `${name}.${camel(one.method)}`
  );
  const page = one.page === null ? null : new RegExp(`\\b${one.page}(?![\\w-])`, "g");
  const count = ({ text, symbols }: TestFile): number =>
    symbols.filter((symbol) => names.includes(symbol)).length +
    (page === null ? 0 : text.match(page)?.length ?? 0);
  return tests.map((test) => ({ file: test.file, count: count(test) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.file < b.file ? -1 : 1))
    .map(({ file }) => file);
}

function summary(live: Live): string {
  const headers = [...new Set(METHODS.map(({ header }) => header))];
  const rows = headers.map((header) => {
    const own = METHODS.filter((one) => one.header === header);
    const kept = own.filter((one) => one.class !== "inapplicable");
    const met = kept.filter((one) => live.found.has(nameOf(one)));
    return [`\`${header}\``, kept.length, met.length, own.length - kept.length].map(String);
  });
  return `${table(["header", "core and edge", "met", "left out"], rows)}`;
}

function leftOut(): string {
  const rows = METHODS.filter((one) => one.class === "inapplicable")
    .map((one) => [`\`${one.interface}::${one.method}\``, one.why ?? "tied to Windows"]);
  return `## Left out\n\nThese do not exist, neither on objects nor in the types.\n\n${
    table(["method", "why"], rows)
  }`;
}

/** A table with its columns padded, as \`deno fmt\` writes it. */
function table(head: string[], rows: string[][]): string {
  const all = [head, ...rows].map((cells) => cells.map((cell) => cell.replace(/\|/g, "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => cells[column].length)));
  const text = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const dashes = widths.map((width) => "-".repeat(width));
  return `${[text(all[0]), text(dashes), ...all.slice(1).map(text)].join("\n")}\n`;
}
