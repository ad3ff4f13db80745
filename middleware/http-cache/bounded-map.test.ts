// Which answers are kept for the next request? What is remembered of URLs, tested at its bounds.
import { assertEquals } from "../../tests/_assert.ts";
import { BoundedMap } from "./bounded-map.ts";

Deno.test("httpCache: what is remembered of very many or very long URLs has an end", () => {
  const map = new BoundedMap<number>(1000);
  const left = (...keys: string[]) => keys.map((key) => map.get(key));
  for (let i = 0; i < 100; i++) map.set(`k${i}`, i);
  assertEquals(left("k0", "k85", "k86", "k99"), [undefined, undefined, 86, 99]);
  map.set("k86", 1);
  map.set("a".repeat(800), 2);
  assertEquals(left("k98", "k99", "k86", "a".repeat(800)), [undefined, 99, 1, 2]);
  map.set("b".repeat(2000), 3);
  assertEquals(left("k86", "b".repeat(2000)), [undefined, undefined]);
  map.delete("nothing");
  for (let i = 0; i < 14; i++) map.set(`k${i}`, i);
  assertEquals(left("k0", "k13"), [0, 13]);
});
