// What do ready modules share? What a user is told who has written an option that is none.
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { favouriteCoding } from "./codings.ts";
import { collected, type Collection, collection } from "./collection.ts";
import { flag, listOf, readOptions, section, text, whole, word, words } from "./options.ts";
import { secondsOf, timeSpan } from "./time-span.ts";

interface Map {
  extension: string;
  type?: string;
}
interface Inner {
  deep?: { flag?: boolean };
}
interface Sample {
  enabled?: boolean;
  limit?: number;
  mode?: "A" | "B";
  flags?: string;
  age?: string;
  names?: readonly string[];
  maps?: Collection<Map, "extension">;
  inner?: Inner;
}

const map = section<Map>({ extension: text, type: text }, ["extension"]);
const read = (options: unknown): Sample =>
  readOptions<Sample>("sample (SampleModule)", options as Sample, {
    enabled: flag,
    limit: whole(1, 9),
    mode: word("A", "B"),
    flags: words("X", "Y"),
    age: timeSpan,
    names: listOf(text, String),
    maps: collection(map, "extension"),
    inner: section<Inner>({ deep: section<{ flag?: boolean }>({ flag }) }),
  });

const WRONG: Record<string, [options: unknown, said: string]> = {
  "no object": [3, "the argument is 3, wished for an object with enabled"],
  "unknown": [{ enable: true }, 'option "enable" is unknown, wished for one of enabled, limit'],
  "no boolean": [{ enabled: "yes" }, 'option "enabled" is "yes", wished for true or false'],
  "null": [{ enabled: null }, 'option "enabled" is null, wished for true or false'],
  "too large": [{ limit: 10 }, 'option "limit" is 10, wished for a whole number, 1 to 9'],
  "no word": [{ mode: "a" }, 'option "mode" is "a", wished for one of A, B'],
  "a wrong word": [{ flags: "X, Z" }, '"X, Z", wished for words with commas between, of X, Y'],
  "no span": [{ age: "25:00:00" }, 'option "age" is "25:00:00", wished for a time span'],
  "no array": [{ names: "a" }, 'option "names" is "a", wished for an array'],
  "an item": [{ names: ["a", 2] }, 'option "names[1]" is 2, wished for a string'],
  "twice": [{ names: ["a", "A"] }, 'option "names[1]" names "A" again, wished for it once'],
  "deep": [{ inner: { deep: { flag: 1 } } }, 'option "inner.deep.flag" is 1'],
  "missing": [{ maps: [{ type: "x" }] }, 'option "maps[0].extension" is missing'],
  "no list": [{ maps: 5 }, "is 5, wished for an array, or an object with clear, remove, add"],
  "elements": [{ maps: { ad: [] } }, 'option "maps.ad" is unknown'],
  "removed": [{ maps: { remove: [{}] } }, 'option "maps.remove[0].extension" is undefined'],
  "added twice": [
    { maps: { add: [{ extension: ".a" }, { extension: ".A" }] } },
    'option "maps.add[1]" names ".A" again',
  ],
};

for (const [name, [options, said]] of Object.entries(WRONG)) {
  Deno.test(`Options of ready modules: ${name}`, () => {
    assertThrows(() => read(options), TypeError, said);
    assertThrows(() => read(options), TypeError, "sample (SampleModule): ");
  });
}

Deno.test("Options of ready modules: what is right is given back, and nothing is an empty object", () => {
  const options = { enabled: true, flags: "X,Y", inner: { deep: {} }, maps: { clear: true } };
  assertEquals(read(options), options);
  assertEquals(read(undefined), {});
});

Deno.test("Options of ready modules: a long value is clipped in the error, a circular one named", () => {
  const round: { self?: unknown } = {};
  round.self = round;
  assertThrows(() => read({ enabled: "x".repeat(500) }), TypeError, "xxx..., wished");
  assertThrows(() => read({ enabled: round }), TypeError, "[object Object], wished");
});

Deno.test("Collections: clear, remove and add, in this order, keys without case", () => {
  const inherited = [{ extension: ".a", type: "1" }, { extension: ".b", type: "2" }];
  const of = (told: Collection<Map, "extension"> | undefined, plain: "adds" | "replaces") =>
    collected<Map, "extension">(inherited, told, "extension", plain)
      .map((one) => one.extension + one.type).join();
  const added = [{ extension: ".A", type: "3" }];
  assertEquals(of(undefined, "replaces"), ".a1,.b2");
  assertEquals(of(added, "adds"), ".b2,.A3");
  assertEquals(of(added, "replaces"), ".A3");
  assertEquals(of({ remove: [{ extension: ".B" }] }, "replaces"), ".a1");
  assertEquals(of({ remove: [".B"] }, "replaces"), ".a1");
  assertEquals(of({ clear: true, add: added }, "adds"), ".A3");
  assertEquals(of({ add: added }, "replaces"), ".b2,.A3");
});

Deno.test("Time spans: days, hours, minutes and seconds", () => {
  const spans = { "1.00:00:00": 86_400, "00:00:30": 30, "02:03:04": 7_384, "1:2:3": 3_723 };
  for (const [span, seconds] of Object.entries(spans)) assertEquals(secondsOf(span), seconds);
  for (const wrong of ["", "5", "00:60:00", "24:00:00", "-1.00:00:00"]) {
    assertEquals(secondsOf(wrong), null);
  }
});

Deno.test("Content codings: weight first, then the order of the server", () => {
  const of = (header: string | null) => favouriteCoding(header, ["br", "gzip"]);
  assertEquals(of("gzip, deflate, br, zstd"), "br");
  assertEquals(of("gzip, br;q=0.5"), "gzip");
  assertEquals(of("x-gzip"), "gzip");
  assertEquals(of("*"), "br");
  assertEquals(of("*;q=0.1, gzip"), "gzip");
  for (const none of [null, "", "deflate", "gzip;q=0", "identity, gzip;q=0.5", "gzip;q=x"]) {
    assertEquals(of(none), null);
  }
});
