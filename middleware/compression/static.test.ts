// How does a body become shorter? Files: copies are made once, for those that many ask for, and kept.
import {
  createWebServer,
  defineModule,
  type FileDriver,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  memoryFiles,
} from "../../mod.ts";
import { assert, assertEquals, assertLess } from "../../tests/_assert.ts";
import { handler } from "../../tests/conformance/_response.ts";
import { locate } from "../_shared/request-file.ts";
import { decoded } from "./_decode.ts";
import { type Compression, compression } from "./index.ts";

const TEXT = "a line of text\n".repeat(400);
const FILES = { "/a.txt": TEXT, "/small.txt": "x".repeat(2000), "/noise.txt": noise() };

function noise(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(5000));
}

/** Sends the file of the request, as StaticFileModule does. */
const sender = handler(async (context) => {
  const response = context.getResponse();
  const file = await locate(context);
  if (file === null) return;
  const buffer = file.getFileBuffer();
  response.setHeader("Content-Type", "text/plain", true);
  response.setHeader("ETag", file.getETag(), true);
  response.setHeader("Accept-Ranges", "bytes", true);
  response.writeEntityChunkByReference(
    buffer !== null ? { dataChunkType: HttpDataChunkFromMemory, buffer } : {
      dataChunkType: HttpDataChunkFromFileHandle,
      fileHandle: file.getFileHandle()!,
    },
  );
});

function site(options: Compression, files: FileDriver = memoryFiles(FILES)) {
  const server = createWebServer({ modules: [compression(options), sender], files });
  const headers = { "Accept-Encoding": "gzip" };
  return async (path: string, method = "GET") =>
    await decoded(await server.fetch(new Request(`http://localhost${path}`, { headers, method })));
}

const STATIC: Compression = { doDynamicCompression: false };

Deno.test("compression: a file is compressed when it was asked for twice in ten seconds", async () => {
  const get = site(STATIC);
  assertEquals((await get("/a.txt")).coding, null);
  const second = await get("/a.txt");
  assertEquals([second.coding, second.text], ["gzip", TEXT]);
  assertEquals(second.headers.get("Content-Length"), String(second.size));
  assertEquals(second.headers.get("Accept-Ranges"), null);
  assert(second.headers.get("ETag")!.startsWith('W/"'));
});

Deno.test("compression: until then a file is compressed on its way, if other bodies are", async () => {
  const get = site({ scheme: [{ name: "gzip", staticCompressionLevel: 10 }] });
  const first = await get("/a.txt");
  assertEquals([first.coding, first.text], ["gzip", TEXT]);
  assertLess((await get("/a.txt")).size, first.size);
});

Deno.test("compression: staticCompressionIgnoreHitFrequency, minFileSizeForComp, doStaticCompression", async () => {
  const get = site({ ...STATIC, staticCompressionIgnoreHitFrequency: true });
  assertEquals((await get("/a.txt")).coding, "gzip");
  assertEquals((await get("/small.txt")).coding, null);
  const all = { ...STATIC, staticCompressionIgnoreHitFrequency: true, minFileSizeForComp: 100 };
  assertEquals((await site(all)("/small.txt")).coding, "gzip");
  assertEquals((await site({ ...all, doStaticCompression: false })("/a.txt")).coding, null);
  const zero = { ...all, scheme: [{ name: "gzip", staticCompressionLevel: 0 }] } as const;
  assertEquals((await site(zero)("/a.txt")).coding, null);
});

Deno.test("compression: a file that does not become shorter is sent as it is, and not tried again", async () => {
  const get = site({ staticCompressionIgnoreHitFrequency: true });
  for (let i = 0; i < 2; i++) {
    const { coding, size, headers } = await get("/noise.txt");
    assertEquals([coding, size, headers.get("Vary")], [null, 5000, "Accept-Encoding"]);
  }
});

Deno.test("compression: HEAD has the length of the copy", async () => {
  const get = site({ ...STATIC, staticCompressionIgnoreHitFrequency: true });
  const { size } = await get("/a.txt");
  const head = await get("/a.txt", "HEAD");
  assertEquals(head.headers.get("Content-Length"), String(size));
});

/** A file that counts how often it is read. */
class Counted extends Blob {
  static reads = 0;

  override arrayBuffer(): Promise<ArrayBuffer> {
    Counted.reads++;
    return super.arrayBuffer();
  }
}

/** A driver that has to be waited for. */
const SLOW: FileDriver = {
  async stat(path) {
    await Promise.resolve();
    if (path !== "/a.txt") return null;
    return { size: TEXT.length, modified: new Date(0), directory: false };
  },
  open: (path) => Promise.resolve(path === "/a.txt" ? new Counted([TEXT]) : null),
  list: () => null,
};

Deno.test("compression: a file on a disk is read once, for all that wait for its copy", async () => {
  const get = site({ ...STATIC, staticCompressionIgnoreHitFrequency: true }, SLOW);
  const all = await Promise.all(Array.from({ length: 20 }, () => get("/a.txt")));
  const seen = new Set(all.map(({ coding, text }) => `${coding} ${text === TEXT}`));
  assertEquals([...seen], ["gzip true"]);
  await get("/a.txt");
  assertEquals(Counted.reads, 1);
});

Deno.test("compression: copies that do not fit leave, the one unused longest first", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`/${i}.txt`, crypto.randomUUID().repeat(1000)]),
  );
  const get = site({
    ...STATIC,
    staticCompressionIgnoreHitFrequency: true,
    maxDiskSpaceUsage: 0,
  }, memoryFiles(many));
  for (let i = 0; i < 40; i++) {
    const { coding, text } = await get(`/${i}.txt`);
    assertEquals([coding, text], ["gzip", many[`/${i}.txt`]]);
  }
});

Deno.test("compression: with dynamicCompressionBeforeCache a cache sees copies of files, and other bodies compressed", async () => {
  const seen: (string | null)[] = [];
  const options = { dynamicCompressionBeforeCache: true, minFileSizeForComp: 100 };
  const modules = [
    compression(options),
    sender,
    defineModule({
      name: "Cache",
      onUpdateRequestCache(context) {
        const response = context.getResponse();
        seen.push(response.getHeader("Content-Encoding"), response.getHeader("ETag"));
      },
    }),
  ];
  let reads = 0;
  const memory = memoryFiles(FILES);
  const files: FileDriver = {
    stat: (path) => memory.stat(path),
    list: (path) => memory.list(path),
    open: (path) => {
      const bytes = memory.open(path);
      const stream = () => (reads++, new Blob([bytes as BlobPart]).stream());
      return bytes && Object.assign(new Blob([bytes as BlobPart]), {
        stream,
        arrayBuffer: () => new Response(stream()).arrayBuffer(),
      });
    },
  };
  const server = createWebServer({ modules, files });
  const headers = { "Accept-Encoding": "gzip" };
  for (let i = 0; i < 4; i++) {
    const answer = await decoded(
      await server.fetch(new Request("http://localhost/small.txt", { headers })),
    );
    assertEquals([answer.coding, answer.text], ["gzip", FILES["/small.txt"]]);
    assertEquals(answer.headers.get("Content-Length"), String(answer.size));
  }
  assertEquals(seen.filter((_, index) => index % 2 === 0), Array(4).fill("gzip"));
  assert(seen[1]!.startsWith('W/"'));
  // The first is compressed on its way, the second makes the copy, which is all that the others need.
  assertEquals(reads, 2);
});
