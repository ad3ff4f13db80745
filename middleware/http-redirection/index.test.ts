// Where has it gone? Destinations, variables, wildcards, and what is not redirected.
import { Hono } from "hono";
import { location, pipeline } from "../../mod.ts";
import { assertEquals, assertLess, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { house } from "../../tests/_house.ts";
import { workOf } from "../../tests/_work.ts";
import { type HttpRedirect, httpRedirection } from "./index.ts";

const app = { fetch: (request: Request) => new Response(`app ${new URL(request.url).pathname}`) };

/** Status and Location, or what the app said. */
async function sent(options: HttpRedirect, path: string): Promise<string> {
  const answer = await house(httpRedirection({ enabled: true, ...options }), { app }).get(path);
  const body = await answer.text();
  const to = answer.headers.get("Location");
  return to === null ? body : `${answer.status} ${to}`;
}

const OUT = "https://example.com";
const CASES: [title: string, options: HttpRedirect, path: string, expected: string][] = [
  ["path and query go along", { destination: OUT }, "/a/b.htm?x=1", `302 ${OUT}/a/b.htm?x=1`],
  ["in front of a path", { destination: `${OUT}/new/` }, "/a/b.htm", `302 ${OUT}/new/a/b.htm`],
  ["exact", { destination: `${OUT}/b`, exactDestination: true }, "/a?x=1", `302 ${OUT}/b`],
  [
    "to a path of this site",
    { destination: "/new", path: "/old" },
    "/old/p",
    "302 http://localhost/new/p",
  ],
  ["the folder itself", { destination: OUT, path: "/old" }, "/old", `302 ${OUT}/`],
  [
    "what is elsewhere is left alone",
    { destination: OUT, path: "/old" },
    "/older/p",
    "app /older/p",
  ],
  ["the folder ignores case", { destination: OUT, path: "/Old/" }, "/OLD/p", `302 ${OUT}/p`],
  ["not enabled", { destination: OUT, enabled: false }, "/a", "app /a"],
  ["the mark of exclamation", { destination: "!" }, "/a", "app /a"],
  ["childOnly: in the folder", { destination: OUT, childOnly: true }, "/a.htm", `302 ${OUT}/a.htm`],
  ["childOnly: below it", { destination: OUT, childOnly: true }, "/a/b.htm", "app /a/b.htm"],
  ["a query of its own", { destination: `${OUT}/?a=1` }, "/p?b=2", `302 ${OUT}/p?a=1`],
  [
    "$S and $Q",
    { destination: `${OUT}$S$Q`, path: "/old", exactDestination: true },
    "/old/p?x=1",
    `302 ${OUT}/p?x=1`,
  ],
  [
    "$V and $P",
    { destination: `${OUT}/go?to=$V&$P`, exactDestination: true },
    "/p/q?x=1",
    `302 ${OUT}/go?to=/p/q&x=1`,
  ],
  [
    "$V that looks like a host",
    { destination: "$V", exactDestination: true },
    "http://localhost//evil.test/x",
    "302 http://localhost/evil.test/x",
  ],
  [
    "a destination does not lead to itself",
    { destination: "/default.htm", exactDestination: true },
    "/default.htm",
    "app /default.htm",
  ],
  ["nor into itself", { destination: "/new" }, "/new/p", "app /new/p"],
  [
    "nor deeper into its own folder",
    { destination: "/old/new", path: "/old" },
    "/old/new/p",
    "app /old/new/p",
  ],
  [
    "out of a folder to the root",
    { destination: "/", path: "/blog" },
    "/blog/p",
    "302 http://localhost/p",
  ],
  [
    "out of a folder to the one above it",
    { destination: "/a", path: "/a/b" },
    "/a/b/p",
    "302 http://localhost/a/p",
  ],
  [
    "a wildcard",
    { exactDestination: true, add: [{ wildcard: "*.php", destination: "/default.htm" }] },
    "/a/B.PHP?x=1",
    "302 http://localhost/default.htm",
  ],
  [
    "what the stars have taken",
    { exactDestination: true, add: [{ wildcard: "/a/*/b*.asp", destination: "/$1/$0" }] },
    "/a/Mid/dle/bend.asp",
    "302 http://localhost/end/Mid/dle",
  ],
  [
    "the first wildcard counts, and may say no",
    {
      exactDestination: true,
      add: [
        { wildcard: "/keep/*", destination: "!" },
        { wildcard: "*", destination: `${OUT}/$0` },
      ],
    },
    "/keep/x",
    "app /keep/x",
  ],
  [
    "no wildcard",
    { add: [{ wildcard: "*.asp", destination: OUT }] },
    "/a.aspx",
    "app /a.aspx",
  ],
];

for (const [title, options, path, expected] of CASES) {
  Deno.test(`httpRedirection: ${title}`, async () => {
    assertEquals(await sent(options, path), expected);
  });
}

Deno.test("httpRedirection: each status", async () => {
  const statuses = { Found: 302, Permanent: 301, Temporary: 307, PermRedirect: 308 } as const;
  for (const [httpResponseStatus, status] of Object.entries(statuses)) {
    const options = { destination: OUT, httpResponseStatus } as HttpRedirect;
    assertEquals(await sent(options, "/a"), `${status} ${OUT}/a`);
  }
});

Deno.test("httpRedirection: in a location, and alone in a Hono app; the app is not asked", async () => {
  const redirect = httpRedirection({ enabled: true, destination: OUT });
  const { get } = house(location("/old/*", [redirect]), { app });
  assertEquals((await get("/old/x")).headers.get("Location"), `${OUT}/old/x`);
  assertEquals((await get("/new")).status, 200);
  const hono = new Hono();
  let asked = 0;
  hono.use(pipeline(redirect));
  hono.get("*", (c) => c.text(String(++asked)));
  assertEquals((await hono.request("/x")).headers.get("Location"), `${OUT}/x`);
  assertEquals(asked, 0);
});

Deno.test("httpRedirection: stars without end take no time", async () => {
  const add = [{ wildcard: `${"*a".repeat(50)}b`, destination: OUT }];
  const path = `/${"a".repeat(5000)}`;
  const work = await workOf(async () => assertEquals(await sent({ add }, path), `app ${path}`));
  assertLess(work, 1000);
});

Deno.test("httpRedirection: refuses options that are none; says when nobody is redirected", () => {
  const refused = (options: unknown, said: string) =>
    assertThrows(() => httpRedirection(options as HttpRedirect), TypeError, said);
  refused({ enabled: true }, 'HttpRedirectionModule): option "destination" is missing');
  refused(
    { httpResponseStatus: 301 },
    'option "httpResponseStatus" is 301, wished for one of Found',
  );
  refused({ add: [{ wildcard: "*" }] }, 'option "add[0].destination" is missing');
  refused({ path: "old" }, 'option "path" is "old", wished for a path such as "/old"');
  const said: unknown[] = [];
  const warn = console.warn;
  console.warn = (message: unknown) => void said.push(message);
  httpRedirection({ destination: OUT });
  httpRedirection({});
  console.warn = warn;
  assertEquals(said.length, 1);
  assertMatch(String(said[0]), /option "enabled" is not set/);
});
