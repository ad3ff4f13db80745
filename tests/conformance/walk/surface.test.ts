// Is the whole API there? Every method of the headers is looked for on the objects of running requests, and in the types.
import { assert, assertEquals } from "../../_assert.ts";
import { declarations } from "../../rules/_declarations.ts";
import { camel, INTERFACE_PAGES, METHODS, nameOf, WANTED } from "./_live.ts";
import { walkEverything } from "./_walk.ts";

const inapplicable = METHODS.filter((one) => one.class === "inapplicable");
const live = await walkEverything();

const forms = (methods: typeof METHODS): number =>
  methods.reduce((sum, { forms }) => sum + forms, 0);

Deno.test("Surface: every core and edge method is met on a live object of a running request", () => {
  const missing = WANTED.filter((one) => !live.found.has(nameOf(one)));
  const met = WANTED.filter((one) => live.found.has(nameOf(one)));
  console.log(
    `Met ${met.length} of ${WANTED.length} methods (${forms(met)} of ${forms(WANTED)} C++ forms)`,
  );
  assertEquals(missing.map(nameOf), []);
});

Deno.test("Surface: no method that is tied to Windows is met on a live object", () => {
  assert(inapplicable.length > 20);
  assertEquals([...live.forbidden], []);
});

Deno.test("Surface: no method that is tied to Windows is declared in the types", async () => {
  const members = await declarations();
  assert(members.get("IHttpServer")!.has("getAppPoolName"));
  const declared = inapplicable.filter((one) => members.get(one.interface)?.has(camel(one.method)));
  assertEquals(declared.map(nameOf), []);
});

Deno.test("Surface: the walk finds nothing where there is nothing", () => {
  const names = new Set(WANTED.map(nameOf));
  assertEquals(
    [...live.found.keys()].filter((name) => /^IHttp/.test(name) && !names.has(name)),
    [],
  );
});

// The pages of the interfaces themselves: each lists methods, and the walk has met them.
for (const [page, name] of INTERFACE_PAGES) {
  Deno.test(`${name}: the methods that its page lists are met on a live object (${page})`, () => {
    const own = WANTED.filter((one) => one.interface === name).map(nameOf);
    assert(own.length > 0);
    assertEquals(own.filter((one) => !live.found.has(one)), []);
  });
}
