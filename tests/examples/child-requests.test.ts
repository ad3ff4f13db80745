// Does the example do what it says? One page of two parts, each a request of its own.
import { assertEquals } from "../_assert.ts";
import server, { options } from "../../examples/child-requests.ts";
import { traced } from "./_traced.ts";

const PAGE = "The mill today\n1. Rain from the west.\n2. ≈≈≈≈≈≈≈ two metres ten\n";

Deno.test("Example child-requests: the page holds both parts, in order and with one length", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(await response.text(), PAGE);
  assertEquals(response.headers.get("Content-Type"), "text/plain; charset=utf-8");
  assertEquals(response.headers.get("Content-Length"), `${new TextEncoder().encode(PAGE).length}`);
});

Deno.test("Example child-requests: a part is a page of its own", async () => {
  const response = await server.fetch(new Request("http://localhost/weather"));
  assertEquals(await response.text(), "Rain from the west.\n");
});

Deno.test("Example child-requests: each part runs inside the handler of the page", async () => {
  const { text, events } = traced(options);
  assertEquals(await text(), PAGE);
  const told = events.filter(({ name }) => /^GENERAL_(CHILD_)?REQUEST_(START|END)$/.test(name));
  const part = ["CHILD_REQUEST_START", "REQUEST_START", "REQUEST_END", "CHILD_REQUEST_END"];
  assertEquals(
    told.map(({ name }) => name.replace("GENERAL_", "")),
    ["REQUEST_START", ...part, ...part, "REQUEST_END"],
  );
});
