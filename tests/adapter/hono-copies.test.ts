// Whose Hono is it? A process may have several copies of it, and pipelines stand in apps of each.
import { fileURLToPath, pathToFileURL } from "node:url";
import { Hono } from "hono";
import { defineModule, pipeline } from "../../mod.ts";
import { bundle } from "../_tools/bundle.ts";
import { assertEquals, assertNotEquals } from "../_assert.ts";

const folder = await Deno.makeTempDir({ prefix: "sluice-hono-" });
const entry = fileURLToPath(new URL("_hono-copy.ts", import.meta.url));
await bundle(entry, `${folder}/hono.mjs`);
const copy: { Hono: typeof Hono } = await import(pathToFileURL(`${folder}/hono.mjs`).href);
await Deno.remove(folder, { recursive: true });

Deno.test("pipeline: apps of two copies of Hono are answered in turn, and neighbours merge in each", async () => {
  assertNotEquals(copy.Hono, Hono);
  const seen: string[] = [];
  const noting = (name: string) =>
    pipeline(defineModule({
      name,
      onBeginRequest: () => void seen.push(`${name} begins`),
      onAuthenticateRequest: () => void seen.push(`${name} authenticates`),
    }));
  const apps = [Hono, copy.Hono].map((Class) =>
    new Class().use(noting("A")).use(noting("B")).get("/", (c) => c.text("here"))
  );
  for (const app of [...apps, ...apps]) {
    assertEquals(await (await app.request("/")).text(), "here");
    const merged = ["A begins", "B begins", "A authenticates", "B authenticates"];
    assertEquals(seen.splice(0), merged);
  }
});
