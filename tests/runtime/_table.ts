// Does the same bundle behave alike everywhere? It is served by each runtime, and the one table is held against it.
import { fileURLToPath } from "node:url";
import { cases } from "./cases.ts";
import { Client } from "./_client.ts";
import { prepare, type RuntimeName, start } from "./_runtimes.ts";

/** Declares the test that holds the table against a runtime; a file of its own for each lets two run at a time. */
export function holdTable(name: RuntimeName): void {
  Deno.test(`Runtime ${name}: the table of ${cases.length} behaviours`, async (t) => {
    const folder = await prepare(fileURLToPath(new URL("app.ts", import.meta.url)));
    try {
      const server = await start(name, folder);
      let passed = true;
      for (const { title, run, except } of cases) {
        const exception = except?.[name];
        const step = exception ? `${title} (not here: ${exception.why})` : title;
        passed = await t.step(step, () => (exception?.shows ?? run)(new Client(server))) && passed;
      }
      const said = await server.stop();
      if (!passed) console.log(`${name} said: ${said.slice(0, 4_000)}`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
