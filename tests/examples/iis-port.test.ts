// Does the example do what it says? A ported module parks the request and answers when it is completed.
import server, { options } from "../../examples/iis-port.ts";
import { createWebServer, type TraceEvent } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";

Deno.test("iis-port answers behind PENDING, with the bytes that PostCompletion was given", async () => {
  const response = await server.fetch(new Request("http://localhost/"));
  assertEquals(response.headers.get("x-completion-bytes"), "24");
  assertEquals(await response.text(), "The depth is four feet.\n");
});

Deno.test("iis-port is traced as one start, one completion and one end", async () => {
  const seen: string[] = [];
  const trace = ({ name, module }: TraceEvent) => {
    if (module === "LookUp" && name.startsWith("NOTIFY")) seen.push(name);
  };
  await createWebServer({ ...options, trace }).fetch(new Request("http://localhost/"));
  const expected = ["NOTIFY_MODULE_START", "NOTIFY_MODULE_COMPLETION", "NOTIFY_MODULE_END"];
  assertEquals(seen, expected);
});
