// Does the example do what it says? Parts of a file between head and tail, and several files in one call.
import { assertEquals, assertMatch } from "../_assert.ts";
import server from "../../examples/isapi-files.ts";

const ask = async (path: string, method = "GET"): Promise<Response> =>
  await server.fetch(new Request(new URL(path, "http://localhost"), { method }));

Deno.test("Example isapi-files: a line of the ballad, with its length", async () => {
  const lines = await Promise.all([1, 2, 3, 4].map((line) => ask(`/line/${line}`)));
  const texts = await Promise.all(lines.map((response) => response.text()));
  assertEquals(texts[0], "  ~ ~ ~\nThe river came down in the night,\n  ~ ~ ~\n");
  assertEquals(texts.map((text) => text.split("\n")[1].at(-1)), [",", ".", ",", "."]);
  assertEquals(lines[0].headers.get("Content-Length"), String(texts[0].length));
  assertMatch(lines[0].headers.get("Content-Type") ?? "", /^text\/plain/);
});

Deno.test("Example isapi-files: everything in one call", async () => {
  const text = await (await ask("/")).text();
  assertMatch(text, /^The river[^]*and wait\.\n\nTides of today: high 04:12.*22:58\n$/);
  const head = await ask("/", "HEAD");
  assertEquals([head.status, await head.text()], [200, ""]);
  assertEquals(head.headers.get("Content-Length"), String(text.length));
});
