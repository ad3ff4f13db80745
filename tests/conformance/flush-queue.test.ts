// Who waits for whom when bytes leave? Queued flushes, the moment a byte counts as sent, and answers that have no body.
import {
  defineModule,
  ERROR_NOT_ENOUGH_MEMORY,
  HRESULT_FROM_WIN32,
  HttpDataChunkFromFileHandle,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  S_OK,
} from "../../mod.ts";
import { assertEquals, assertGreater, assertRejects } from "../_assert.ts";
import { answer, begin, everything, handler, head, memory, within, write } from "./_response.ts";

// @see ihttpresponse-flush-method
Deno.test("Ruling 13 the callback form of writeEntityChunks completes even when it was done at once", async () => {
  const told: unknown[] = [];
  const mark = { mine: true };
  const { text } = await answer(defineModule({
    name: "Callback",
    onBeginRequest(context) {
      context.getResponse().writeEntityChunks(
        memory("Hello"),
        true,
        true,
        (_context, info, given) => {
          told.push(info.getCompletionBytes(), info.getCompletionStatus(), given === mark);
          return RQ_NOTIFICATION_CONTINUE;
        },
        mark,
      );
      told.push("returned");
      return RQ_NOTIFICATION_PENDING;
    },
  }));
  assertEquals([told, text], [["returned", 5, S_OK, true], "Hello"]);
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 14 flushes with async false that nobody awaits settle in call order", async () => {
  const settled: string[] = [];
  const { text } = await answer(handler((context) => {
    for (const part of ["a", "b", "c"]) {
      write(context, part);
      context.getResponse().flush(false, true).then(() => settled.push(part));
    }
  }));
  assertEquals([text, settled.join("")], ["abc", "abc"]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("Ruling 14 writes beyond responseBufferLimit outstanding are refused and take nothing", async () => {
  const outcomes: Promise<string>[] = [];
  const { text } = await answer(
    handler((context) => {
      const response = context.getResponse();
      response.disableBuffering();
      for (const part of ["aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff"]) {
        const written = response.writeEntityChunks(memory(part), false, true);
        outcomes.push(written.then(({ hr }) => hr === S_OK ? part : `refused ${hr}`));
      }
    }),
    "/",
    undefined,
    everything({ responseBufferLimit: 10 }),
  );
  const all = await within(Promise.all(outcomes));
  assertEquals(all.filter((part) => !part.startsWith("refused")).join(""), text);
  assertEquals(all.at(-1), `refused ${HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY)}`);
  assertGreater(text.length, 0);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("Ruling 14 one awaited write may be larger than responseBufferLimit", async () => {
  let hr: unknown;
  const { text } = await answer(
    handler(async (context) => {
      const written = context.getResponse().writeEntityChunks(memory("x".repeat(50)), false, true);
      hr = (await written).hr;
    }),
    "/",
    undefined,
    everything({ responseBufferLimit: 10 }),
  );
  assertEquals([hr, text.length], [S_OK, 50]);
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 15 a flush settles when its bytes were taken, so an error afterwards cannot swallow them", async () => {
  const response = await head(handler(async (context) => {
    write(context, "first");
    await context.getResponse().flush(false, true);
    context.getResponse().resetConnection();
  }));
  const reader = response.body!.getReader();
  const { value } = await within(reader.read());
  assertEquals(new TextDecoder().decode(value), "first");
  await assertRejects(() => within(reader.read()));
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 15 a flush does not settle before the client has asked for its bytes", async () => {
  let settled = false;
  const response = await head(handler(async (context) => {
    await context.getResponse().flush(false, true);
    for (let i = 0; i < 64; i++) {
      write(context, "x".repeat(65536));
      await context.getResponse().flush(false, true);
    }
    settled = true;
  }));
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  assertEquals(settled, false);
  assertEquals((await within(response.arrayBuffer())).byteLength, 64 * 65536);
});

for (const [method, status] of [["HEAD", 200], ["GET", 204], ["GET", 304]] as const) {
  // @see ihttpresponse-flush-method
  Deno.test(`Ruling 16 a flush of ${method} with ${status} completes at once with its byte count`, async () => {
    let sent: unknown;
    const modules = begin(async (context) => {
      context.getResponse().setStatus(status, "Fine");
      write(context, "abc");
      const { hr, bytesSent } = await context.getResponse().flush(false, true);
      sent = [hr, bytesSent];
    });
    const { text } = await answer(modules, "/", { method });
    assertEquals([sent, text], [[S_OK, 3], ""]);
  });
}

// @see ihttpresponse-flush-method
Deno.test("A-42 HEAD sends no body and the Content-Length that GET would have had", async () => {
  let chunks: unknown;
  const modules = [
    handler((context) => write(context, "Hello", " World!")),
    defineModule({
      name: "Sending",
      onSendResponse(context) {
        chunks = context.getResponse().getRawHttpResponse().entityChunkCount;
      },
    }),
  ];
  const { headers, text } = await answer(modules, "/", { method: "HEAD" });
  assertEquals([headers.get("content-length"), text, chunks], ["12", "", 2]);
});

// @see ihttpresponse-flush-method
Deno.test("A-42 HEAD keeps the Content-Length that a module set without a body", async () => {
  const modules = handler((context) => {
    context.getResponse().setHeader("Content-Length", "4711", true);
    context.setRequestHandled();
  });
  const { headers, status } = await answer(modules, "/", { method: "HEAD" });
  assertEquals([status, headers.get("content-length")], [200, "4711"]);
});

for (const status of [204, 304]) {
  // @see ihttpresponse-setstatus-method
  Deno.test(`Ruling 16 status ${status} has no body, and the request ends as usual`, async () => {
    const seen: string[] = [];
    const { status: got, text } = await answer([
      handler((context) => {
        context.getResponse().setStatus(status, "Nothing to see");
        write(context, "unused");
      }),
      defineModule({ name: "End", onEndRequest: () => void seen.push("end") }),
    ]);
    assertEquals([got, text, seen], [status, "", ["end"]]);
  });
}

// @see ihttpresponse-writeentitychunks-method
Deno.test("Ruling 16 HEAD cancels a stream that nobody will read", async () => {
  let cancel = (): void => {};
  const cancelled = new Promise<void>((resolve) => cancel = resolve);
  const fileHandle = new ReadableStream<Uint8Array>({ cancel: () => cancel() });
  const modules = handler((context) => {
    const chunk = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle };
    context.getResponse().writeEntityChunks([chunk], true, true);
  });
  await answer(modules, "/", { method: "HEAD" });
  await within(cancelled, "the cancel of the stream");
});
