// Does the example do what it says? A parked request set going again (ihttpcontext-indicatecompletion-method).
import { assertEquals } from "../_assert.ts";
import server, { options } from "../../examples/indicate-completion.ts";
import { traced } from "./_traced.ts";

Deno.test("Example indicate-completion: every later stage runs inside the call", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(response.status, 200);
  assertEquals(
    await response.text(),
    "Hello World!\n" +
      "AUTHENTICATE_REQUEST ran inside the call.\n" +
      "EXECUTE_REQUEST_HANDLER ran inside the call.\n" +
      "END_REQUEST ran inside the call.\n",
  );
});

Deno.test("Example indicate-completion: the flush completes, then the module by its own call", async () => {
  const { text, calls, events } = traced(options);
  await text();
  assertEquals(calls(), [
    "Parking BEGIN",
    "Followers AUTHENTICATE",
    "Followers EXECUTE",
    "Followers END",
  ]);
  const completions = events.filter(({ name }) => name === "NOTIFY_MODULE_COMPLETION");
  assertEquals(completions.map(({ module, bytes }) => `${module} ${bytes}`), [
    `Parking ${"Hello World!\n".length}`,
    "Parking 0",
  ]);
});
