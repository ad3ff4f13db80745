// Which answers are kept for the next request? What becomes of those that are no longer fresh.
import { assertEquals } from "../../tests/_assert.ts";
import { until, within } from "../../tests/_waits.ts";
import { pipeline } from "../../mod.ts";
import { Hono } from "hono";
import { type App, counting, site, validating } from "./_site.ts";
import { httpCache } from "./index.ts";

Deno.test("httpCache: RFC 9111: what is stale, or no-cache, is asked for again, and kept if it is still good", async () => {
  const seen: (string | null)[] = [];
  const { get } = site(validating(seen, { "Cache-Control": "no-cache" }));
  await get();
  const again = await get();
  assertEquals([again.status, again.text, again.headers.get("X-Count")], [200, "whole", "2"]);
  assertEquals(seen, [null, '"a"']);
});

Deno.test("httpCache: RFC 9111: the client's condition stands aside for that of the cache, and is answered behind it", async () => {
  const seen: (string | null)[] = [];
  const { get } = site(validating(seen, { "Cache-Control": "no-cache" }));
  await get();
  assertEquals((await get("/", { headers: { "If-None-Match": '"b"' } })).text, "whole");
  assertEquals((await get("/", { headers: { "If-None-Match": '"a"' } })).status, 304);
  assertEquals(seen, [null, '"a"', '"a"']);
});

Deno.test("httpCache: RFC 5861: what is stale stands for an error, where it says so", async () => {
  const app = (_request: Request, n: number) =>
    n === 1
      ? new Response("kept", {
        headers: { "Cache-Control": "max-age=1, stale-if-error=60", Age: "2", ETag: '"a"' },
      })
      : new Response("broken", { status: 500 });
  const { times } = site(app);
  assertEquals(await times(3), "kept,kept,kept");
});

Deno.test("httpCache: RFC 9111: a 304 brings its headers up to date, but for those of the body", async () => {
  const app = (request: Request, n: number) => {
    const known = request.headers.has("If-None-Match");
    const headers = {
      "Cache-Control": known ? "max-age=60" : "max-age=0",
      ETag: '"a"',
      "X-Count": String(n),
      ...(known ? { "Content-Encoding": "br", "Content-Foo": "new" } : { "X-Old": "1" }),
    };
    return new Response(known ? null : "whole", { status: known ? 304 : 200, headers });
  };
  const { get, asked } = site(app);
  await get();
  for (let i = 0; i < 2; i++) {
    const { status, text, headers } = await get();
    const seen = ["X-Count", "X-Old", "Content-Foo", "Content-Encoding"].map((n) => headers.get(n));
    assertEquals([status, text, ...seen], [200, "whole", "2", "1", "new", null]);
  }
  assertEquals(asked(), 2);
});

Deno.test("httpCache: cookies of a 304 are the client's, and nobody else's", async () => {
  const app = (request: Request) => {
    const known = request.headers.has("If-None-Match");
    const headers = new Headers({ "Cache-Control": "no-cache", ETag: '"a"' });
    if (known) { for (const one of ["a=1", "b=2"]) headers.append("Set-Cookie", one); }
    return new Response(known ? null : "whole", { status: known ? 304 : 200, headers });
  };
  const { get } = site(app);
  await get();
  const answer = await get();
  assertEquals([answer.text, answer.headers.getSetCookie()], ["whole", ["a=1", "b=2"]]);
});

Deno.test("httpCache: RFC 9111: a 304 that forbids to keep is obeyed", async () => {
  const app = (request: Request, n: number) => {
    const known = request.headers.has("If-None-Match");
    const headers = {
      "Cache-Control": known ? "private" : "no-cache",
      ETag: '"a"',
      "X-Count": String(n),
    };
    return new Response(known ? null : "whole", { status: known ? 304 : 200, headers });
  };
  const { get } = site(app);
  await get();
  const answer = await get();
  assertEquals([answer.status, answer.text, answer.headers.get("X-Count")], [200, "whole", "2"]);
});

/** Stale from the beginning, and then an error. */
const failing = (control: string, status: number): App => (_request, n) =>
  n === 1
    ? new Response("kept", { headers: { "Cache-Control": `max-age=1${control}`, Age: "2" } })
    : new Response("broken", { status });

const ERRORS: Record<string, [string, number, string]> = {
  "an error of the origin": ["", 500, "broken"],
  "an origin that refuses": ["", 503, "broken"],
  "an origin that cannot be reached": ["", 502, "kept"],
  "an origin that does not answer in time": ["", 504, "kept"],
  "one that is not reached, with must-revalidate": [", must-revalidate", 502, "broken"],
  "one that is not reached, with proxy-revalidate": [", proxy-revalidate", 502, "broken"],
  "one that is not reached, with s-maxage": [", s-maxage=1", 502, "broken"],
  "an error within stale-if-error": [", stale-if-error=60", 500, "kept"],
  "an error behind stale-if-error": [", stale-if-error=0", 503, "broken"],
  "an error with both stale-if-error and must-revalidate": [
    ", stale-if-error=60, must-revalidate",
    500,
    "broken",
  ],
  "something that is gone": [", stale-if-error=60", 404, "broken"],
};
for (const [what, [control, status, text]] of Object.entries(ERRORS)) {
  Deno.test(`httpCache: RFC 9111: ${text} comes for ${what}`, async () => {
    const { get } = site(failing(control, status));
    await get();
    assertEquals((await get()).text, text);
  });
}

