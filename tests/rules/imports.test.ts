// Who may lean on whom? The table is the rule; docs/ARCHITECTURE.md explains it.
import { assert, assertEquals } from "../_assert.ts";
import { type Import, type Source, sources } from "./_sources.ts";

/** The rooms, each with those from which it may import values, and those from which types as well. */
const ROOMS: Record<string, { values: string[]; types: string[] }> = {
  terms: { values: [], types: [] },
  plan: { values: ["terms"], types: [] },
  wire: { values: ["terms"], types: [] },
  files: { values: ["terms", "wire"], types: [] },
  isapi: { values: ["terms"], types: [] },
  cache: { values: ["terms", "wire"], types: [] },
  engine: { values: ["terms", "plan"], types: [] },
  context: { values: ["terms", "wire", "cache", "engine"], types: ["plan", "files"] },
  variables: { values: ["terms", "wire", "context"], types: [] },
  raised: { values: ["terms", "wire", "engine", "context"], types: ["plan"] },
  trace: { values: ["terms", "plan", "engine"], types: [] },
  server: {
    values: [
      "terms",
      "plan",
      "wire",
      "cache",
      "engine",
      "context",
      "raised",
      "variables",
      "trace",
      "files",
    ],
    types: [],
  },
  testing: { values: ["terms", "plan", "server"], types: [] },
  adapter: { values: ["terms", "plan", "isapi", "server"], types: ["context", "engine"] },
};

/** What the entry re-exports from: the words, the forms of a module, the server around an app, the mounts inside one. */
const ENTRY = ["terms", "plan", "files", "server", "adapter"];

/** The same for the entry of ISAPI. */
const ISAPI_ENTRY = ["terms", "isapi", "adapter"];

/** The test kit's entry re-exports from its own room. */
const TESTING_ENTRY = ["testing"];

/** The only packages that the source names: by a specifier that needs no configuration, and as types. */
const PACKAGES: Record<string, RegExp> = { adapter: /^npm:hono@\^4\.13(\/|$)/ };

/** What ready modules share. Only here may a package be named: by its exact version, in one file, its typed door. */
const SHARED = "middleware/_shared/";
const EXACT_PACKAGE = /^npm:(@[^/]+\/)?[^@/]+@\d+\.\d+\.\d+(\/|$)/;

const roomOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? path;
const base = await sources("src");
const entry = await sources("mod.ts");
const isapi = await sources("isapi.ts");
const testing = await sources("testing.ts");
/** Tests, and what they share in a folder (its name begins with _), are no part of a module. */
const middleware = (await sources("middleware"))
  .filter(({ path }) => !/\.test\.ts$|\/_[^/]+\.ts$/.test(path));

/** Names every import that `allowed` refuses. */
function offences(
  files: Source[],
  allowed: (line: Import, file: Source) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports.filter((line) => !allowed(line, file))
      .map((line) => `${file.path} -> ${line.typeOnly ? "type " : ""}${line.target}`)
  );
}

Deno.test("Imports: every folder of src is a room of the table", () => {
  const rooms = new Set(base.map(({ path }) => roomOf(path)));
  assert(rooms.size >= 8, `Only ${rooms.size} rooms were read`);
  assertEquals([...rooms].filter((room) => !(room in ROOMS)), []);
});

Deno.test("Imports: a room leans only on the rooms that the table gives it", () => {
  const found = offences(base, ({ target, typeOnly, isPackage }, { path }) => {
    const room = roomOf(path);
    const { values, types } = ROOMS[room];
    const reach = [room, ...values, ...(typeOnly ? types : [])];
    return isPackage || reach.includes(roomOf(target));
  });
  assertEquals(found, []);
});

Deno.test("Imports: the source names no package but hono, as a type, in the adapter", () => {
  const found = offences(
    base,
    ({ target, typeOnly, isPackage }, { path }) =>
      !isPackage || (typeOnly && PACKAGES[roomOf(path)]?.test(target) === true),
  );
  assertEquals(found, []);
});

Deno.test("Imports: mod.ts re-exports, and from the rooms with public names only", () => {
  assert(entry[0].imports.length > 0);
  const found = offences(
    entry,
    ({ target, isPackage }) => !isPackage && ENTRY.includes(roomOf(target)),
  );
  assertEquals(found, []);
});

Deno.test("Imports: testing.ts re-exports from its own room, and nothing else leans on that", () => {
  assert(testing[0].imports.length > 0);
  const own = (target: string): boolean => TESTING_ENTRY.includes(roomOf(target));
  assertEquals(offences(testing, ({ target, isPackage }) => !isPackage && own(target)), []);
  const others = base.filter(({ path }) => roomOf(path) !== "testing");
  assertEquals(offences([...others, ...entry, ...isapi], ({ target }) => !own(target)), []);
});

Deno.test("Imports: isapi.ts does so too, with the types of mod.ts, and the core does without it", () => {
  assert(isapi[0].imports.length > 0);
  const found = offences(
    isapi,
    ({ target, typeOnly, isPackage }) =>
      !isPackage && (ISAPI_ENTRY.includes(roomOf(target)) || (typeOnly && target === "mod.ts")),
  );
  assertEquals(found, []);
  const core = base.filter(({ path }) => !/^src\/(isapi\/|adapter\/isapi-)/.test(path));
  assertEquals(
    offences([...core, ...entry], ({ target }) => !/^src\/(isapi\/|adapter\/isapi-)/.test(target)),
    [],
  );
});

Deno.test("Imports: a middleware uses the published names, its own folder and what all share", () => {
  const found = offences(middleware, ({ target, isPackage }, { path }) => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    if (isPackage) return folder === SHARED && EXACT_PACKAGE.test(target);
    return target === "mod.ts" || target.startsWith(folder) || target.startsWith(SHARED);
  });
  assertEquals(found, []);
});

Deno.test("Imports: each part of a package has one door", () => {
  const lines = middleware.flatMap(({ imports }) => imports.filter(({ isPackage }) => isPackage));
  const targets = lines.map(({ target }) => target);
  assertEquals(targets.filter((target, index) => targets.indexOf(target) !== index), []);
});

Deno.test("Imports: every import of a file ends in .ts, and the file is there", async () => {
  const files = [...base, ...entry, ...isapi, ...testing, ...middleware];
  const paths = new Set([...files, ...await sources("src", "middleware")].map(({ path }) => path));
  const found = offences(
    files,
    ({ target, isPackage }) => isPackage || target === "mod.ts" || paths.has(target),
  );
  assertEquals(found, []);
});

Deno.test("Imports: a name that begins with _ is used only in its own folder or below", () => {
  const found = offences([...base, ...middleware], ({ target }, { path }) => {
    const hidden = /^(.*\/)?_[^/]*/.exec(target);
    return !hidden || path.startsWith(hidden[1] ?? "");
  });
  assertEquals(found, []);
});
