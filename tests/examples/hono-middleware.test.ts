// Does the example do what it says? Modules inside a Hono app run as one pipeline (chttpmodule-class).
import { assert, assertEquals } from "../_assert.ts";
import app, { build } from "../../examples/hono-middleware.ts";
import { callsIn, collector } from "./_traced.ts";

const weir = (headers: HeadersInit = {}) => new Request("http://localhost/weir/", { headers });

Deno.test("Example hono-middleware: the open route has the headers of modules and middleware", async () => {
  const response = await app.fetch(new Request("http://localhost/"));
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("X-Powered-By"), "water");
  assertEquals(response.headers.has("X-Gauge"), false);
  assert(response.headers.get("Server-Timing")?.startsWith("pipeline;dur="));
  assertEquals(await response.text(), "The towpath is open to everybody.\n");
});

Deno.test("Example hono-middleware: the gate closes its path, and the end still runs", async () => {
  const response = await app.fetch(weir());
  assertEquals(response.status, 403);
  assertEquals(response.headers.get("X-Gauge"), "2.31 m");
  assertEquals(response.headers.has("X-Powered-By"), false);
  assert(response.headers.has("Server-Timing"));
  assertEquals(await response.text(), "");
});

Deno.test("Example hono-middleware: what is mounted in three places runs stage by stage", async () => {
  const { events, trace } = collector();
  const response = await build({ trace }).fetch(weir({ "X-Key": "open" }));
  assertEquals(await response.text(), "The weir is open to whoever has the key.\n");
  const calls = callsIn(events);
  const gate = calls.indexOf("Gate AUTHORIZE");
  assertEquals(calls[0], "Gauge BEGIN");
  assertEquals(gate, 1);
  assertEquals(calls.at(-1), "Timing END");
});