Deno.test("httpCache: RFC 5861: what is stale stands for an app that throws, too", async () => {
  const app: App = (request, n) => {
    if (n > 1) throw new Error("broken");
    return failing(", stale-if-error=60", 500)(request, n);
  };
  const { error } = console;
  console.error = () => {};
  const { get } = site(app);
  await get();
  const { status, text } = await get();
  console.error = error;
  assertEquals([status, text], [200, "kept"]);
});

const HEADS: Record<string, [Record<string, string>, string]> = {
  "the same": [{ ETag: '"a"', "Cache-Control": "max-age=60" }, "1,2"],
  "another": [{ ETag: '"b"', "Cache-Control": "max-age=60" }, "3,null"],
  "one of another length": [{ ETag: '"a"', "Content-Length": "7" }, "3,null"],
};
for (const [what, [head, seen]] of Object.entries(HEADS)) {
  Deno.test(`httpCache: RFC 9111: a HEAD that tells of ${what} decides over what is stale`, async () => {
    const stale = { ETag: '"a"', "Cache-Control": "max-age=1", Age: "2" };
    const app: App = (request, n) =>
      request.method === "HEAD"
        ? new Response(null, { headers: { ...head, "X-Head": String(n) } })
        : new Response(String(n), { headers: stale });
    const { get } = site(app);
    await get();
    await get("/", { method: "HEAD" });
    const { text, headers } = await get();
    assertEquals(`${text},${headers.get("X-Head")}`, seen);
  });
}

/** Old enough to be stale, and still within the time in which it may be sent meanwhile. */
const MEANWHILE = "max-age=1, stale-while-revalidate=60";

Deno.test("httpCache: RFC 5861: stale-while-revalidate: sent at once, asked for behind it, once for all", async () => {
  const seen: string[] = [];
  const open = Promise.withResolvers<void>();
  const app: App = async (request, n) => {
    if (n > 1) await open.promise;
    seen.push([...request.headers.keys()].sort().join());
    return counting({ "Cache-Control": MEANWHILE, Age: n === 1 ? "2" : "0" })(request, n);
  };
  const { get, asked } = site(app);
  await get();
  const headers = { "Cache-Control": "max-stale=5", Range: "bytes=0-0", "X-Own": "1" };
  const answers = await within(Promise.all([1, 2, 3].map(() => get("/", { headers }))));
  assertEquals(answers.map(({ text }) => text), ["1", "1", "1"]);
  open.resolve();
  await until(async () => (await get()).text === "2", "the new answer");
  assertEquals([asked(), seen[1]], [2, "x-own"]);
});

Deno.test("httpCache: RFC 5861: an answer that came meanwhile may be a 304", async () => {
  const seen: (string | null)[] = [];
  const { get } = site(
    validating(seen, { "Cache-Control": "max-age=0, stale-while-revalidate=60" }),
  );
  await get();
  await get();
  await until(async () => (await get()).headers.get("X-Count") === "2", "the new head");
  assertEquals(seen.slice(0, 2), [null, '"a"']);
});

Deno.test("httpCache: RFC 5861: an error meanwhile changes nothing, and the next one asks again", async () => {
  const app: App = (request, n) =>
    n === 2
      ? new Response("broken", { status: 500 })
      : counting({ "Cache-Control": MEANWHILE, Age: n === 1 ? "2" : "0" })(request, n);
  const { get, times, asked } = site(app);
  assertEquals(await times(2), "1,1");
  await until(() => asked() === 2, "the error");
  assertEquals(await times(1), "1");
  await until(async () => (await get()).text !== "1", "the new answer");
  assertEquals([await times(1), asked()], ["3", 3]);
});

const NOT_MEANWHILE: Record<string, [string, Record<string, string>]> = {
  "behind its window": ["max-age=1, stale-while-revalidate=1", {}],
  "with must-revalidate": [`${MEANWHILE}, must-revalidate`, {}],
  "with no-cache": [`${MEANWHILE}, no-cache`, {}],
  "for who wants it new": [MEANWHILE, { "Cache-Control": "no-cache" }],
  "for who wants it fresh": [MEANWHILE, { "Cache-Control": "min-fresh=1" }],
};
for (const [what, [control, headers]] of Object.entries(NOT_MEANWHILE)) {
  Deno.test(`httpCache: RFC 5861: stale-while-revalidate: not ${what}`, async () => {
    const { get } = site(counting({ "Cache-Control": control, Age: "2", ETag: '"a"' }));
    await get();
    assertEquals((await get("/", { headers })).text, "2");
  });
}

Deno.test("httpCache: RFC 5861: where nobody can ask meanwhile, the next client waits", async () => {
  let n = 0;
  const app = new Hono();
  app.use(pipeline(httpCache()));
  app.get("/", (c) => c.text(String(++n), 200, { "Cache-Control": MEANWHILE, Age: "2" }));
  const texts = [];
  for (let i = 0; i < 4; i++) texts.push(await (await app.request("/")).text());
  assertEquals(texts.join(), "1,1,2,3");
});
