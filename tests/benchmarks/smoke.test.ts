// Do the benchmarks still run? A few rounds of each contestant; how fast they are is not asked here.
import { CONTESTANTS } from "../../benchmarks/_contestants.ts";
import { REAL, REAL_HEADERS } from "../../benchmarks/_real.ts";
import { isMet, printed, replaced, type Result } from "../../benchmarks/_report.ts";
import { STREAMS } from "../../benchmarks/_streams.ts";
import { svg, written } from "../../benchmarks/_svg.ts";
import { exponent, highestStep } from "../../benchmarks/growth.ts";
import { BODY } from "../../benchmarks/_middlewares.ts";
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

Deno.test("benchmarks/_contestants.ts: all answer with the same text", async () => {
  for (const { id, make } of CONTESTANTS) {
    const response = await (await make())(new Request("http://localhost/"));
    assertEquals([id, response.status, await response.text()], [id, 200, BODY]);
  }
});

Deno.test("deno task bench measures requests and chunks, and tells every goal it can", async () => {
  const ids =
    "bare,hono-10,h3-10,plain-10,inside-10,real-raw,real-hono,real-own,stream-raw,stream-hono";
  const result = await smoke("main", "--only", ids);
  assertEquals(result.tables.length, 3);
  assert(names(result).length >= 9);
  assertEquals(result.goals.length, 5);
});

Deno.test("deno task bench:wire measures a server on each runtime", async () => {
  if (await wrkVersion() === null) return console.log("bench:wire left out: wrk is not installed");
  const ids = "bare,plain-10,node-raw,node-koa,bun-raw,bun-elysia,real-raw,real-own,real-hono";
  const result = await smoke("wire", "--only", ids);
  assertEquals(result.tables.length, GROUPS.length);
});

Deno.test("deno task bench:stream measures the first chunk and throughput", async () => {
  const result = await smoke("stream", "--only", "first-own,first-inside,stream-raw,stream-hono");
  assertEquals(result.tables.length, 3);
  assertEquals(result.goals.length, 2);
});

Deno.test("benchmarks/_streams.ts: all send as many bytes as they are asked for", async () => {
  for (const { id, make } of STREAMS) {
    const fetch = await make();
    const response = await fetch(new Request("http://localhost/?chunks=7&size=1000"));
    assertEquals([id, (await response.bytes()).length], [id, 7_000]);
  }
});

Deno.test("deno task bench:site measures both sites, and a longer load on one", async () => {
  if (await wrkVersion() === null) return console.log("bench:site left out: wrk is not installed");
  const result = await smoke("site");
  assertEquals(names(result).length, 4);
  assertEquals(result.goals.length, 2);
});

Deno.test("deno task bench:memory measures what a server grows by", async () => {
  assertEquals(names(await smoke("memory", "--only", "offer-own-pass")).length, 1);
});

Deno.test("deno task bench:growth measures a line of each plot", async () => {
  const result = await smoke(
    "growth",
    "--only",
    "modules-own,concurrent-parked,chunks,body-upload",
  );
  assertEquals(names(result).length, 6);
});

Deno.test("benchmarks/growth.ts: what grows faster than it should is told from what does not", () => {
  const line = (y: (x: number) => number) => ({
    name: "",
    points: [1, 10, 100, 1_000, 10_000].map((x) => [x, y(x)] as const),
  });
  const figures = (y: (x: number) => number, each = false): number[] =>
    [exponent(line(y), each), highestStep(line(y), each)].map((n) => Number(n.toFixed(2)));
  assertEquals(figures((x) => 5 * x), [1, 1]);
  assertEquals(figures((x) => x * x), [2, 10]);
  assertEquals(figures((x) => x > 500 ? 20 * x : 5 * x), [1.2, 4]);
  assertEquals(figures(() => 4, true), [1, 1]);
  assertEquals(figures((x) => x > 500 ? 12 : 4, true), [1.16, 3]);
});

Deno.test("benchmarks/_svg.ts: a plot is well-formed, and every point is in it", () => {
  const points = [[1, 10], [10, 100], [1_000, 1_000]] as const;
  const series = [{ name: "a & b", points }, { name: "c", points }];
  for (const scale of ["linear", "log", "x"] as const) {
    const drawn = svg({ title: "T", x: "x", y: "y", scale, series });
    assertEquals(drawn.match(/<(circle|rect x)/g)?.length, 8);
    assert(drawn.includes("a &amp; b") && !/NaN|Infinity/.test(drawn), drawn);
  }
  assertEquals([0, 0.5, 200, 65_535, 1 << 30].map(written), [
    "0",
    "0.5",
    "200",
    "65.5 k",
    "1.07 G",
  ]);
});

Deno.test("deno task bench:cold measures an isolate", async () => {
  assertEquals(names(await smoke("cold", "--only", "empty,hono")).length, 2);
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
