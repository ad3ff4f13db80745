// Are fragments kept and sent? AddFragmentToCache, ReadFragmentFromCache, RemoveFragmentFromCache, and chunks that name one.
import { Hono } from "hono";
import {
  CGlobalModule,
  defineModule,
  type HTTP_BYTE_RANGE,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromFragmentCache,
  HttpDataChunkFromFragmentCacheEx,
  type IHttpContext,
  type IHttpServer3,
  type PFN_REGISTERMODULE,
  pipeline,
} from "../../mod.ts";
import { FRAGMENT_BYTES, FragmentCache } from "../../src/cache/fragment-cache.ts";
import { assertEquals } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { code, turn } from "./_notes.ts";
import { memory, write } from "./_response.ts";

const fragment = (fragmentName: string, byteRange?: HTTP_BYTE_RANGE) =>
  ({ dataChunkType: HttpDataChunkFromFragmentCacheEx, fragmentName, byteRange }) as const;
const read = (server: IHttpServer3, name: string, size = 20): string => {
  const buffer = new Uint8Array(size);
  const { hr, bytesCopied } = server.readFragmentFromCache(name, buffer);
  return `${code(hr)} ${bytesCopied} ${new TextDecoder().decode(buffer.subarray(0, bytesCopied))}`;
};

/** A house whose handler does one thing, and a cache with the fragment "greeting". */
function serving(act: (context: IHttpContext) => unknown): House {
  const made = house(defineModule({
    async onExecuteRequestHandler(context) {
      await act(context);
      return undefined;
    },
  }));
  made.server.httpServer.addFragmentToCache(memory("Hello World!")[0], "greeting");
  return made;
}

// @see ihttpserver-addfragmenttocache-method, ihttpserver-readfragmentfromcache-method
Deno.test("AddFragmentToCache: keeps a copy, which ReadFragmentFromCache gives", () => {
  const { httpServer } = house([]).server;
  const bytes = new TextEncoder().encode("first");
  assertEquals(httpServer.addFragmentToCache(memory(bytes)[0], "f"), 0);
  bytes.fill(0);
  assertEquals(read(httpServer, "f"), "0x00000000 5 first");
  httpServer.addFragmentToCache(memory("second")[0], "f");
  assertEquals(read(httpServer, "f"), "0x00000000 6 second");
});

// @see ihttpserver-readfragmentfromcache-method
Deno.test("ReadFragmentFromCache: a small buffer stays as it is, and the size wished for is told", () => {
  const { httpServer } = serving(() => {}).server;
  const buffer = new Uint8Array(5);
  const { hr, bytesCopied } = httpServer.readFragmentFromCache("greeting", buffer);
  assertEquals([code(hr), bytesCopied, [...buffer]], ["0x8007007A", 12, [0, 0, 0, 0, 0]]);
});

// @see ihttpserver-readfragmentfromcache-method, ihttpserver-removefragmentfromcache-method
Deno.test("Fragments: one that is not there is PATH_NOT_FOUND to read, FILE_NOT_FOUND to remove", () => {
  const { httpServer } = serving(() => {}).server;
  assertEquals(httpServer.removeFragmentFromCache("greeting"), 0);
  assertEquals(code(httpServer.removeFragmentFromCache("greeting")), "0x80070002");
  assertEquals(read(httpServer, "greeting"), "0x80070003 0 ");
});

// @see ihttpserver-addfragmenttocache-method
Deno.test("AddFragmentToCache: refuses an empty name, another fragment and a stream", () => {
  const { httpServer } = house([]).server;
  const stream = new Blob(["x"]).stream();
  const streamed = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle: stream } as const;
  const results = [
    httpServer.addFragmentToCache(memory("x")[0], ""),
    httpServer.addFragmentToCache(fragment("greeting"), "copy"),
    httpServer.addFragmentToCache(streamed, "stream"),
  ];
  assertEquals(results.map(code), ["0x80070057", "0x80070057", "0x80070057"]);
});

