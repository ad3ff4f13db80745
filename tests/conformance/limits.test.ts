// How may a transfer break or be cut? Reset, close, disconnect, and a Content-Length that does not fit.
import { defineModule, RQ_NOTIFICATION_FINISH_REQUEST, S_OK, type TraceEvent } from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { answer, begin, handler, head, memory, sending, within, write } from "./_response.ts";

/** Sets a Content-Length and writes `body` in one send. */
function promising(length: number, body: string) {
  return handler((context) => {
    context.getResponse().setHeader("Content-Length", String(length), true);
    write(context, body);
  });
}

// @see ihttpresponse-resetconnection-method
Deno.test("12.58 IHttpResponse.resetConnection in OnSendResponse leaves the client without an answer", async () => {
  const seen: unknown[] = [];
  const modules = [
    handler((context) => write(context, "never seen")),
    defineModule({ name: "End", onEndRequest: () => void seen.push("end") }),
    sending((context) => {
      const response = context.getResponse();
      seen.push(response.writeEntityChunks(memory("before"), true, true).hr);
      response.resetConnection();
      seen.push(response.writeEntityChunks(memory("after"), true, true).hr);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }),
  ];
  await assertRejects(() => answer(modules));
  assertEquals(seen, ["end", S_OK, S_OK]);
});

// @see ihttpresponse-resetconnection-method
Deno.test("12.58 IHttpResponse.resetConnection does not stop the pipeline unless FINISH is returned", async () => {
  const seen: string[] = [];
  const modules = [
    begin((context) => context.getResponse().resetConnection()),
    handler((context) => {
      seen.push("execute");
      write(context, "never seen");
    }),
    defineModule({ name: "End", onEndRequest: () => void seen.push("end") }),
  ];
  await assertRejects(() => answer(modules));
  assertEquals(seen, ["execute", "end"]);
});

// @see ihttpresponse-closeconnection-method
Deno.test("A-20 IHttpResponse.closeConnection breaks the transfer as ResetConnection does", async () => {
  const response = await head(handler(async (context) => {
    write(context, "first");
    await context.getResponse().flush(false, true);
    context.getResponse().closeConnection();
    write(context, "second");
  }));
  const reader = response.body!.getReader();
  assertEquals(new TextDecoder().decode((await within(reader.read())).value), "first");
  await assertRejects(() => within(reader.read()));
});

// @see ihttpresponse-setneeddisconnect-method
Deno.test("12.59 IHttpResponse.setNeedDisconnect sends the whole answer with Connection: close", async () => {
  const { status, text, headers } = await answer([
    begin((context) => context.getResponse().setNeedDisconnect()),
    handler((context) => write(context, "complete")),
  ]);
  assertEquals([status, text, headers.get("connection")], [200, "complete", "close"]);
});

// @see ihttpresponse-flush-method
Deno.test("A-46 a Content-Length that a module set is kept when it fits", async () => {
  const { text, headers } = await answer(promising(4, "four"));
  assertEquals([text, headers.get("content-length")], ["four", "4"]);
});

// @see ihttpresponse-flush-method
Deno.test("A-46 a single send has a computed Content-Length, also when it is empty", async () => {
  const { text, headers } = await answer(handler((context) => context.setRequestHandled()));
  assertEquals([text, headers.get("content-length")], ["", "0"]);
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 17 bytes beyond a module's Content-Length are cut", async () => {
  const { text, headers } = await answer(promising(4, "four and more"));
  assertEquals([text, headers.get("content-length")], ["four", "4"]);
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 17 bytes beyond a module's Content-Length are cut over several sends", async () => {
  const { text } = await answer(handler(async (context) => {
    context.getResponse().setHeader("Content-Length", "4", true);
    for (const part of ["abc", "def", "ghi"]) {
      write(context, part);
      await context.getResponse().flush(false, true);
    }
  }));
  assertEquals(text, "abcd");
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 17 a body shorter than its Content-Length breaks the transfer", async () => {
  await assertRejects(() => answer(promising(100, "short")));
});

for (const [what, body] of [["longer", "too long"], ["shorter", "x"]]) {
  // @see ihttpresponse-flush-method
  Deno.test(`Ruling 17 a body ${what} than its Content-Length is told to the trace`, async () => {
    const events: TraceEvent[] = [];
    const trace = (event: TraceEvent) => void events.push(event);
    await answer(promising(4, body), "/", undefined, { trace }).catch(() => null);
    const told = events.some((event) => /content-length/i.test(event.message ?? ""));
    assert(told, events.map((event) => event.name).join());
  });
}

// @see ihttpresponse-writeentitychunks-method
Deno.test("Limits a stream chunk that fails after the head breaks the transfer", async () => {
  const fileHandle = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error("disk gone"));
    },
  });
  const modules = handler(async (context) => {
    write(context, "first ");
    await context.getResponse().flush(false, true);
    const chunk = { dataChunkType: 1 as const, fileHandle };
    await context.getResponse().writeEntityChunks([chunk], false, true);
  });
  await assertRejects(() => answer(modules));
});

// @see ihttpresponse-flush-method
Deno.test("Limits a handler that throws after the head breaks the transfer, and END still runs", async () => {
  const seen: string[] = [];
  const modules = [
    handler(async (context) => {
      write(context, "first");
      await context.getResponse().flush(false, true);
      throw new Error("broken");
    }),
    defineModule({ name: "End", onEndRequest: () => void seen.push("end") }),
  ];
  await assertRejects(() => answer(modules));
  assertEquals(seen, ["end"]);
});
