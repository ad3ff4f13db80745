// Does the example do what it says? An answer that leaves in pieces (ihttpresponse-flush-method).
import { virtualClock } from "../../testing.ts";
import { assert, assertEquals, assertMatch } from "../_assert.ts";
import server, { options } from "../../examples/flush-in-pieces.ts";
import { traced } from "./_traced.ts";

const decoder = new TextDecoder();
const request = () => new Request("http://localhost/");

Deno.test("Example flush-in-pieces: the head is there before the first line, each line before the next", async () => {
  using clock = virtualClock();
  const response = await server.fetch(request());
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("X-More-To-Come"), "true");
  assertEquals(response.headers.has("Content-Length"), false);
  const reader = response.body!.getReader();
  let lines = 0;
  for (let pieces = 0; pieces < 4; pieces++) {
    const piece = reader.read().finally(() => lines++);
    await clock.tick(299);
    assertEquals(lines, pieces);
    await clock.tick(1);
    assertMatch(decoder.decode((await piece).value), /^[^\n]+\n$/);
  }
  assertEquals((await reader.read()).done, true);
});

Deno.test("Example flush-in-pieces: five flushes and the end are six sends, the first with 0 bytes", async () => {
  using clock = virtualClock();
  const { text, calls, events } = traced(options);
  const answer = text();
  await clock.tick(1_200);
  const body = await answer;
  assertEquals(calls(), ["Pieces EXECUTE", ...Array(6).fill("Watch SEND")]);
  const sends = events.filter(({ name }) => name === "GENERAL_FLUSH_RESPONSE_END");
  const bytes = sends.map((send) => send.bytes ?? 0);
  assertEquals(bytes[0], 0);
  assertEquals(bytes.reduce((sum, count) => sum + count, 0), body.length);
});

Deno.test("Example flush-in-pieces: a client that leaves ends the work at the next line", async () => {
  using clock = virtualClock();
  const { server, events } = traced(options);
  const reader = (await server.fetch(request())).body!.getReader();
  const first = reader.read();
  await clock.tick(300);
  await first;
  await reader.cancel();
  await clock.tick(300);
  const end = events.find((event) =>
    event.name === "NOTIFY_MODULE_END" && event.module === "Pieces"
  );
  assert(end, "Pieces is still at work");
  assertEquals(end.status, 2);
});
