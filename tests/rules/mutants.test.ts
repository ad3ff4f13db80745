// Can every planted fault still be planted? A line that has moved would only be missed when somebody runs the mutants.
import { assertEquals } from "../_assert.ts";
import { FAULTS } from "../_tools/_faults.ts";
import { MODULE_FAULTS } from "../_tools/_module-faults.ts";

const root = new URL("../../", import.meta.url);

Deno.test("Mutants: the text that each fault replaces stands in its file exactly once", async () => {
  const moved: string[] = [];
  for (const { what, file, find } of [...FAULTS, ...MODULE_FAULTS]) {
    const text = await Deno.readTextFile(new URL(file, root));
    const count = text.split(find).length - 1;
    if (count !== 1) moved.push(`"${what}": ${file} has it ${count} times`);
  }
  assertEquals(moved, []);
});
