// Does the example do what it says? Old addresses, a head with one line more, and an answer of the filter's own (ms525878).
import { assertEquals } from "../_assert.ts";
import server, { options } from "../../examples/isapi-filter.ts";
import { traced } from "./_traced.ts";

const ask = async (path: string) => {
  const response = await server.fetch(new Request(new URL(path, "http://localhost")));
  return [response.status, await response.text(), response.headers.get("X-Asked-For")];
};

Deno.test("Example isapi-filter: an old address leads to the new place, and the head says what was asked for", async () => {
  assertEquals(await ask("/mill.htm"), [200, "This is the mill.\n", "/mill.htm"]);
  assertEquals(await ask("/places/weir"), [200, "This is the weir.\n", "/places/weir"]);
  const [status, text] = await ask("/");
  assertEquals([status, text], [200, "Ask for mill.htm, bridge.htm or ferry.htm.\n"]);
});

Deno.test("Example isapi-filter: what is gone is answered by the filter", async () => {
  assertEquals(await ask("/ferry.htm"), [
    200,
    "The ferry is gone. Take the bridge.\n",
    "what is gone",
  ]);
});

Deno.test("Example isapi-filter: the filter stands in the trace like any module", async () => {
  const { text, calls } = traced(options);
  await text();
  assertEquals(calls().filter((call) => call.startsWith("Signpost")), [
    "Signpost BEGIN",
    "Signpost LOG",
    "Signpost SEND",
  ]);
});
