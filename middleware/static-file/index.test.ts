// How does a file come to the client? What the module does besides the tables: types, caches, siblings, mounts.
import { Hono } from "hono";
import { memoryFiles, pipeline } from "../../mod.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "../../tests/_assert.ts";
import { BODY, CHANGED, FILES, served, told } from "./_site.ts";
import { type StaticContent, staticFile } from "./index.ts";

const WRONG: Record<string, [options: unknown, said: string]> = {
  "an option that is none": [{ mimeMaps: [] }, 'option "mimeMaps" is unknown, wished for one of'],
  "an extension without its dot": [
    { mimeMap: [{ fileExtension: "txt", mimeType: "text/plain" }] },
    'option "mimeMap[0].fileExtension" is "txt", wished for an extension with its dot',
  ],
  "C1 one extension twice": [
    {
      mimeMap: [{ fileExtension: ".a", mimeType: "x/y" }, { fileExtension: ".A", mimeType: "x/z" }],
    },
    'option "mimeMap[1]" names ".A" again',
  ],
  "a mode that is none": [{ clientCache: { cacheControlMode: "Always" } }, "one of NoControl, "],
  "no date": [{ clientCache: { httpExpires: "tomorrow" } }, "wished for a date such as"],
  "UseExpires without a date": [
    { clientCache: { cacheControlMode: "UseExpires" } },
    'option "clientCache.httpExpires" is missing',
  ],
};
for (const [name, [options, said]] of Object.entries(WRONG)) {
  Deno.test(`staticFile: refuses ${name}`, () => {
    assertThrows(() => staticFile(options as StaticContent), TypeError, said);
    assertThrows(() => staticFile(options as StaticContent), TypeError, "StaticFileModule");
  });
}

const CACHES: Record<string, [options: StaticContent["clientCache"], control: unknown]> = {
  "CC2 an age": [{ cacheControlMode: "UseMaxAge" }, "max-age=86400"],
  "CC4 custom words in front of an age": [
    { cacheControlMode: "UseMaxAge", cacheControlMaxAge: "00:00:30", cacheControlCustom: "public" },
    "public,max-age=30",
  ],
  "CC8 no cache": [{ cacheControlMode: "DisableCache" }, "no-cache"],
  "CC9 custom words alone": [{ cacheControlCustom: "private" }, "private"],
  "nothing": [{}, null],
};
for (const [name, [clientCache, control]] of Object.entries(CACHES)) {
  Deno.test(`staticFile: ${name}, with GET, HEAD, a range and 304`, async () => {
    const { get } = served(staticFile({ clientCache }));
    const first = await get("/f.txt");
    const headers = { "If-None-Match": first.headers.get("ETag")! };
    assertEquals(await told(first, "Cache-Control"), [200, control]);
    for (
      const [init, status] of [
        [{ method: "HEAD" }, 200],
        [{ headers: { Range: "bytes=0-1" } }, 206],
        [{ headers }, 304],
      ] as const
    ) assertEquals(await told(await get("/f.txt", init), "Cache-Control"), [status, control]);
  });
}

Deno.test("staticFile: UseExpires says when, setEtag false leaves the tag out", async () => {
  const httpExpires = "Tue, 19 Jan 2038 03:14:07 GMT";
  const clientCache = { cacheControlMode: "UseExpires", httpExpires, setEtag: false } as const;
  const { get } = served(staticFile({ clientCache }));
  assertEquals(await told(await get("/f.txt"), "Expires", "ETag"), [200, httpExpires, null]);
  const match = await get("/f.txt", { headers: { "If-Match": '"x"' } });
  assertEquals(await told(match), [412]);
});

Deno.test("staticFile: CP50 206, 416, 200 and 304 have tag and Accept-Ranges; all but the 304 Last-Modified", async () => {
  const { get } = served();
  const modified = "Wed, 04 Mar 2026 05:06:07 GMT";
  const asked: [RequestInit, number, string | null][] = [
    [{ headers: { Range: "bytes=0-1" } }, 206, modified],
    [{ headers: { Range: "bytes=9999-" } }, 416, modified],
    [{ headers: { Range: "bytes=a-b" } }, 416, modified],
    [{ method: "HEAD" }, 200, modified],
    [{ headers: { "If-Modified-Since": modified } }, 304, null],
  ];
  for (const [init, status, last] of asked) {
    const answer = await get("/f.txt", init);
    assert(answer.headers.has("ETag"), String(status));
    assertEquals(await told(answer, "Accept-Ranges", "Last-Modified"), [status, "bytes", last]);
  }
});

Deno.test("staticFile: CC11 a date that has not come yet is ignored, and the date that was sent is not", async () => {
  const future = new Date(Date.now() + 60_000);
  const files = memoryFiles({ "/f.txt": "x" }, { modified: future });
  const { get } = served(undefined, { files });
  const sent = (await get("/f.txt")).headers.get("Last-Modified")!;
  assert(Date.parse(sent) <= Date.now());
  assertEquals(await told(await get("/f.txt", { headers: { "If-Modified-Since": sent } })), [304]);
  const later = { "If-Modified-Since": future.toUTCString() };
  assertEquals(await told(await served().get("/f.txt", { headers: later })), [200]);
});

