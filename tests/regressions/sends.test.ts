// What leaves, in which order, and what is told of it? Rulings 5, 14 and 17, A-24, A-39, A-46.
import {
  defineModule,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromFragmentCacheEx,
  RQ_NOTIFICATION_FINISH_REQUEST,
} from "../../mod.ts";
import { assertEquals, assertLess } from "../_assert.ts";
import { code, house, memory, turn, within, write } from "./_kit.ts";

const FINISH = RQ_NOTIFICATION_FINISH_REQUEST;
const fileOf = (fileHandle: ReadableStream<Uint8Array>): HTTP_DATA_CHUNK => ({
  dataChunkType: HttpDataChunkFromFileHandle,
  fileHandle,
});

// Ruling 17: surplus bytes are cut. A source that never ends must not be read for ever.
Deno.test("a source that is longer than its Content-Length is cancelled once that is reached", async () => {
  let pulls = 0;
  const cancelled = Promise.withResolvers<void>();
  const source = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++pulls > 100) controller.close();
        else controller.enqueue(new Uint8Array(1000).fill(65));
      },
      cancel: () => cancelled.resolve(),
    });
  const { text } = house({
    name: "Short",
    onBeginRequest: (context) => void context.getResponse().setHeader("Content-Length", "5", true),
    onTransferEnd() {},
  }, { app: { fetch: () => new Response(source()) } });
  assertEquals(await text(), "AAAAA");
  await within(cancelled.promise, "the source's end");
  assertLess(pulls, 10);
});

// Ruling 9 and A-46: a single send has a computed length, whoever watches it.
Deno.test("onTransferEnd leaves a short answer of the app its Content-Length", async () => {
  const { get } = house({ name: "Log", onTransferEnd() {} }, {
    app: { fetch: () => new Response("hello") },
  });
  const answer = await get();
  assertEquals([answer.headers.get("Content-Length"), await answer.text()], ["5", "hello"]);
});

// the head is what stands at the start of the body; what follows stays in its order.
Deno.test("IHttpResponse.suppressHeaders keeps chunks behind a stream behind it", async () => {
  const { text } = house({
    name: "Raw",
    onBeginRequest(context) {
      const response = context.getResponse();
      response.suppressHeaders();
      const [head, tail] = memory("HTTP/1.1 200 OK\r\nX-Own: 1\r\n\r\nhead|", "|tail");
      response.writeEntityChunks([head, fileOf(new Response("stream").body!), tail], true, false);
      return FINISH;
    },
  });
  assertEquals(await text(), "head|stream|tail");
});

const holding = defineModule({ name: "Holding", onSendResponse: () => Promise.resolve() });

// Rulings 5 and 14: a promise holds that send, and calls with fAsync FALSE queue in call order.
Deno.test("IHttpResponse.flush with fAsync FALSE queues behind one that an async onSendResponse holds", async () => {
  const { seen, text } = house((seen) => [
    holding,
    defineModule({
      name: "Flushing",
      async onBeginRequest(context) {
        const response = context.getResponse();
        const flushes = ["a", "b"].map((text) => {
          write(context, text);
          return response.flush(false, true);
        });
        const results = await Promise.all(flushes);
        seen.push(...results.map(({ hr }) => code(hr)));
        seen.push(`${results.reduce((sum, { bytesSent }) => sum + bytesSent, 0)} bytes`);
        return FINISH;
      },
    }),
  ]);
  assertEquals(await text(), "ab");
  assertEquals(seen, ["0x00000000", "0x00000000", "2 bytes"]);
});

// The handler is held by its own await: only who has just called can be the caller of the next.
Deno.test("IHttpResponse.flush with fAsync FALSE queues in one turn, also behind an await of the handler", async () => {
  const { seen, text } = house((seen) => [
    holding,
    defineModule({
      name: "Flushing",
      async onBeginRequest(context) {
        await turn();
        const response = context.getResponse();
        write(context, "a");
        const flushes = [response.flush(false, true), response.flush(false, true)];
        seen.push(...(await Promise.all(flushes)).map(({ hr }) => code(hr)));
        return FINISH;
      },
    }),
  ]);
  assertEquals(await text(), "a");
  assertEquals(seen, ["0x00000000", "0x00000000"]);
});

for (const waits of [true, false]) {
  // It would wait for itself; unawaited, each send would raise the next, and the process would do nothing else.
  Deno.test(`A-36 a flush by onSendResponse behind an await is refused, ${waits ? "" : "not "}awaited`, async () => {
    const { seen, text } = house((seen) => [
      defineModule({
        name: "Inside",
        async onSendResponse(context) {
          await null;
          const flush = context.getResponse().flush(false, true);
          if (waits) await flush;
          flush.then(({ hr }) => seen.push(code(hr)));
          if (seen.length > 9) throw new Error("no end of sends");
        },
      }),
      defineModule({
        name: "Flushing",
        async onBeginRequest(context) {
          write(context, "a");
          await context.getResponse().flush(false, true);
          write(context, "b");
          return FINISH;
        },
      }),
    ]);
    assertEquals(await within(text(), "the answer"), "ab");
    assertEquals(seen, ["0x80070001", "0x80070001"]);
  });
}

