// Promise 8: what does a decompression bomb do? Nothing in Sluice unpacks what it is sent; a filter that does is asked as it is read.
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { defineModule, type IHttpContext4, memoryFiles, type ModuleInput } from "../../mod.ts";
import { house } from "../../testing.ts";
import { compression } from "../../middleware/compression/index.ts";
import { httpCache } from "../../middleware/http-cache/index.ts";
import { requestFiltering } from "../../middleware/request-filtering/index.ts";
import { rewrite } from "../../middleware/rewrite/index.ts";
import { session } from "../../middleware/session/index.ts";
import { staticFile } from "../../middleware/static-file/index.ts";
import { assert, assertEquals, assertLess, assertLessOrEqual } from "../_assert.ts";
import { turn, within } from "../conformance/_notes.ts";

const MIB = 1_048_576;
/** What a client would have if it unpacked a bomb. */
const UNPACKED = new Uint8Array(32 * MIB);

const BOMBS: Record<string, Uint8Array<ArrayBuffer>> = {
  gzip: new Uint8Array(gzipSync(UNPACKED)),
  deflate: new Uint8Array(deflateSync(UNPACKED)),
  br: new Uint8Array(brotliCompressSync(UNPACKED)),
  zstd: new Uint8Array(zstdCompressSync(UNPACKED)),
};

/** Whatever has to do with bodies, but for what cannot be applied to packed ones. */
const modules: ModuleInput[] = [requestFiltering(), httpCache(), session(), compression()];

const post = (coding: string): RequestInit => ({
  method: "POST",
  body: BOMBS[coding],
  headers: { "Content-Encoding": coding },
});

/** How many bytes a request has, and whether they are the bomb's. */
async function taken(request: Request, bomb: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return `${bytes.length} ${bytes.every((byte, at) => byte === bomb[at])}`;
}

for (const [coding, bomb] of Object.entries(BOMBS)) {
  Deno.test(`Promise 8, a bomb of ${coding} in a request: the app gets it as it was sent`, async () => {
    const app = { fetch: async (request: Request) => new Response(await taken(request, bomb)) };
    const { text } = house(modules, { app });
    assertEquals(await text("/", post(coding)), `${bomb.length} true`);
  });

  Deno.test(`Promise 8, a bomb of ${coding} in a request: a module reads it as it was sent, and a limit counts that`, async () => {
    let read = 0;
    const reader = defineModule({
      name: "Reader",
      async onBeginRequest(context: IHttpContext4) {
        const buffer = new Uint8Array(65_536);
        for (let hr = 0; hr >= 0;) {
          const got = await context.getRequest().readEntityBody(buffer, false);
          ({ hr } = got);
          read += got.bytesReceived;
        }
      },
    });
    const { get } = house([...modules, reader], { limits: { maxEntityBytes: bomb.length } });
    await (await get("/", post(coding))).body?.cancel();
    assertEquals(read, bomb.length);
    const strict = house([...modules, reader], { limits: { maxEntityBytes: bomb.length - 1 } });
    assertEquals((await strict.get("/", post(coding))).status, 413);
  });

  Deno.test(`Promise 8, a bomb of ${coding} in an answer: it leaves as it is, from the cache, too`, async () => {
    const headers = { "Content-Encoding": coding, "Cache-Control": "max-age=60" };
    const { get } = house(modules, { app: { fetch: () => new Response(bomb, { headers }) } });
    for (const age of [null, "0"]) {
      const answer = await get("/", { headers: { "Accept-Encoding": "gzip, br" } });
      assertEquals([answer.headers.get("Content-Encoding"), answer.headers.get("Age")], [
        coding,
        age,
      ]);
      assertEquals(new Uint8Array(await answer.arrayBuffer()).length, bomb.length);
    }
  });

  Deno.test(`Promise 8, a bomb of ${coding} that outbound rules would have to read: 500.52, and nobody reads it`, async () => {
    let pulled = 0;
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull: (out) =>
          ++pulled > bomb.length / 1_024 ? out.close() : out.enqueue(bomb.slice(0, 1_024)),
      }, { highWaterMark: 0 });
    const rules = [{ match: { pattern: "a" }, action: { type: "Rewrite" as const, value: "b" } }];
    const headers = { "Content-Encoding": coding, "Content-Type": "text/html" };
    const { get } = house(rewrite({ outboundRules: { rules } }), {
      app: { fetch: () => new Response(body(), { headers }) },
    });
    const answer = await get();
    assertEquals(answer.status, 500);
    assertLess((await answer.text()).length, 1_000);
    assertLessOrEqual(pulled, 1);
  });
}

Deno.test("Promise 8, a bomb beside a file: it leaves as it is, and only to who asks for it", async () => {
  const text = "text ".repeat(bombSize());
  const files = memoryFiles({ "/f.txt": text, "/f.txt.gz": BOMBS.gzip });
  const { get } = house([compression(), staticFile()], { files });
  const packed = await get("/f.txt", { headers: { "Accept-Encoding": "gzip" } });
  assertEquals(packed.headers.get("Content-Encoding"), "gzip");
  assertEquals((await packed.arrayBuffer()).byteLength, BOMBS.gzip.length);
  assertEquals((await (await get("/f.txt")).text()).length, text.length);
});

/** A sibling is taken only if it is shorter. */
function bombSize(): number {
  return Math.ceil(BOMBS.gzip.length / 4);
}

/** Bytes of a packed piece: it becomes a megabyte. */
const PIECE = 1_024;

for (const format of ["gzip", "deflate"] as const) {
  Deno.test(`Promise 8, a filter that unpacks ${format}: no more is unpacked than is read, and four more of a MiB each`, async () => {
    const bomb = BOMBS[format];
    let packed = 0;
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull(out) {
          if (packed >= bomb.length) return out.close();
          out.enqueue(bomb.slice(packed, packed += PIECE));
        },
      }, { highWaterMark: 0 });
    const unpacking = defineModule({
      name: "Unpacking",
      onBeginRequest: (context: IHttpContext4) =>
        void context.getResponse().addBodyFilter(new DecompressionStream(format)),
    });
    const { get } = house(unpacking, { app: { fetch: () => new Response(body()) } });
    const reader = (await within(get(), "the head")).body!.getReader();
    let read = 0;
    while (read < 8 * MIB) {
      const { value } = await within(reader.read(), "a piece");
      read += value!.length;
      await turn();
      const unpacked = packed / bomb.length * UNPACKED.length;
      assertLessOrEqual(unpacked - read, 4 * MIB, `${unpacked} unpacked, ${read} read`);
    }
    await reader.cancel();
    assert(packed < bomb.length, "all of it was unpacked");
  });
}
