// Which answers are kept for the next request? Those of a profile; the ids are those of what was measured on IIS 10.
import { type CHttpModule, defineModule, type IHttpContext, memoryFiles } from "../../mod.ts";
import { assertEquals, assertThrows } from "../../tests/_assert.ts";
import { virtualClock } from "../../testing.ts";
import { defaultDocument } from "../default-document/index.ts";
import { locate } from "../_shared/request-file.ts";
import { counting, site } from "./_site.ts";
import { type CacheProfile, type Caching, httpCache } from "./index.ts";

const profile = (more: Partial<CacheProfile> = {}): Caching => ({
  profiles: [{ extension: ".x", policy: "CacheForTimePeriod", duration: "00:00:05", ...more }],
});

Deno.test("CP16 httpCache: stored at the second hit, served from the third on", async () => {
  assertEquals(await site(counting(), profile()).times(5, "/a.x"), "1,2,2,2,2");
});

Deno.test("CP16 httpCache: until its time is over", async () => {
  using clock = virtualClock();
  const { times } = site(counting(), profile({ duration: "00:00:01" }));
  assertEquals(await times(3, "/a.x"), "1,2,2");
  await clock.tick(1_001);
  assertEquals(await times(2, "/a.x"), "3,3");
});

Deno.test("CP30 httpCache: hits that are too far apart do not count", async () => {
  using clock = virtualClock();
  const serverRuntime = { frequentHitTimePeriod: 20 };
  const { get, asked } = site(counting(), profile(), [], { serverRuntime });
  for (let i = 0; i < 3; i++) {
    await get("/a.x");
    await clock.tick(21);
  }
  assertEquals(asked(), 3);
});

Deno.test("CP41 httpCache: the profile, and the path, ignore case", async () => {
  const { times } = site(counting(), profile());
  assertEquals(await times(3, "/A.X"), "1,2,2");
  assertEquals(await times(1, "/a.x"), "2");
});

Deno.test("CP19 httpCache: one copy for each value of a parameter; no other counts, nor their order", async () => {
  const { times } = site(counting(), profile({ varyByQueryString: "id" }));
  assertEquals(await times(3, "/a.x?id=1&b=2"), "1,2,2");
  assertEquals(await times(1, "/a.x?b=3&id=1"), "2");
  assertEquals(await times(3, "/a.x?id=2"), "3,3,3");
  assertEquals(await times(2, "/a.x"), "4,4");
  assertEquals(await times(2, "/a.x?ID=1"), "4,4");
});

Deno.test("CP44 httpCache: with a star the query is part of the key as it stands", async () => {
  const { times } = site(counting(), profile({ varyByQueryString: "*" }));
  assertEquals(await times(3, "/a.x?a=1&b=2"), "1,2,2");
  assertEquals(await times(2, "/a.x?b=2&a=1"), "3,3");
});

Deno.test("httpCache: without parameters all queries get the same", async () => {
  const { times } = site(counting(), profile());
  assertEquals(await times(3, "/a.x?a=1"), "1,2,2");
  assertEquals(await times(1, "/a.x?a=2"), "2");
});

Deno.test("CP14 httpCache: one copy for each value of a header, which Vary does not tell", async () => {
  const { get } = site(counting(), profile({ varyByHeaders: "Accept-Language; X-Kind" }));
  const ask = async (language: string) => {
    const { text, headers } = await get("/a.x", { headers: { "Accept-Language": language } });
    return text + headers.get("Vary");
  };
  assertEquals([await ask("de"), await ask("de"), await ask("de")], ["1null", "2null", "2null"]);
  assertEquals([await ask("en"), await ask("en")], ["3null", "3null"]);
  assertEquals(await ask("de"), "2null");
});

Deno.test("CP25 CP36 httpCache: neither other methods nor cookies are ever stored", async () => {
  assertEquals(await site(counting(), profile()).times(3, "/a.x", { method: "POST" }), "1,2,3");
  const cookies = counting({ "Set-Cookie": "a=1" });
  assertEquals(await site(cookies, profile()).times(3, "/a.x"), "1,2,3");
  assertEquals(await site(counting({}, 404), profile()).times(3, "/a.x"), "1,2,3");
});

Deno.test("CP31 httpCache: a body beyond the maximum is not stored", async () => {
  const app = (size: number) => (_request: Request, n: number) =>
    new Response(String(n).padEnd(size));
  const asked = async (size: number, caching: Caching) => {
    const { times, asked } = site(app(size), caching);
    await times(4, "/a.x");
    return asked();
  };
  assertEquals(await asked(262_144, profile()), 2);
  assertEquals(await asked(262_145, profile()), 4);
  assertEquals(await asked(101, { ...profile(), maxResponseSize: 100 }), 4);
});

Deno.test("CP28 httpCache: one copy for all who pass authorization", async () => {
  const { get } = site(counting(), profile());
  const ask = async (who: string) =>
    (await get("/a.x", { headers: { Authorization: `Basic ${who}` } })).text;
  assertEquals([await ask("a"), await ask("b"), await ask("c")], ["1", "2", "2"]);
});