// A-36 is for a flush inside OnSendResponse; outside, a second asynchronous one is A-24.
Deno.test("IHttpResponse.flush with fAsync TRUE says ERROR_INVALID_OPERATION while a send is held", async () => {
  const { seen, text } = house((seen) => [
    holding,
    defineModule({
      name: "Flushing",
      onBeginRequest(context) {
        const response = context.getResponse();
        write(context, "a");
        response.flush(true, true, () => {}, null);
        seen.push(code(response.flush(true, true).hr));
        return FINISH;
      },
    }),
  ]);
  assertEquals(await text(), "a");
  assertEquals(seen, ["0x800710DD"]);
});

// Semantics 3.3: Set-Cookie lives among the unknown headers, so several instances survive.
Deno.test("IHttpResponse.getRawHttpResponse has each Set-Cookie apart, and each can be changed", async () => {
  const { get } = house({
    name: "Cookies",
    onBeginRequest(context) {
      const response = context.getResponse();
      for (const cookie of ["a=1", "b=2"]) response.setHeader("Set-Cookie", cookie, false);
      for (const header of response.getRawHttpResponse().headers.unknownHeaders) {
        if (header.name.toLowerCase() === "set-cookie") header.rawValue += "; Secure";
      }
      return FINISH;
    },
  });
  assertEquals((await get()).headers.getSetCookie(), ["a=1; Secure", "b=2; Secure"]);
});

// @see ihttpresponse-resetconnection-method
Deno.test('IHttpResponse.resetConnection of a HEAD request ends the transfer as "reset"', async () => {
  const { get, seen } = house((seen) =>
    defineModule({
      name: "Resetting",
      onBeginRequest(context) {
        context.getResponse().resetConnection();
        return FINISH;
      },
      onTransferEnd: (_context, { outcome }) => void seen.push(outcome),
    })
  );
  await get("/", { method: "HEAD" });
  await turn();
  assertEquals(seen, ["reset"]);
});

const ENDS = { flush: "behind the last flush", resetConnection: "behind a reset" } as const;
for (const [how, when] of Object.entries(ENDS)) {
  // What nobody will send is let go of: its cancel() may close a file.
  Deno.test(`IHttpResponse.writeEntityChunks cancels a stream that is written ${when}`, async () => {
    const cancelled = Promise.withResolvers<void>();
    const { get } = house({
      name: "Late",
      async onBeginRequest(context) {
        const response = context.getResponse();
        if (how === "flush") await response.flush(false, false);
        else response.resetConnection();
        const stream = new ReadableStream<Uint8Array>({ cancel: () => cancelled.resolve() });
        response.writeEntityChunks([fileOf(stream)], true, false);
        return FINISH;
      },
    });
    (await get()).text().catch(() => {});
    await within(cancelled.promise, "the stream's end");
  });
}

// Contract 7: an error after the head breaks the transfer, whatever is thrown, and whenever the client reads on.
Deno.test("a stream of the app that errors with undefined breaks the transfer", async () => {
  const failed = Promise.withResolvers<void>();
  let pulls = 0;
  const pull = (controller: ReadableStreamDefaultController) => {
    if (pulls++ < 2) return controller.enqueue(new Uint8Array(1));
    controller.error();
    failed.resolve();
  };
  const source = () => new ReadableStream({ pull }, { highWaterMark: 0 });
  const { get } = house({
    name: "Unbuffered",
    onBeginRequest: (context) => context.getResponse().disableBuffering(),
    onSendResponse() {},
  }, { app: { fetch: () => new Response(source()) } });
  const reader = (await get()).body!.getReader();
  for (const piece of ["first", "second"]) await within(reader.read(), `the ${piece} piece`);
  await within(failed.promise, "the error");
  await turn();
  const outcome = reader.read().then(({ done }) => done ? "whole" : "bytes", () => "broken");
  assertEquals(await within(outcome, "the end of the body"), "broken");
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("IHttpResponse: both ways to write a chunk refuse an unknown fragment with ERROR_PATH_NOT_FOUND", async () => {
  const fragment = { dataChunkType: HttpDataChunkFromFragmentCacheEx, fragmentName: "x" } as const;
  const { seen, text } = house((seen) =>
    defineModule({
      name: "Fragments",
      onBeginRequest(context) {
        const response = context.getResponse();
        seen.push(code(response.writeEntityChunks([fragment], true, true).hr));
        seen.push(code(response.writeEntityChunkByReference(fragment, 0)));
      },
    })
  );
  await text();
  assertEquals(seen, ["0x80070003", "0x80070003"]);
});
