// Does the same bundle behave alike everywhere? It is served by each runtime, and the one table is held against it.
import { fileURLToPath } from "node:url";
import { cases } from "./cases.ts";
import { Client } from "./_client.ts";
import { prepare, type RuntimeName, start } from "./_runtimes.ts";

let prepared: Promise<string> | undefined;
const folder = () => prepared ??= prepare(fileURLToPath(new URL("app.ts", import.meta.url)));

for (const name of ["deno", "workerd", "node", "bun"] satisfies RuntimeName[]) {
  Deno.test(`Runtime ${name}: the table of ${cases.length} behaviours`, async (t) => {
    const server = await start(name, await folder());
    let passed = true;
    for (const { title, run, except } of cases) {
      const exception = except?.[name];
      const step = exception ? `${title} (not here: ${exception.why})` : title;
      passed = await t.step(step, () => (exception?.shows ?? run)(new Client(server))) && passed;
    }
    const said = await server.stop();
    if (!passed) console.log(`${name} said: ${said.slice(0, 4_000)}`);
  });
}

Deno.test.afterAll(async () => {
  if (prepared) await Deno.remove(await prepared, { recursive: true });
});
