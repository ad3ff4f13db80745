// Where are the options of a ready module? On its page, with the names, types and comments of the source.
import { assertEquals } from "../_assert.ts";
import { MARK, modulePages, renderOptions } from "../_tools/module-pages.ts";

const modules = await modulePages();
const TOOL = "run deno run -A tests/_tools/module-pages.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));

/** Words alone: lines and columns are the formatter's. */
const words = (text: string): string => text.replace(/-{3,}/g, "---").replace(/\s+/g, " ").trim();

for (const module of modules) {
  Deno.test(`Module pages: that of ${module.factory} has the options of the source`, async () => {
    const [, written = ""] = (await read(`docs/modules/${module.folder}.md`)).split(MARK);
    assertEquals(words(written), words(renderOptions(module)), TOOL);
  });
}

Deno.test("Module pages: every option says what it means", () => {
  const silent = modules.flatMap(({ folder, tables }) =>
    tables.flatMap(({ name, rows }) =>
      rows.filter(([option, , meaning]) => option !== "" && meaning === "")
        .map(([option]) => `${folder}: ${name}.${option}`)
    )
  );
  assertEquals(silent, []);
});

Deno.test("Module pages: docs/MODULES.md and deno.json name every one", async () => {
  const list = await read("docs/MODULES.md");
  const { exports } = JSON.parse(await read("deno.json"));
  const lacking = modules.filter(({ folder, factory }) =>
    !list.includes(`[\`${factory}\`](modules/${folder}.md), \`./${folder}\``) ||
    !(`./${folder}` in exports)
  );
  assertEquals(lacking, []);
  assertEquals(modules.length, 18);
});
