// What does docs/api-coverage.md say? One table for each interface: its methods, where they live, where they are tested.
import { camel, type Live, METHODS, nameOf } from "../conformance/walk/_live.ts";
import { PENDING_METHODS } from "../conformance/walk/pending.ts";
import type { Method } from "./reference.ts";

interface TestFile {
  readonly file: string;
  readonly text: string;
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
  if (found !== undefined) return /^[A-Z]\w*$/.test(found) ? `\`${found}\`` : found;
  return PENDING_METHODS.includes(nameOf(one)) ? "not built yet" : "not met by the walk";
}

/** The files that name the method with its interface, or its page; those that do it most often first. */
function testsOf(one: Method, tests: readonly TestFile[]): string[] {
  const name = `${one.interface.replace(/\d$/, "")}\\d?[.:]+${camel(one.method)}`;
  const page = one.page === null ? "" : `|\\b${one.page}(?![\\w-])`;
  const pattern = new RegExp(`\\b${name}\\b${page}`, "gi");
  return tests.map(({ file, text }) => ({ file, count: text.match(pattern)?.length ?? 0 }))
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