Deno.test("staticFile: C3 a cleared map has only what was added", async () => {
  const add = [{ fileExtension: ".unknownext", mimeType: "x/y" }];
  const { get } = served(staticFile({ mimeMap: { clear: true, add } }));
  assertEquals(await told(await get("/f.unknownext"), "Content-Type"), [200, "x/y"]);
  assertEquals(await told(await get("/f.txt")), [404]);
});

Deno.test("staticFile: a map of one's own counts before the built-in one; '.' and '.*' are for the rest", async () => {
  const files = memoryFiles({ "/a.TXT": "a", "/LICENSE": "b", "/c.d": "c", "/.env": "secret" });
  const text = (fileExtension: string, mimeType: string) => ({ fileExtension, mimeType });
  const { get } = served(staticFile({ mimeMap: [text(".txt", "a/a"), text(".", "b/b")] }), {
    files,
  });
  assertEquals(await told(await get("/a.TXT"), "Content-Type"), [200, "a/a"]);
  assertEquals(await told(await get("/LICENSE"), "Content-Type"), [200, "b/b"]);
  assertEquals(await told(await get("/.env")), [404]);
  const all = served(staticFile({ mimeMap: [text(".*", "x/x")] }), { files });
  assertEquals(await told(await all.get("/c.d"), "Content-Type"), [200, "x/x"]);
});

Deno.test("staticFile: 404.3 tells its sub-status to the log", async () => {
  const seen: unknown[] = [];
  const log = {
    name: "Log",
    onLogRequest: (context: { getResponse(): { getStatus(): { subStatus: number } } }) =>
      void seen.push(context.getResponse().getStatus().subStatus),
  };
  await told(await served([staticFile(), log]).get("/f.unknownext"));
  await told(await served([staticFile(), log]).get("/dir/"));
  assertEquals(seen, [3, 14]);
});

Deno.test("staticFile: MH37 other methods get 405 with what is allowed; OPTIONS tells it", async () => {
  const { get } = served();
  const allowed = "GET, HEAD, OPTIONS, TRACE";
  for (const method of ["PUT", "DELETE", "POST", "PATCH"]) {
    assertEquals(await told(await get("/f.txt", { method }), "Allow"), [405, allowed]);
  }
  const options = await get("/f.txt", { method: "OPTIONS" });
  assertEquals(await told(options, "Allow", "Public"), [200, allowed, allowed]);
});

Deno.test("staticFile: the client's favourite sibling; its parts are parts of the compressed bytes", async () => {
  const br = new Uint8Array([1, 2, 3, 4]);
  const files = memoryFiles({ ...FILES, "/big.txt.br": br });
  const { get } = served(undefined, { files });
  const ask = (coding: string, more = {}) =>
    get("/big.txt", { headers: { "Accept-Encoding": coding, ...more } });
  assertEquals(await told(await ask("gzip, br"), "Content-Encoding"), [200, "br"]);
  assertEquals(await told(await ask("gzip, br;q=0.5"), "Content-Encoding"), [200, "gzip"]);
  assertEquals(await told(await ask("zstd"), "Content-Encoding"), [200, null]);
  const part = await ask("br", { Range: "bytes=1-2" });
  assertEquals([part.status, part.headers.get("Content-Range")], [206, "bytes 1-2/4"]);
  assertEquals(new Uint8Array(await part.arrayBuffer()), br.subarray(1, 3));
  const tag = (await ask("br")).headers.get("ETag")!;
  assertMatch(tag, /-br"$/);
  assertEquals(await told(await ask("br", { "If-None-Match": tag }), "Vary"), [
    304,
    "Accept-Encoding",
  ]);
  const plain = served(staticFile({ precompressed: false }), { files });
  const off = await plain.get("/big.txt", { headers: { "Accept-Encoding": "br" } });
  assertEquals(await told(off, "Content-Encoding", "Vary"), [200, null, null]);
});

Deno.test("staticFile: an app has what is no file, and directories; files are sent before it is asked", async () => {
  const app = new Hono();
  app.get("*", (c) => c.text(`app ${c.req.path}`));
  const { text } = served(undefined, { app });
  assertEquals(await text("/missing"), "app /missing");
  assertEquals(await text("/dir/"), "app /dir/");
  assertEquals(await text("/dir"), "app /dir");
  assertEquals(await text("/f.txt"), BODY);
});

Deno.test("staticFile: alone in a Hono app", async () => {
  const app = new Hono();
  app.use(pipeline(staticFile(), { files: memoryFiles(FILES) }));
  app.get("/api", (c) => c.text("api"));
  assertEquals(await (await app.request("/f.txt")).text(), BODY);
  assertEquals(await (await app.request("/api")).text(), "api");
  assertEquals((await app.request("/missing")).status, 404);
  assertEquals(await told(await app.request("/dir"), "Location"), [301, "http://localhost/dir/"]);
});

Deno.test("staticFile: If-Modified-Since in each form of a date", async () => {
  const { get } = served();
  for (
    const date of [
      CHANGED.toUTCString(),
      "Wednesday, 04-Mar-26 05:06:07 GMT",
      "Wed Mar  4 05:06:07 2026",
    ]
  ) {
    assertEquals(await told(await get("/f.txt", { headers: { "If-Modified-Since": date } })), [
      304,
    ]);
  }
});
