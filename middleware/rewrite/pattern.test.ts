// Where does a URL lead? Patterns: the steady search finds what a RegExp finds, and no input makes it slow.
import { assert, assertEquals, assertLess, assertThrows } from "../../tests/_assert.ts";
import { workOf } from "../../tests/_work.ts";
import { Place } from "../_shared/place.ts";
import { parsePattern } from "../_shared/regexpp.ts";
import { compilePattern, type PatternSyntax } from "./pattern.ts";
import { search } from "./pattern-machine.ts";
import { programOf } from "./pattern-program.ts";

const place = new Place("rewrite (RewriteModule)", "rules[0].match.url");

function steadily(pattern: string, input: string, ignoreCase = false): (string | null)[] | null {
  const places = search(programOf(parsePattern(pattern), ignoreCase), input, 0);
  if (places === null) return null;
  const groups: (string | null)[] = [];
  for (let slot = 0; slot < places.length; slot += 2) {
    groups.push(places[slot + 1] < 0 ? null : input.slice(places[slot], places[slot + 1]));
  }
  return groups;
}

function quickly(pattern: string, input: string, ignoreCase = false): (string | null)[] | null {
  const found = new RegExp(pattern, ignoreCase ? "i" : "").exec(input);
  return found && [...found].map((group) => group ?? null);
}

const PATTERNS = [
  "^article/([0-9]+)/([_0-9a-z-]+)",
  "(.*)",
  "^(.+?)/(.*)$",
  "(a|ab)(c|bcd)(d*)",
  "(a*)*",
  "(a*)+b?",
  "(?:a|b)+?c",
  "a{2,4}",
  "a{2,}?b",
  "(a?){3}",
  "^(?!.*css)(.*)$",
  "(?=(a+))a*b\\1{0}",
  "\\bab\\b",
  "\\Bb",
  "[^a-b]+",
  "[\\w-]+\\.",
  "(z)((a+)?(b+)?(c))*",
  "(?:)*x",
  "(a|b|)*c",
  "x*$",
  "^$",
  "\\d\\s.",
  "(a+)(a+)(b)?",
  "((a)|b)*",
  "(?:(a)|(b)|c)+",
  "(?!a)b",
  "[]",
  "[^]",
  "\\u0061b",
  "a|b|c",
  "(|a)+",
];
const LETTERS = ["a", "b", "c", "d", "x", "z", "/", ".", "-", "1", " ", "B", "A", "é", "\n"];

Deno.test("Patterns: the steady search finds what a RegExp finds, groups included", () => {
  let seed = 7;
  const next = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  let compared = 0;
  for (const pattern of PATTERNS) {
    if (pattern.includes("\\1")) continue;
    for (let turn = 0; turn < 300; turn++) {
      const input = Array.from({ length: next(9) }, () => LETTERS[next(LETTERS.length)]).join("");
      const ignoreCase = turn % 2 === 0;
      const wished = quickly(pattern, input, ignoreCase);
      assertEquals(steadily(pattern, input, ignoreCase), wished, `${pattern} in "${input}"`);
      compared++;
    }
  }
  assert(compared > 8000);
});

const SLOW = [
  "^(a+)+$",
  "^(a|a)*$",
  "^([a-z]+)*\\d$",
  "(.*)(.*)(.*)(.*)x$",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "^(?:a?){40}b",
  "(a*)*b",
  "^(.*a){12}$",
  "(?=(a+)+$)b",
  "(\\s*,\\s*)+$",
];

for (const pattern of SLOW) {
  Deno.test(`Patterns: ${pattern} is not slow over thousands of characters that nearly fit`, async () => {
    const matcher = compilePattern({ pattern }, place);
    const work = await workOf(() => {
      matcher.find("a".repeat(4000) + "!");
      matcher.find(" ".repeat(4000));
    });
    assertLess(work, 3000);
  });
}

Deno.test("Patterns: wildcards", () => {
  const groups = (pattern: string, input: string, syntax: PatternSyntax = "Wildcard") =>
    compilePattern({ pattern, syntax }, place).find(input)?.groups ?? null;
  assertEquals(groups("a/*_in.???", "a/scripts_in.cmd"), ["a/scripts_in.cmd", "scripts"]);
  assertEquals(groups("a/*_in.???", "a/scripts_in.cm"), null);
  assertEquals(groups("*/b", "A\n/B"), ["A\n/B", "A\n"]);
  assertEquals(groups("a+b", "aab"), null);
  assertEquals(groups("a.b", "A.B", "ExactMatch"), ["A.B"]);
  assertEquals(groups("a.b", "a.bc", "ExactMatch"), null);
});

Deno.test("Patterns: what is none, or what could take for ever, is refused by its place", () => {
  const wrong = (pattern: string, said: string) =>
    assertThrows(() => compilePattern({ pattern }, place), TypeError, said);
  wrong("(a", 'option "rules[0].match.url" is "(a", wished for a regular expression');
  wrong("^(a+)+\\1$", "could take very long");
  wrong("(?<=(a+)+)b", "could take very long");
});

Deno.test("Patterns: a back-reference is fine where nothing multiplies", () => {
  const matcher = compilePattern({ pattern: "^(a|b)-\\1$" }, place);
  assertEquals(matcher.find("a-a")?.groups, ["a-a", "a"]);
  assertEquals(matcher.find("a-b"), null);
});