Deno.test("CP27 httpCache: a hit goes from AUTHORIZE to LOG and END", async () => {
  const seen: string[] = [];
  const names = ["onBeginRequest", "onAuthenticateRequest", "onAuthorizeRequest"] as const;
  const late = [
    "onMapRequestHandler",
    "onUpdateRequestCache",
    "onLogRequest",
    "onEndRequest",
  ] as const;
  const note = defineModule(
    {
      name: "Note",
      ...Object.fromEntries(
        [...names, ...late].map((name) => [name, () => void seen.push(name)]),
      ),
    } as Partial<Pick<CHttpModule, typeof names[number]>> & { name: string },
  );
  const { times } = site(counting(), profile(), note);
  await times(2, "/a.x");
  seen.length = 0;
  await times(1, "/a.x");
  assertEquals(seen, [...names, "onLogRequest", "onEndRequest"]);
});

const WORDS: Record<string, [Partial<CacheProfile>, string]> = {
  "CP3 location Any": [{ location: "Any" }, "public"],
  "CP5 location Server": [{ location: "Server" }, "no-cache"],
  "CP7 location Downstream": [{ location: "Downstream" }, "public"],
  "CP8 location ServerAndClient": [{ location: "ServerAndClient" }, "private"],
  "CP23 location Client": [{ location: "Client" }, "private"],
};

for (const [title, [more, word]] of Object.entries(WORDS)) {
  Deno.test(`httpCache: ${title} says ${word}, and is stored all the same`, async () => {
    const { get, asked } = site(counting(), profile(more));
    for (let i = 0; i < 3; i++) {
      assertEquals((await get("/a.x")).headers.get("Cache-Control"), word);
    }
    assertEquals(asked(), 2);
  });
}

Deno.test("CP39 httpCache: a default document is stored under its own name, and both URLs share it", async () => {
  const files = memoryFiles({ "/d.x": "" });
  const documents = defaultDocument({ files: { clear: true, add: [{ value: "d.x" }] } });
  const { times } = site(counting(), profile(), documents, { files });
  assertEquals([await times(3, "/"), await times(1, "/d.x")], ["1,2,2", "2"]);
});

Deno.test("CP51 httpCache: a 206 and a 304 carry the word, an error does not, and own words stay", async () => {
  const word = async (status: number, headers = {}) => {
    const app = () => new Response(null, { status, headers });
    return (await site(app, profile({ location: "Any" })).get("/a.x")).headers.get("Cache-Control");
  };
  assertEquals([await word(206), await word(304), await word(404)], ["public", "public", null]);
  assertEquals(await word(200, { "Cache-Control": "max-age=1" }), "max-age=1");
});

Deno.test("CP45 httpCache: switched off it stores nothing, and still says the word", async () => {
  const { get, asked } = site(counting(), { ...profile({ location: "Any" }), enabled: false });
  for (let i = 0; i < 3; i++) {
    assertEquals((await get("/a.x")).headers.get("Cache-Control"), "public");
  }
  assertEquals(asked(), 3);
});

Deno.test("httpCache: DisableCache and None keep even what states its freshness from being stored", async () => {
  const app = counting({ "Cache-Control": "max-age=60" });
  for (const more of [{ policy: "DisableCache" }, { location: "None" }] as const) {
    assertEquals(await site(app, profile(more)).times(3, "/a.x"), "1,2,3");
  }
});

Deno.test("httpCache: CacheUntilChange keeps an answer until the file of it changes", async () => {
  const files = memoryFiles({ "/a.x": "one" });
  const sender = defineModule({
    name: "Sender",
    async onExecuteRequestHandler(context: IHttpContext) {
      const file = await locate(context);
      context.getResponse().setStatus(200, "OK");
      context.getResponse().writeEntityChunks(
        [{ dataChunkType: 0, buffer: file!.getFileBuffer()! }],
        true,
        true,
      );
    },
  });
  const caching = profile({ policy: "CacheUntilChange" });
  const { times } = site(counting(), caching, sender, { files });
  assertEquals(await times(3, "/a.x"), "one,one,one");
  files.write("/a.x", "two");
  assertEquals(await times(2, "/a.x"), "two,two");
});

Deno.test("99 httpCache: a flush before UPDATE prevents storing", async () => {
  const early = defineModule({
    name: "Early",
    async onPreExecuteRequestHandler(context: IHttpContext) {
      await context.getResponse().flush(false, true);
    },
  });
  assertEquals(await site(counting(), profile(), early).times(3, "/a.x"), "1,2,3");
});

const WRONG: Record<string, [unknown, string]> = {
  "an extension": [{ profiles: [{ extension: "asp" }] }, '"profiles[0].extension" is "asp"'],
  "two of one": [{ profiles: [{ extension: ".a" }, { extension: ".A" }] }, 'names ".A" again'],
  "a duration": [{ profiles: [{ extension: ".a", duration: "5" }] }, "wished for a time span"],
  "a store": [{ store: { get: 1 } }, 'option "store" is {"get":1}, wished for a Cache'],
};

for (const [name, [options, said]] of Object.entries(WRONG)) {
  Deno.test(`httpCache: refused at once: ${name}`, () => {
    assertThrows(() => httpCache(options as Caching), TypeError, said);
  });
}
