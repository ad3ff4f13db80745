// Does the example do what it says? A body rewritten while it streams (chttpmodule-onsendresponse-method).
import { assertEquals, assertGreater } from "../_assert.ts";
import server, { options } from "../../examples/rewrite-body.ts";
import { traced } from "./_traced.ts";

const rewritten = "Follow the canal to the mill; the canal knows the way.\n";

Deno.test("Example rewrite-body: words cut in two by a chunk are found, and pieces still come apart", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(response.headers.get("X-Rewritten"), "river to canal");
  assertEquals(response.headers.has("Content-Length"), false);
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  for await (const piece of response.body!) pieces.push(decoder.decode(piece));
  assertEquals(pieces.join(""), rewritten);
  assertGreater(pieces.length, 2);
});

Deno.test("Example rewrite-body: the streamed body is one send", async () => {
  const { text, calls } = traced(options);
  assertEquals(await text(), rewritten);
  assertEquals(calls().filter((call) => call.startsWith("Rewriting")), [
    "Rewriting BEGIN",
    "Rewriting SEND",
  ]);
});
