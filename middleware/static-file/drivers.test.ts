// How does a file come to the client? The same from a disk, from the assets of a Worker, and behind a handler entry.
import { assetFiles, createWebServer, denoFiles, type FileDriver, nodeFiles } from "../../mod.ts";
import { assert, assertEquals, assertMatch } from "../../tests/_assert.ts";
import { BODY, gzip, served, told } from "./_site.ts";
import { staticFile } from "./index.ts";

for (const [name, driver] of Object.entries({ denoFiles, nodeFiles })) {
  Deno.test(`staticFile: ${name}: whole, in parts, compressed, and not sent again`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "sluice-static-" });
    try {
      for (
        const [path, content] of Object.entries({ "/f.txt": BODY, "/big.txt": BODY.repeat(9) })
      ) {
        await Deno.writeTextFile(folder + path, content);
      }
      const compressed = await gzip(BODY.repeat(9));
      await Deno.writeFile(`${folder}/big.txt.gz`, compressed);
      await sameAnswers(driver(folder), compressed);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

async function sameAnswers(files: FileDriver, compressed: Uint8Array): Promise<void> {
  const { get } = served(undefined, { files });
  const whole = await get("/f.txt");
  assertEquals([whole.headers.get("Content-Length"), await whole.text()], ["1000", BODY]);
  const parts = await get("/f.txt", { headers: { Range: "bytes=0-9,-5" } });
  const text = await parts.text();
  assertEquals(parts.headers.get("Content-Length"), String(text.length));
  assert(text.includes("\r\n\r\n0123456789\r\n--") && text.includes("\r\n\r\n56789\r\n--"));
  const tag = whole.headers.get("ETag")!;
  assertEquals(await told(await get("/f.txt", { headers: { "If-None-Match": tag } })), [304]);
  const big = await get("/big.txt", { headers: { "Accept-Encoding": "gzip" } });
  assertEquals(big.headers.get("Content-Encoding"), "gzip");
  assertEquals(new Uint8Array(await big.arrayBuffer()), compressed);
}

Deno.test("staticFile: the static assets of a Worker", async () => {
  const binding = {
    fetch(request: Request): Promise<Response> {
      const body = new URL(request.url).pathname === "/f.txt" ? BODY : null;
      if (body === null) return Promise.resolve(new Response(null, { status: 404 }));
      const headers = { ETag: '"asset"', "Content-Length": String(body.length) };
      return Promise.resolve(new Response(request.method === "HEAD" ? null : body, { headers }));
    },
  };
  const { get } = served(undefined, { files: assetFiles(binding) });
  const part = await get("/f.txt", { headers: { Range: "bytes=990-", "If-Range": '"asset"' } });
  assertEquals([part.status, part.headers.get("ETag"), await part.text()], [
    206,
    '"asset"',
    "0123456789",
  ]);
  assertEquals(await told(await get("/f.txt", { headers: { "If-None-Match": '"asset"' } })), [304]);
  assertEquals(await told(await get("/missing.txt")), [404]);
});

Deno.test("staticFile: behind a handler entry, with and without a resourceType", async () => {
  const folder = await Deno.makeTempDir({ prefix: "sluice-static-" });
  try {
    await Deno.writeTextFile(`${folder}/f.txt`, BODY);
    for (
      const more of [{}, { resourceType: "Either" as const }, { resourceType: "File" as const }]
    ) {
      const handlers = [{ name: "S", path: "*", verb: "*", modules: "StaticFileModule", ...more }];
      const { get } = served(undefined, { handlers, files: denoFiles(folder) });
      assertEquals(await (await get("/f.txt")).text(), BODY);
      assertEquals(await told(await get("/none.txt")), [404]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("staticFile: without files it says so, once", async () => {
  const said: unknown[] = [];
  const warn = console.warn;
  console.warn = (message: unknown) => void said.push(message);
  try {
    const server = createWebServer({ modules: staticFile() });
    for (let n = 0; n < 2; n++) await told(await server.fetch(new Request("http://localhost/a")));
  } finally {
    console.warn = warn;
  }
  assertEquals(said.length, 1);
  assertMatch(String(said[0]), /^staticFile \(StaticFileModule\): the server has no files/);
});