// @see ihttpserver-addfragmenttocache-method
Deno.test("AddFragmentToCache: a Blob can be sent at once, and read when its bytes have come", async () => {
  const { text, server } = serving((context) =>
    context.getResponse().writeEntityChunks([fragment("blob")], true, false)
  );
  const chunk = {
    dataChunkType: HttpDataChunkFromFileHandle,
    fileHandle: new Blob(["0123456789"]),
    byteRange: { startingOffset: 2, length: 5 },
  } as const;
  assertEquals(server.httpServer.addFragmentToCache(chunk, "blob"), 0);
  assertEquals(read(server.httpServer, "blob"), "0x800703E5 0 ");
  assertEquals(await text(), "23456");
  await turn();
  assertEquals(read(server.httpServer, "blob"), "0x00000000 5 23456");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("WriteEntityChunks: a fragment is sent, whole or in part, among other chunks", async () => {
  const { get } = serving((context) => {
    const chunks = [
      ...memory("<"),
      fragment("greeting", { startingOffset: 6, length: 5 }),
      fragment("greeting", { startingOffset: 11, length: -1 }),
      ...memory("> "),
      { dataChunkType: HttpDataChunkFromFragmentCache, fragmentName: "greeting" } as const,
    ];
    context.getResponse().writeEntityChunks(chunks, true, false);
  });
  const response = await get();
  assertEquals(response.headers.get("Content-Length") ?? "21", "21");
  assertEquals(await response.text(), "<World!> Hello World!");
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("WriteEntityChunkByReference: takes a fragment at a place", async () => {
  const { text } = serving((context) => {
    write(context, "behind");
    context.getResponse().writeEntityChunkByReference(fragment("greeting"), 0);
  });
  assertEquals(await text(), "Hello World!behind");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("WriteEntityChunks: a fragment that is not there, or a range that is none, takes nothing", async () => {
  const seen: string[] = [];
  const { text } = serving((context) => {
    for (
      const bad of [
        fragment("unknown"),
        fragment("greeting", { startingOffset: 13, length: 1 }),
        fragment("greeting", { startingOffset: -1, length: 1 }),
      ]
    ) {
      const chunks = [...memory("dropped"), bad];
      seen.push(code(context.getResponse().writeEntityChunks(chunks, true, false).hr));
    }
    write(context, "kept");
  });
  assertEquals(await text(), "kept");
  assertEquals(seen, ["0x80070003", "0x80070057", "0x80070057"]);
});

// @see ihttpserver-removefragmentfromcache-method
Deno.test("Fragments: what was written stays, whatever becomes of the fragment", async () => {
  const { text, server } = serving((context) => {
    context.getResponse().writeEntityChunks([fragment("greeting")], true, true);
    server.httpServer.removeFragmentFromCache("greeting");
  });
  assertEquals(await text(), "Hello World!");
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("Fragments: one put into the raw response is exchanged when it is sent", async () => {
  const { text } = serving((context) =>
    context.getResponse().getRawHttpResponse().entityChunks.push(fragment("greeting"))
  );
  assertEquals(await text(), "Hello World!");
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("Fragments: one in the raw response that is gone breaks the transfer", async () => {
  const { get } = serving((context) => {
    write(context, "half");
    context.getResponse().getRawHttpResponse().entityChunks.push(fragment("gone"));
  });
  const outcome = await (await get()).text().then(() => "whole", () => "broken");
  assertEquals(outcome, "broken");
});

// @see ihttpserver-addfragmenttocache-method
Deno.test("Fragments: what no longer fits drives out the one unused longest, and too much is refused", () => {
  const cache = new FragmentCache(3000);
  const add = (name: string, size: number): number => cache.add(memory("x".repeat(size))[0], name);
  for (const name of ["a", "b", "c"]) assertEquals(add(name, 600), 0);
  cache.find("a");
  assertEquals(add("d", 600), 0);
  assertEquals(["a", "b", "c", "d"].filter((name) => cache.find(name) !== null), ["a", "c", "d"]);
  assertEquals(code(add("e", 3000)), "0x80070008");
  assertEquals(FRAGMENT_BYTES, 16 * 1024 * 1024);
});

// @see ihttpserver-addfragmenttocache-method
Deno.test("Fragments: pipelines inside Hono share those of their site; another server has its own", () => {
  const servers: IHttpServer3[] = [];
  const taking: PFN_REGISTERMODULE = (_version, info, server) => {
    servers.push(server);
    return info.setGlobalNotifications(new CGlobalModule(), 0);
  };
  const hono = new Hono();
  hono.use("/a", pipeline(taking));
  hono.use("/b", pipeline(taking));
  house(taking);
  const [a, b, other] = servers;
  a.addFragmentToCache(memory("shared")[0], "fragment of pipelines");
  const name = "fragment of pipelines";
  assertEquals([read(b, name), read(other, name)], ["0x00000000 6 shared", "0x80070003 0 "]);
  assertEquals(b.removeFragmentFromCache(name), 0);
});
