// Is the whole API there? Every method of the headers is looked for on the objects of running requests, and in the types.
import { assert, assertEquals } from "../../_assert.ts";
import { declarations } from "../../rules/_declarations.ts";
import { camel, METHODS, nameOf } from "./_live.ts";
import { walkEverything } from "./_walk.ts";
import { PENDING_METHODS } from "./pending.ts";

/** The headers that this walk answers for. */
const HEADERS = ["httpserv.h", "iiswebsocket.h"];
const wanted = METHODS.filter((one) =>
  HEADERS.includes(one.header) && one.class !== "inapplicable"
);
const inapplicable = METHODS.filter((one) => one.class === "inapplicable");
const live = await walkEverything();

const forms = (methods: typeof METHODS): number =>
  methods.reduce((sum, { forms }) => sum + forms, 0);

Deno.test("Surface: every core and edge method is met on a live object of a running request", () => {
  const missing = wanted.filter((one) => !live.found.has(nameOf(one)));
  const met = wanted.filter((one) => live.found.has(nameOf(one)));
  console.log(
    `Met ${met.length} of ${wanted.length} methods (${forms(met)} of ${forms(wanted)} C++ forms)`,
  );
  const names = missing.map(nameOf);
  const unlisted = names.filter((name) => !PENDING_METHODS.includes(name));
  const stale = PENDING_METHODS.filter((name) => !names.includes(name));
  assertEquals({ unlisted, stale }, { unlisted: [], stale: [] }, HOW);
});

const HOW = "Methods under `stale` are met now: take them out of tests/conformance/walk/pending.ts";

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
  const names = new Set(wanted.map(nameOf));
  assertEquals(
    [...live.found.keys()].filter((name) => /^IHttp/.test(name) && !names.has(name)),
    [],
  );
});
