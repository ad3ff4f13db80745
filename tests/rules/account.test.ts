// Is every page of the documentation accounted for? The table of pages held against the tests, the source and the documents.
import { assert, assertEquals } from "../_assert.ts";
import { coverage, differingPages, namedPages } from "../_tools/account.ts";
import { PAGES } from "../conformance/pages.ts";
import pages from "./pages.json" with { type: "json" };
import { sources } from "./_sources.ts";

/** Pages of the older ISAPI reference are numbers; they are no part of the native reference. */
const isIsapi = (page: string): boolean => /^ms\d{6}$/.test(page);
const rows = Object.entries(PAGES);
const named = await namedPages();
const differing = await differingPages();
const HOW = "`deno task account` mends what only has to be written down";

Deno.test("Account: every page in scope has a row, and no page has two", async () => {
  assert(rows.length > 400, `Only ${rows.length} rows were read`);
  assertEquals(pages.filter((page) => !(page in PAGES) && !isIsapi(page)), []);
  const parts = await sources("tests/conformance/pages");
  const keys = parts.flatMap(({ text }) => [...text.matchAll(/^ {2}"([\w-]+)":/gm)]);
  assertEquals(keys.length, rows.length);
});

Deno.test("Account: no page is open", () => {
  assertEquals(rows.filter(([, { kind }]) => kind === "open").map(([page]) => page), [], HOW);
});

Deno.test("Account: the test of a row is there, and names the page", () => {
  const wrong = rows.filter(([page, account]) =>
    (account.kind === "covered" || account.kind === "differs") && account.by !== null &&
    !named.get(page)?.includes(account.by)
  );
  assertEquals(wrong.map(([page]) => page), [], HOW);
});

Deno.test("Account: a row differs where differences.md names the page, and nowhere else", () => {
  const wrong = rows.filter(([page, { kind }]) =>
    kind !== "out" && (kind === "differs") !== differing.has(page)
  );
  assertEquals(wrong.map(([page]) => page), [], HOW);
});

Deno.test("Account: a page that is out has a reason, and no test or @see that builds on it", async () => {
  const out = rows.flatMap(([page, account]) => account.kind === "out" ? [{ page, account }] : []);
  assertEquals(out.filter(({ account }) => account.why.length < 10), []);
  const seen = new Set(
    (await sources("mod.ts", "src", "middleware"))
      .flatMap(({ text }) => [...text.matchAll(/@see\s+(\S+)/g)].map(([, page]) => page)),
  );
  assertEquals(out.map(({ page }) => page).filter((page) => seen.has(page)), []);
});

Deno.test("Account: every @see of the source is a page of the table", async () => {
  const known = (page: string) => page in PAGES || isIsapi(page) || /^(https?:|RFC\d)/.test(page);
  const wrong = (await sources("mod.ts", "src", "middleware")).flatMap(({ path, text }) =>
    [...text.matchAll(/@see\s+(\S+)/g)].filter(([, page]) => !known(page))
      .map(([, page]) => `${path}: ${page}`)
  );
  assertEquals(wrong, []);
});

Deno.test("Account: every @see of a conformance test is a page of the table", async () => {
  const lists = (await sources("tests/conformance")).flatMap(({ path, text }) =>
    [...text.matchAll(/\/\/ @see ([\w, -]+)$/gm)].flatMap(([, list]) =>
      list.split(/,\s*/).map((page) => ({ path, page: page.trim() }))
    )
  );
  assert(lists.length > 300, `Only ${lists.length} were read`);
  const wrong = lists.filter(({ page }) =>
    /^[a-z0-9_-]+$/.test(page) && !isIsapi(page) && !(page in PAGES)
  );
  assertEquals(wrong.map(({ path, page }) => `${path}: ${page}`), []);
});

/** Of the numbered behaviours: 39 is void, the others wait for the module of custom errors (ruling 30). */
const WITHOUT_TEST = [39, 69, 71, 72];

/** "12.16 no entry matches", or "16 getScriptMap: ..." with a symbol behind it: "100 requests" is no behaviour's number. */
const NUMBERED = /Deno\.test\(\s*["`](?:12\.(\d{1,3}) |(\d{1,3}) (?=[^\s"`]*[A-Z_.(]))/g;

Deno.test("Account: the search for numbered titles takes no amount for a number", () => {
  const of = (title: string): number => [...`Deno.test("${title}", `.matchAll(NUMBERED)].length;
  assertEquals(["12.16 no entry", "80 setPhysicalPath: x", "7 RQ_X: x"].map(of), [1, 1, 1]);
  assertEquals(["100 requests at once", "16 entries match", "A 16 X"].map(of), [0, 0, 0]);
});

Deno.test("Account: each numbered behaviour from 1 to 103 has a test of its number", async () => {
  const text = (await sources("tests")).map(({ text }) => text).join("\n");
  const numbers = [...text.matchAll(NUMBERED)].map(([, of12, bare]) => Number(of12 ?? bare));
  const missing = Array.from({ length: 103 }, (_, i) => i + 1).filter((n) => !numbers.includes(n));
  assertEquals(missing, WITHOUT_TEST);
});

Deno.test("Account: nothing in the source answers E_NOTIMPL", async () => {
  const files = (await sources("mod.ts", "src")).filter(({ path }) => !/^src\/terms\//.test(path));
  assertEquals(files.filter(({ text }) => /\bE_NOTIMPL\b/.test(text)).map(({ path }) => path), []);
});

Deno.test("Account: every method is met by the walk, and named by a test", async () => {
  const rows = (await coverage()).split("\n").filter((line) => /^\| `[a-z]/.test(line));
  assert(rows.length > 330, `Only ${rows.length} rows were read`);
  const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()))
    .filter((row) => row.length === 7);
  assertEquals(cells.filter((row) => row[4] === "").map((row) => row[1]), []);
  assertEquals(cells.filter((row) => row[3].startsWith("not met")).map((row) => row[1]), []);
});

Deno.test("Account: docs/api-coverage.md says what is", async () => {
  const text = await Deno.readTextFile(new URL("../../docs/api-coverage.md", import.meta.url));
  const wanted = await coverage();
  const lines = new Set(text.split("\n"));
  const missing = wanted.split("\n").filter((line) => !lines.has(line));
  assertEquals(missing.slice(0, 5), [], `${missing.length} lines are stale; ${HOW}`);
  assertEquals(text, wanted, HOW);
});
