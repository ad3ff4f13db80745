// Which answers are kept for the next request? Directives and dates, read strictly.
import { assertEquals, assertLess } from "../../tests/_assert.ts";
import { workOf } from "../../tests/_work.ts";
import { counting, site } from "./_site.ts";
import { directivesOf, secondsIn, targetedDirectives } from "./cache-control.ts";
import { dateOf } from "./http-date.ts";

const read = (text: string) => Object.fromEntries(directivesOf(text));

Deno.test("httpCache: directives: names in any case, values plain or quoted, the first of two", () => {
  assertEquals(read('a, b=1 ,c="x,y", B=2'), { a: "", b: "1", c: "x,y" });
  assertEquals(read('x="max-age=60", max-age=1'), { x: "max-age=60", "max-age": "1" });
  assertEquals(read(""), {});
});

Deno.test("httpCache: directives: seconds are whole numbers, what is none is no time at all", () => {
  const seconds = (value: string) => secondsIn(directivesOf(`max-age=${value}`), "max-age");
  assertEquals(["60", "007", "99999999999"].map(seconds), [60, 7, 2_147_483_648]);
  assertEquals(["-1", "1.5", "a", "'60'", "60s", ""].map(seconds), [0, 0, 0, 0, 0, 0]);
  assertEquals(secondsIn(directivesOf("s-maxage=1"), "max-age"), null);
});

Deno.test("httpCache: directives: of a member that is none, the last word may be one", () => {
  assertEquals(read("no cache, a;b=2, c d , =1, f"), { cache: "", b: "2", d: "", f: "" });
  assertEquals(read('x="max-age=1, no-store'), { "no-store": "" });
  assertEquals(read('a="b\\",c", d'), { a: 'b\\",c', d: "" });
});

Deno.test("httpCache: no header takes long to read", async () => {
  const n = 100_000;
  const long = ["a".repeat(n) + ";", "a=".repeat(n) + " ;", `x${" ".repeat(n)}x`, '\\"'.repeat(n)];
  const { get } = site(counting({ "Cache-Control": "max-age=9", Vary: "X-Y" }));
  const work = await workOf(async () => {
    for (const value of long) {
      directivesOf(value);
      await get("/", { headers: { "X-Y": value } });
    }
    targetedDirectives(`a=(${"a".repeat(n)}`);
  });
  assertLess(work, 2000);
});

const targeted = (text: string | null) => {
  const directives = targetedDirectives(text);
  return directives === null ? null : Object.fromEntries(directives);
};

Deno.test("httpCache: RFC 9213: targeted fields are dictionaries of structured fields", () => {
  assertEquals(targeted("max-age=60, private;a=1 ,\tno-store"), {
    "max-age": "60",
    private: "",
    "no-store": "",
  });
  assertEquals(targeted("a=?1, b=?0, c=tok/en, d=:YQ==:, e=(1 2), max-age=1, max-age=2"), {
    a: "",
    c: "tok/en",
    d: ":YQ==:",
    e: "(1 2)",
    "max-age": "2",
  });
});

Deno.test("httpCache: RFC 9213: a targeted field that is malformed or empty is not there", () => {
  const wrong = ["max-age=60, &", "Max-Age=60", "max-age =60", "max-age= 60", "a=1,", ",a", "a b"];
  for (const text of [null, "", ...wrong]) assertEquals(targeted(text), null, String(text));
});

Deno.test("httpCache: dates come in three forms, and in no other", () => {
  const one = 784111777000;
  assertEquals(dateOf("Sun, 06 Nov 1994 08:49:37 GMT"), one);
  assertEquals(dateOf("SUN, 06 NOV 1994 08:49:37 gmt"), one);
  assertEquals(dateOf("Sunday, 06-Nov-94 08:49:37 GMT"), one);
  assertEquals(dateOf("Sun Nov  6 08:49:37 1994"), one);
  const wrong = [
    ...["0", "", "tomorrow", "1994-11-06", "Sun, 6 Nov 1994 08:49:37 GMT"],
    ...["Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 8:49:37 GMT"],
    ...["Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT"],
    ...["Sun,  06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT"],
  ];
  for (const text of [null, ...wrong]) assertEquals(dateOf(text), null, String(text));
});

Deno.test("httpCache: a year of two digits is never more than fifty years ahead", () => {
  const year = new Date().getUTCFullYear();
  const far = String((year + 51) % 100).padStart(2, "0");
  const near = String((year + 49) % 100).padStart(2, "0");
  const yearOf = (two: string) =>
    new Date(dateOf(`Sunday, 06-Nov-${two} 08:49:37 GMT`)!).getUTCFullYear();
  assertEquals([yearOf(far), yearOf(near)], [year - 49, year + 49]);
});
