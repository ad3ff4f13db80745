// Which answers are kept for the next request? Those that state their freshness, by RFC 9111.
import { assertEquals, assertMatch } from "../../tests/_assert.ts";
import { virtualClock } from "../../testing.ts";
import { counting, fresh, site } from "./_site.ts";

const HOUR = 3_600_000;
const date = (offset: number) => new Date(Date.now() + offset).toUTCString();

const KEPT: Record<string, Record<string, string>> = {
  "max-age": { "Cache-Control": "max-age=60" },
  "s-maxage before max-age": { "Cache-Control": "max-age=0, s-maxage=60" },
  "quoted": { "Cache-Control": 'max-age="60"' },
  "Expires": { Expires: date(HOUR), Date: date(0) },
  "a case that nobody expects": { "cache-control": "Public, MAX-AGE=60" },
};

const NOT_KEPT: Record<string, Record<string, string>> = {
  "nothing said": {},
  "a guess that could be made": { "Last-Modified": date(-24 * HOUR) },
  "no-store": { "Cache-Control": "max-age=60, no-store" },
  "private": { "Cache-Control": "private, max-age=60" },
  "a cookie": { "Cache-Control": "max-age=60", "Set-Cookie": "a=1" },
  "Vary: *": { "Cache-Control": "max-age=60", Vary: "*" },
  "max-age=0": { "Cache-Control": "max-age=0" },
  "a max-age that is no number": { "Cache-Control": "max-age=60.5" },
  "an Expires that is no date": { Expires: "0" },
  "what was old when it came": { "Cache-Control": "max-age=60", Age: "61" },
};

for (const [what, headers] of Object.entries(KEPT)) {
  Deno.test(`httpCache: RFC 9111: kept: ${what}`, async () => {
    assertEquals(await site(counting(headers)).times(3), "1,1,1");
  });
}

for (const [what, headers] of Object.entries(NOT_KEPT)) {
  Deno.test(`httpCache: RFC 9111: not kept: ${what}`, async () => {
    assertEquals(await site(counting(headers)).times(3), "1,2,3");
  });
}

Deno.test("httpCache: RFC 9111: other statuses that state their freshness, but no parts", async () => {
  for (const status of [203, 204, 301, 404, 410, 599]) {
    const { get, asked } = site((_request, n) =>
      new Response(status === 204 ? null : String(n), {
        status,
        headers: { "Cache-Control": "max-age=60" },
      })
    );
    await get();
    assertEquals([(await get()).status, asked()], [status, 1]);
  }
  const part = counting({ "Cache-Control": "max-age=60", "Content-Range": "bytes 0-0/2" }, 206);
  assertEquals(await site(part).times(2), "1,2");
});

Deno.test("httpCache: RFC 9111: a hit tells its age, and the date of the origin", async () => {
  const then = date(-10_000);
  const { get } = site(fresh({ Date: then, "X-Own": "1" }));
  await get();
  const { headers } = await get();
  assertMatch(headers.get("Age")!, /^1[01]$/);
  assertEquals([headers.get("Date"), headers.get("X-Own")], [then, "1"]);
});

Deno.test("httpCache: RFC 9111: HEAD is answered from what is kept, and keeps nothing itself", async () => {
  const { get, asked } = site(fresh());
  await get("/", { method: "HEAD" });
  await get();
  const head = await get("/", { method: "HEAD" });
  assertEquals([head.text, head.headers.get("Content-Length"), asked()], ["", "1", 2]);
});

Deno.test("httpCache: RFC 9111: each URL with its query is another", async () => {
  const { times } = site(fresh());
  assertEquals(await times(2, "/?a=1"), "1,1");
  assertEquals(await times(2, "/?a=2"), "2,2");
  assertEquals(await times(2, "/A"), "3,3");
  assertEquals(await times(2, "/a"), "4,4");
});

Deno.test("httpCache: RFC 9111: versions by Vary", async () => {
  const { get, asked } = site(fresh({ Vary: "Accept-Language, X-Kind" }));
  const ask = async (language: string) =>
    (await get("/", { headers: { "Accept-Language": language } })).text;
  assertEquals([await ask("de, en"), await ask("de,en"), await ask("en")], ["1", "1", "2"]);
  assertEquals([await ask("de, en"), await ask("en"), asked()], ["1", "2", 2]);
});

Deno.test("httpCache: RFC 9111: an answer to somebody who says who he is, only if it is for all", async () => {
  const init = { headers: { Authorization: "Bearer x" } };
  assertEquals(await site(fresh()).times(2, "/", init), "1,2");
  for (const word of ["public", "s-maxage=60", "must-revalidate"]) {
    const { times } = site(counting({ "Cache-Control": `max-age=60, ${word}` }));
    assertEquals(await times(2, "/", init), "1,1");
  }
});

Deno.test("httpCache: RFC 9111: what is changed is kept no longer, nor what the answer names", async () => {
  const app = (request: Request, n: number) =>
    request.method === "GET"
      ? new Response(String(n), { headers: { "Cache-Control": "max-age=60" } })
      : new Response(null, {
        status: request.method === "PUT" ? 500 : 204,
        headers: { Location: "/b" },
      });
  const { get } = site(app);
  await get("/a");
  await get("/b");
  await get("/a", { method: "PUT" });
  assertEquals((await get("/a")).text, "1");
  await get("/a", { method: "POST" });
  assertEquals([(await get("/a")).text, (await get("/b")).text], ["5", "6"]);
});

