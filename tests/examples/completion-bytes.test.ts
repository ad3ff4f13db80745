// Does the example do what it says? What a completion tells (ihttpcompletioninfo-getcompletionbytes-method).
import { assertEquals } from "../_assert.ts";
import server, { options } from "../../examples/completion-bytes.ts";
import { traced } from "./_traced.ts";

Deno.test("Example completion-bytes: twelve bytes from the flush, then the number that was posted", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(response.status, 200);
  assertEquals(
    await response.text(),
    "Hello World!" +
      "\nNotification: 16, bytes: 12, status: 0x00000000" +
      "\nNotification: 16, bytes: 77, status: 0x00000000",
  );
});

Deno.test("Example completion-bytes: one start, two completions, one end", async () => {
  const { text, events } = traced(options);
  await text();
  const own = events.filter(({ name }) => name.startsWith("NOTIFY_MODULE_"));
  assertEquals(own.map(({ name }) => name.slice("NOTIFY_MODULE_".length)), [
    "START",
    "COMPLETION",
    "COMPLETION",
    "END",
  ]);
  assertEquals(own.slice(1, 3).map(({ bytes }) => bytes), [12, 77]);
});

Deno.test("Example completion-bytes: two requests do not share their rounds", async () => {
  const ask = async () => await (await server.fetch(new Request("http://localhost/"))).text();
  const [one, two] = await Promise.all([ask(), ask()]);
  assertEquals(one, two);
});
