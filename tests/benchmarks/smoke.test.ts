// Do the benchmarks still run? A few rounds of each contestant; how fast they are is not asked here.
import { CONTESTANTS } from "../../benchmarks/_contestants.ts";
import { REAL, REAL_HEADERS } from "../../benchmarks/_real.ts";
import { isMet, printed, replaced, type Result } from "../../benchmarks/_report.ts";
import { FIRSTS } from "../../benchmarks/_first.ts";
import { STREAMS } from "../../benchmarks/_streams.ts";
import { GROUPS } from "../../benchmarks/_servers.ts";
import { wrkVersion } from "../../benchmarks/_wrk.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";

/** Runs a task's short form, and gives what it wrote. */
async function smoke(file: string, ...args: string[]): Promise<Result> {
  const program = new URL(`../../benchmarks/${file}.ts`, import.meta.url).href;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, "--smoke", ...args],
    stdout: "null",
    stderr: "piped",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const name = file === "main" ? "bench" : file;
  const path = new URL(`../../.cache/bench/smoke-${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(path));
}

/** The names in the first column, and whether every cell behind them says something. */
function names({ tables }: Result): string[] {
  const rows = tables.flatMap((table) => table.rows);
  assertEquals(rows.filter((row) => row.slice(1).some((cell) => /^$|NaN|–/.test(cell))), []);
  return rows.map(([name]) => name);
}

Deno.test("deno task bench measures every contestant, and tells every goal", async () => {
  const result = await smoke("main");
  const found = names(result);
  assertEquals([...CONTESTANTS, ...REAL].filter(({ name }) => !found.includes(name)), []);
  assertEquals(result.goals.length, 14);
});

Deno.test("deno task bench:wire measures a server on each runtime", async () => {
  if (await wrkVersion() === null) return console.log("bench:wire left out: wrk is not installed");
  const ids = "bare,plain-10,node-raw,node-koa,bun-raw,bun-elysia,real-raw,real-own,real-hono";
  const result = await smoke("wire", "--only", ids);
  assertEquals(result.tables.length, GROUPS.length);
});

Deno.test("deno task bench:stream measures every way to write", async () => {
  const result = await smoke("stream");
  const found = names(result);
  assertEquals([...FIRSTS, ...STREAMS].filter(({ name }) => !found.includes(name)), []);
  assertEquals(result.goals.length, 2);
});

Deno.test("deno task bench:memory measures whoever waits and whoever does not", async () => {
  const result = await smoke("memory", "--only", "offer-raw,offer-own,offer-own-free");
  assert(names(result).length >= 3);
});

Deno.test("benchmarks/_real.ts: all stacks answer with the same headers and text", async () => {
  const answers = await Promise.all(REAL.map(async ({ make }) => {
    const fetch = await make();
    const response = await fetch(new Request("http://localhost/", { headers: REAL_HEADERS }));
    const names = [...response.headers.keys()].filter((name) => name !== "content-length");
    return { status: response.status, text: await response.text(), names: names.sort() };
  }));
  assertEquals(answers[0].names.length, 15);
  for (const answer of answers) assertEquals(answer, answers[0]);
});

Deno.test("benchmarks/_report.ts: a goal is judged by the numbers that are printed", () => {
  const goal = { what: "a goal", goal: 0.15, side: "at most" } as const;
  assert(isMet({ ...goal, measured: 0.1549 }));
  assert(!isMet({ ...goal, measured: 0.156 }));
  assert(isMet({ ...goal, measured: 0.2, side: "at least" }));
  assert(!isMet({ ...goal, measured: NaN }));
  assertEquals([0.126, 12.34, 1234.5, NaN].map(printed), ["0.13", "12.3", "1235", "–"]);
});

Deno.test("benchmarks/_report.ts: tables take the place between the marks of their task", () => {
  const result: Result = {
    id: "one",
    date: "2026-01-02T00:00:00Z",
    machine: "2 shared cores",
    versions: { Deno: "2" },
    effort: "Once",
    tables: [{ title: "Table", columns: ["", "x"], rows: [["row", "1.00"]] }],
    goals: [],
  };
  const text = replaced("before\n<!-- one -->\nold\n<!-- end of one -->\nbehind", result);
  assert(text.startsWith("before\n<!-- one -->\n"));
  assert(text.endsWith("<!-- end of one -->\nbehind"));
  assert(text.includes("| row | 1.00 |") && text.includes("2026-01-02") && !text.includes("old"));
  assertThrows(() => replaced("nothing", result), Error, 'no place for "one"');
});
