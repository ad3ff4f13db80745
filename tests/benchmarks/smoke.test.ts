// Do the benchmarks still run? A few rounds of each contestant; how fast they are is not asked here.
import { CONTESTANTS } from "../../benchmarks/_contestants.ts";
import { measureStreams } from "../../benchmarks/isapi.ts";
import { assert, assertEquals } from "../_assert.ts";

Deno.test("benchmarks/isapi.ts measures every way to write", async () => {
  const lines = await measureStreams({ writes: 20, rounds: 2 });
  assertEquals(lines.length, 8);
  for (const { id, ofRaw } of lines) assert(Number.isFinite(ofRaw) && ofRaw > 0, id);
});

Deno.test("deno task bench measures every contestant", async () => {
  const program = new URL("../../benchmarks/main.ts", import.meta.url).href;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, "--smoke"],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const table = new TextDecoder().decode(stdout);
  for (const { name } of CONTESTANTS) assert(table.includes(name), name);
  const result = new URL("../../.cache/bench-smoke.json", import.meta.url);
  const { lines } = JSON.parse(await Deno.readTextFile(result));
  assertEquals(lines.length, CONTESTANTS.length);
  for (const { id, time } of lines) assert(Number.isFinite(time) && time > 0, id);
});
