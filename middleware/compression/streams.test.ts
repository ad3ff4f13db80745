// How does a body become shorter? On its way: each flush can be read at once, event streams stay live.
import { createWebServer, type ModuleInput, type WebServerOptions } from "../../mod.ts";
import { assert, assertEquals } from "../../tests/_assert.ts";
import { sleep } from "../../tests/_waits.ts";
import { handler, transferEnd, within, write } from "../../tests/conformance/_response.ts";
import { compression } from "./index.ts";

/** A client that decodes what comes, as it comes. */
async function live(
  modules: ModuleInput,
  coding: "gzip" | "brotli" | "deflate",
  options: Omit<WebServerOptions, "modules"> = {},
): Promise<{ next(): Promise<string | undefined>; headers: Headers; leave(): Promise<void> }> {
  const server = createWebServer({ ...options, modules: [compression(), modules] });
  const name = coding === "brotli" ? "br" : coding;
  const headers = { "Accept-Encoding": name };
  const response = await server.fetch(new Request("http://localhost/", { headers }));
  assertEquals(response.headers.get("Content-Encoding"), name);
  const decoder = new DecompressionStream(coding as CompressionFormat);
  response.body!.pipeTo(decoder.writable as WritableStream<Uint8Array>).catch(() => {});
  const reader = decoder.readable.getReader();
  const utf8 = new TextDecoder();
  return {
    headers: response.headers,
    next: async () => {
      const { done, value } = await within(reader.read());
      return done ? undefined : utf8.decode(value);
    },
    leave: () => reader.cancel(),
  };
}

for (const coding of ["gzip", "deflate", "brotli"] as const) {
  Deno.test(`compression: a flush of ${coding} can be read before more is written`, async () => {
    const { next } = await live(
      handler(async (context) => {
        const response = context.getResponse();
        response.setHeader("Content-Type", "text/plain", true);
        for (const part of ["one ", "two ", "three"]) {
          write(context, part);
          await response.flush(false, true);
          await sleep(30);
        }
      }),
      coding,
    );
    assertEquals([await next(), await next(), await next()], ["one ", "two ", "three"]);
    assertEquals(await next(), undefined);
  });
}

/** An app that sends an event whenever it is told to. */
function events(): {
  app: { fetch(): Response };
  send(text: string): void;
  cancelled: () => boolean;
} {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let gone = false;
  const body = new ReadableStream<Uint8Array>({
    start: (c) => void (controller = c),
    cancel: () => void (gone = true),
  });
  const headers = { "Content-Type": "text/event-stream" };
  return {
    app: { fetch: () => new Response(body, { headers }) },
    send: (text) => controller.enqueue(new TextEncoder().encode(text)),
    cancelled: () => gone,
  };
}

Deno.test("compression: each event of a stream can be read before there is another one", async () => {
  const { app, send } = events();
  const client = live([], "gzip", { app });
  send("data: 0\n\n");
  const { next } = await client;
  assertEquals(await next(), "data: 0\n\n");
  for (let i = 1; i <= 10; i++) {
    send(`data: ${i}\n\n`);
    assertEquals(await next(), `data: ${i}\n\n`);
  }
});

Deno.test("compression: a client that leaves a compressed stream ends it", async () => {
  const { app, send, cancelled } = events();
  const end = transferEnd();
  const client = live(end.module, "brotli", { app });
  send("data: 0\n\n");
  const { next, leave } = await client;
  await next();
  await leave();
  assertEquals((await within(end.ended)).outcome, "client-gone");
  assert(cancelled());
});

Deno.test("compression: a stream that breaks is broken for the client, too", async () => {
  let fail: (error: Error) => void;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("part"));
      fail = (error) => controller.error(error);
    },
  });
  const app = { fetch: () => new Response(body, { headers: { "Content-Type": "text/plain" } }) };
  const { next } = await live([], "gzip", { app });
  assertEquals(await next(), "part");
  fail!(new Error("broken"));
  let ended = false;
  await next().then((value) => ended = value === undefined, () => {});
  assertEquals(ended, false);
});

Deno.test("compression: five megabytes in many pieces arrive whole", async () => {
  const piece = new TextEncoder().encode("piece of text ".repeat(500));
  let left = 750;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
  const app = { fetch: () => new Response(body, { headers: { "Content-Type": "text/plain" } }) };
  const { next } = await live([], "gzip", { app });
  let size = 0;
  for (let text = await next(); text !== undefined; text = await next()) size += text.length;
  assertEquals(size, 750 * piece.byteLength);
});

Deno.test("compression: without a zlib, as on Workers without nodejs_compat, whole bodies are compressed and streams stay live", async () => {
  const program = `
    process.getBuiltinModule = () => undefined;
    const { createWebServer } = await import("@sluice/sluice");
    const { compression } = await import("@sluice/sluice/compression");
    const type = { "Content-Type": "text/plain" };
    const bodies = {
      "/whole": () => "whole ".repeat(500),
      "/live": () => new ReadableStream({ start: (s) => s.enqueue(new TextEncoder().encode("live")) }),
    };
    const app = { fetch: ({ url }) => new Response(bodies[new URL(url).pathname](), { headers: type }) };
    const server = createWebServer({ modules: [compression()], app });
    for (const path of ["/whole", "/live"]) {
      const headers = { "Accept-Encoding": "br, gzip" };
      const { headers: said, body } = await server.fetch(new Request("http://localhost" + path, { headers }));
      const { value } = await body.getReader().read();
      console.log(said.get("Content-Encoding"), said.get("Vary"), value.length < 100);
    }
    Deno.exit();`;
  const args = ["eval", "--ext=js", program];
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const said = new TextDecoder().decode(stdout).trim().split("\n");
  const wished = ["gzip Accept-Encoding true", "null Accept-Encoding true"];
  assertEquals(said, wished, new TextDecoder().decode(stderr));
});
