// Are the pages of ready modules true? Their programs are checked and run, and say what their comments say.
import { assert, assertEquals, assertGreater } from "../_assert.ts";
import { modulePages } from "../_tools/module-pages.ts";

const root = new URL("../../", import.meta.url);
const config = new URL("deno.json", root).pathname;

/** The first program of each page, by the factory it is about. */
const programs = new Map(
  await Promise.all((await modulePages()).map(async ({ folder, factory }) => {
    const page = await Deno.readTextFile(new URL(`docs/modules/${folder}.md`, root));
    return [factory, /^```ts\n(.*?)^```$/ms.exec(page)?.[1] ?? ""] as const;
  })),
);

/** What the program of a page says on its console. */
async function said(path: string): Promise<string> {
  const args = ["run", "-A", "-q", "--no-check", "--config", config, path];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("Module pages: their programs are right by the types, and say what they say", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-pages-" });
  try {
    for (const [factory, program] of programs) {
      await Deno.writeTextFile(`${folder}/${factory}.ts`, program);
    }
    const paths = [...programs.keys()].map((factory) => `${folder}/${factory}.ts`);
    const args = ["check", "-q", "--config", config, ...paths];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert(success, new TextDecoder().decode(stderr));
    for (const [factory, program] of programs) {
      await t.step(factory, async () => {
        assertGreater(program.length, 0);
        const text = await said(`${folder}/${factory}.ts`);
        const promised = [...program.matchAll(/; \/\/ (.+)$/gm)].map(([, comment]) => comment);
        const printed = text.split("\n");
        if (program.includes("console.log")) assertGreater(text.length, 0);
        assertEquals(promised.filter((one) => !printed.includes(one)), []);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
