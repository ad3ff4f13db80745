// Does the example do what it says? An answer that leaves in pieces (ihttpresponse-flush-method).
import { assert, assertEquals, assertGreater } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import server, { options } from "../../examples/flush-in-pieces.ts";
import { traced } from "./_traced.ts";

const decoder = new TextDecoder();
const request = () => new Request("http://localhost/");

Deno.test("Example flush-in-pieces: the head is there before the first line, each line before the next", async () => {
  const began = performance.now();
  const response = await server.fetch(request());
  const headAfter = performance.now() - began;
  const arrivals: number[] = [];
  let body = "";
  for await (const piece of response.body!) {
    arrivals.push(performance.now() - began);
    body += decoder.decode(piece);
  }
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("X-More-To-Come"), "true");
  assertEquals(response.headers.has("Content-Length"), false);
  assertEquals(body.split("\n").length, 5);
  assertEquals(arrivals.length, 4);
  assertGreater(arrivals[0] - headAfter, 200);
  assertGreater(arrivals[3] - arrivals[0], 600);
});

Deno.test("Example flush-in-pieces: five flushes and the end are six sends, the first with 0 bytes", async () => {
  const { text, calls, events } = traced(options);
  const body = await text();
  assertEquals(calls(), ["Pieces EXECUTE", ...Array(6).fill("Watch SEND")]);
  const sends = events.filter(({ name }) => name === "GENERAL_FLUSH_RESPONSE_END");
  const bytes = sends.map((send) => send.bytes ?? 0);
  assertEquals(bytes[0], 0);
  assertEquals(bytes.reduce((sum, count) => sum + count, 0), body.length);
});

Deno.test("Example flush-in-pieces: a client that leaves ends the work at the next line", async () => {
  const { server, events } = traced(options);
  const reader = (await server.fetch(request())).body!.getReader();
  await reader.read();
  await reader.cancel();
  await sleep(700);
  const end = events.find((event) =>
    event.name === "NOTIFY_MODULE_END" && event.module === "Pieces"
  );
  assert(end, "Pieces is still at work");
  assertEquals(end.status, 2);
});