Deno.test("httpCache: RFC 9111: the case of languages and codings tells no versions apart, that of others does", async () => {
  const { get } = site(fresh({ Vary: "Accept-Language, X-Kind" }));
  const ask = async (language: string, kind: string) =>
    (await get("/", { headers: { "Accept-Language": language, "X-Kind": kind } })).text;
  assertEquals([await ask("de-AT", "a"), await ask("DE-at", "a"), await ask("de-AT", "A")], [
    "1",
    "1",
    "2",
  ]);
});

Deno.test("httpCache: RFC 9111: with one version of a URL all others go, also when it comes back", async () => {
  const app = (request: Request, n: number) =>
    request.method === "GET"
      ? new Response(String(n), { headers: { "Cache-Control": "max-age=60", Vary: "X-Kind" } })
      : new Response(null, { status: 204 });
  const { get } = site(app);
  const ask = async (kind: string) => (await get("/", { headers: { "X-Kind": kind } })).text;
  assertEquals([await ask("a"), await ask("b"), await ask("a")], ["1", "2", "1"]);
  await get("/", { method: "POST", headers: { "X-Kind": "a" } });
  assertEquals([await ask("a"), await ask("b")], ["4", "5"]);
});

Deno.test("httpCache: what was asked for before its URL was changed is not kept behind the change", async () => {
  let release = () => {};
  const app = async (request: Request, n: number) => {
    if (request.method !== "GET") return new Response(null, { status: 204 });
    if (n === 1) await new Promise<void>((resolve) => release = resolve);
    return new Response(String(n), { headers: { "Cache-Control": "max-age=60" } });
  };
  const { get } = site(app);
  const old = get();
  await get("/", { method: "DELETE" });
  release();
  assertEquals([(await old).text, (await get()).text], ["1", "3"]);
});

Deno.test("httpCache: RFC 9111: the time that an answer was on its way is part of its age", async () => {
  using clock = virtualClock();
  const app = async (_request: Request, n: number) => {
    await clock.tick(1_100);
    return new Response(String(n), { headers: { "Cache-Control": "max-age=60", Age: "10" } });
  };
  const { get } = site(app);
  await get();
  assertEquals((await get()).headers.get("Age"), "11");
});

Deno.test("httpCache: a body that is not as long as it says is not kept", async () => {
  const headers = { "Cache-Control": "max-age=60", "Content-Length": "5" };
  const app = (_request: Request, n: number) =>
    new Response(n === 1 ? "cut" : "whole", { headers });
  const { get, asked } = site(app);
  await get().catch(() => {});
  assertEquals([(await get()).text, (await get()).text, asked()], ["whole", "whole", 2]);
});

const TARGETED: Record<string, [Record<string, string>, kept: boolean]> = {
  "alone": [{ "CDN-Cache-Control": "max-age=60" }, true],
  "before no-store": [{ "Cache-Control": "no-store", "CDN-Cache-Control": "max-age=60" }, true],
  "with no-store": [{ "Cache-Control": "max-age=60", "CDN-Cache-Control": "no-store" }, false],
  "with private": [{ "Cache-Control": "max-age=60", "CDN-Cache-Control": "private" }, false],
  "old": [{ "CDN-Cache-Control": "max-age=60", Age: "61" }, false],
  "malformed": [{ "Cache-Control": "no-store", "CDN-Cache-Control": "max-age=60, &" }, false],
  "of another type": [{ "CDN-Cache-Control": 'max-age="60"' }, false],
  "without a lifetime, beside Expires": [
    { "CDN-Cache-Control": "public", Expires: date(HOUR) },
    false,
  ],
};
for (const [what, [headers, kept]] of Object.entries(TARGETED)) {
  Deno.test(`httpCache: RFC 9213: ${kept ? "kept" : "not kept"}: a targeted field ${what}`, async () => {
    assertEquals(await site(counting(headers)).times(2), kept ? "1,1" : "1,2");
  });
}

Deno.test("httpCache: RFC 9213: the target list says which fields are meant, in their order", async () => {
  const headers = {
    "Cache-Control": "max-age=60",
    "Edge-Control": "no-store",
    "CDN-Cache-Control": "max-age=60",
  };
  const asked = (targetList?: string[]) => site(counting(headers), { targetList }).times(2);
  assertEquals(await asked(), "1,1");
  assertEquals(await asked([]), "1,1");
  assertEquals(await asked(["Edge-Control", "CDN-Cache-Control"]), "1,2");
});

Deno.test("httpCache: heuristicFreshness: a tenth of the time since the last change, for who wants it", async () => {
  const old = { "Last-Modified": date(-10 * HOUR) };
  const guess = (headers: Record<string, string>, status = 200) =>
    site(counting(headers, status), { heuristicFreshness: true }).times(2);
  assertEquals([await guess(old), await guess(old, 404)], ["1,1", "1,1"]);
  assertEquals([await guess(old, 500), await guess({})], ["1,2", "1,2"]);
  assertEquals(await guess({ ...old, Age: "3500" }), "1,1");
  assertEquals(await guess({ ...old, Age: "3700" }), "1,2");
  assertEquals(await guess({ ...old, "Cache-Control": "no-store" }), "1,2");
});

Deno.test("httpCache: headers that may come several times are kept apart", async () => {
  const headers = new Headers({ "Cache-Control": "max-age=60" });
  for (const name of ["WWW-Authenticate", "Link", "X-Own"]) {
    for (const value of ["<a>", "<b>"]) headers.append(name, value);
  }
  const { get } = site((_request, n) => new Response(String(n), { status: 401, headers }));
  const seen = async () => {
    const { status, text, headers } = await get();
    return [
      status,
      text,
      ...["WWW-Authenticate", "Link", "X-Own"].map((name) => headers.get(name)),
    ];
  };
  const first = await seen();
  assertEquals(await seen(), first);
});
