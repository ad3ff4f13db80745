// What do ready modules share? The example in the comment of each runs, and prints what stands behind it.
import { assert, assertEquals } from "../../tests/_assert.ts";
import { sources } from "../../tests/rules/_sources.ts";

/** Inside the project, whose import map the examples need, and passed over by every tool. */
const CACHE = ".cache";

/** Examples by the path of their file: the program, and what it says that it prints. */
async function examples(): Promise<{ path: string; program: string; printed: string[] }[]> {
  const found = [];
  for (const { path, text } of await sources("middleware")) {
    if (!/^middleware\/[^_/]+\/index\.ts$/.test(path)) continue;
    const blocks = [...text.matchAll(/^ \* ```ts\n([^]*?)^ \* ```$/gm)];
    if (blocks.length === 0) found.push({ path, program: "", printed: [] });
    for (const [, block] of blocks) {
      const program = block.replace(/^ \* ?/gm, "");
      const printed = [...program.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, said]) => said);
      found.push({ path, program, printed });
    }
  }
  return found;
}

for (const { path, program, printed } of await examples()) {
  Deno.test(`Examples of ready modules: ${path}`, async () => {
    assert(printed.length > 0, "The example prints nothing that could be looked at");
    const said: string[] = [];
    const log = console.log;
    console.log = (...values: unknown[]) => void said.push(values.map(String).join(" "));
    await Deno.mkdir(CACHE, { recursive: true });
    const file = await Deno.makeTempFile({ dir: CACHE, prefix: "example-", suffix: ".ts" });
    try {
      await Deno.writeTextFile(file, program);
      await import(new URL(`file://${await Deno.realPath(file)}`).href);
    } finally {
      console.log = log;
      await Deno.remove(file);
    }
    assertEquals(said, printed);
  });
}
