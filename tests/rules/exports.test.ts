// Do the published names and the files agree? Both ways: no export without its file, no entry file without its export.
import { assert, assertEquals } from "../_assert.ts";
import { sources } from "./_sources.ts";

const config = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
const published = config.exports as Record<string, string>;

/** The entry files there are, by the name under which each has to be published. */
async function entries(): Promise<Record<string, string>> {
  const found: Record<string, string> = { ".": "./mod.ts" };
  for (const { path } of await sources("isapi.ts", "testing.ts", "middleware")) {
    if (!path.includes("/")) found[`./${path.slice(0, -3)}`] = `./${path}`;
    const folder = /^middleware\/([^/]+)\/index\.ts$/.exec(path)?.[1];
    if (folder) found[`./${folder}`] = `./${path}`;
  }
  return found;
}

Deno.test("Exports: each entry file is published under its folder's name", async () => {
  for (const [name, path] of Object.entries(await entries())) assertEquals(published[name], path);
});

Deno.test("Exports: each published name leads to a file", async () => {
  for (const path of Object.values(published)) {
    const info = await Deno.stat(new URL(`../../${path}`, import.meta.url));
    assert(info.isFile, path);
  }
});

Deno.test("Exports: a middleware folder is named in kebab-case, and publishes one factory of that name", async () => {
  for (const { path, text } of await sources("middleware")) {
    const folder = /^middleware\/([^/]+)\/index\.ts$/.exec(path)?.[1];
    if (!folder) continue;
    assert(/^[a-z]+(-[a-z]+)*$/.test(folder), folder);
    const factory = folder.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    assert(new RegExp(`^export function ${factory}\\b`, "m").test(text), `${path}: ${factory}`);
  }
});

Deno.test("Exports: each of the two entries of the framework names every type that it speaks of", async () => {
  for (const path of ["mod.ts", "isapi.ts"]) {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["doc", "--lint", path],
      cwd: new URL("../../", import.meta.url),
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  }
});

Deno.test("Exports: the import map leads to this project's own entry", () => {
  assertEquals(config.imports[config.name], published["."]);
});
