// What leaves when a module flushes? The page of IHttpResponse::Flush, its sends, its counts and its two modes.
import {
  defineModule,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  S_OK,
} from "../../mod.ts";
import { assertEquals, assertGreater } from "../_assert.ts";
import { answer, begin, handler, head, sending, within, write } from "./_response.ts";

// @see ihttpresponse-flush-method
Deno.test("12.46 IHttpResponse.flush sends the head in BEGIN, and a Clear after it harms nothing", async () => {
  let sent: unknown[] = [];
  const { status, text } = await answer([
    begin(async (context) => {
      const { hr } = await context.getResponse().flush(false, true);
      context.getResponse().clear();
      sent = [hr, context.getResponseHeadersSent()];
    }),
    handler((context) => write(context, "later")),
  ]);
  assertEquals([status, text, ...sent], [200, "later", S_OK, true]);
});

// @see ihttpresponse-flush-method
Deno.test("12.46 IHttpResponse.flush lets the client have the head while the pipeline is parked", async () => {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => open = resolve);
  const response = await head([
    begin(async (context) => void await context.getResponse().flush(false, true)),
    handler(async (context) => {
      await gate;
      write(context, "late");
    }),
  ]);
  open();
  assertEquals(await within(response.text()), "late");
});

// @see isendresponseprovider-getflags-method
Deno.test("12.48 RQ_SEND_RESPONSE has MORE_DATA on every send but the last, and headers on the first only", async () => {
  const sends: [boolean, boolean][] = [];
  const { text } = await answer([
    handler(async (context) => {
      for (const part of ["a", "b"]) {
        write(context, part);
        await context.getResponse().flush(false, true);
      }
      write(context, "c");
    }),
    sending((_context, provider) => {
      const more = (provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0;
      sends.push([more, provider.getHeadersBeingSent()]);
    }),
  ]);
  assertEquals(text, "abc");
  assertEquals(sends, [[true, true], [true, false], [false, false]]);
});

// @see isendresponseprovider-getflags-method
Deno.test("12.48 RQ_SEND_RESPONSE comes for the end as well when nothing was left to send", async () => {
  const more: boolean[] = [];
  await answer([
    handler(async (context) => {
      write(context, "a");
      await context.getResponse().flush(false, true);
    }),
    sending((_context, provider) => {
      more.push((provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0);
    }),
  ]);
  assertEquals(more, [true, false]);
});

// @see ihttpresponse-flush-method
Deno.test("12.49 IHttpResponse.flush in several pieces sends no Content-Length", async () => {
  const { headers, text } = await answer(handler(async (context) => {
    write(context, "one ");
    await context.getResponse().flush(false, true);
    write(context, "two");
  }));
  assertEquals([headers.get("content-length"), text], [null, "one two"]);
});

// @see ihttpresponse-flush-method
Deno.test("12.49 IHttpResponse.flush in several pieces keeps the Content-Length that a module set", async () => {
  const { headers, text } = await answer(handler(async (context) => {
    context.getResponse().setHeader("Content-Length", "7", true);
    write(context, "one ");
    await context.getResponse().flush(false, true);
    write(context, "two");
  }));
  assertEquals([headers.get("content-length"), text], ["7", "one two"]);
});

// @see ihttpresponse-flush-method
Deno.test("A-11 IHttpResponse.flush reports the bytes of the entity", async () => {
  let sent: unknown;
  await answer(handler(async (context) => {
    write(context, "grüße");
    sent = await context.getResponse().flush(false, true);
  }));
  assertEquals(sent, { hr: S_OK, bytesSent: 7, completionExpected: false });
});

// @see ihttpresponse-flush-method
Deno.test("A-11 countHeaderBytes adds the size of the head to the first flush", async () => {
  const counts: number[] = [];
  const modules = handler(async (context) => {
    for (const part of ["1234567", "890"]) {
      write(context, part);
      counts.push((await context.getResponse().flush(false, true)).bytesSent);
    }
  });
  await answer(modules, "/", undefined, { countHeaderBytes: true });
  assertGreater(counts[0], 7 + "HTTP/1.1 200 OK\r\n\r\n".length - 1);
  assertEquals(counts[1], 3);
});

// @see ihttpresponse-flush-method
Deno.test("A-30 IHttpResponse.flush with async true always returns the flag", async () => {
  let flag: unknown;
  await answer(defineModule({
    name: "Flusher",
    onBeginRequest(context) {
      flag = context.getResponse().flush(true, true).completionExpected;
      return flag ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
  }));
  assertEquals(typeof flag, "boolean");
});

// @see ihttpresponse-flush-method
Deno.test("A-31 IHttpResponse.flush with async true expects a completion while there is something to send", async () => {
  const seen: unknown[] = [];
  const { text } = await answer(defineModule({
    name: "Flusher",
    onBeginRequest(context) {
      write(context, "Hello World!");
      const { hr, completionExpected } = context.getResponse().flush(true, true);
      seen.push(hr, completionExpected);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    },
    onAsyncCompletion(_context, notification, post, _provider, info) {
      seen.push(notification, post, info.getCompletionBytes(), info.getCompletionStatus());
      return RQ_NOTIFICATION_CONTINUE;
    },
  }));
  assertEquals(seen, [S_OK, true, 1, false, 12, S_OK]);
  assertEquals(text, "Hello World!");
});

// @see ihttpresponse-flush-method
Deno.test("A-31 IHttpResponse.flush with async true expects none when nothing is left to send", async () => {
  let second: unknown;
  await answer(handler(async (context) => {
    write(context, "all");
    await context.getResponse().flush(false, true);
    second = context.getResponse().flush(true, true);
  }));
  assertEquals(second, { hr: S_OK, bytesSent: 0, completionExpected: false });
});

// @see ihttpresponse-flush-method
Deno.test("A-32 IHttpResponse.flush with async false does its synchronous part inside the call", async () => {
  const seen: string[] = [];
  await answer([
    handler(async (context) => {
      write(context, "a");
      const flushed = context.getResponse().flush(false, true);
      seen.push("returned");
      await flushed;
      seen.push("settled");
    }),
    sending(() => void seen.push("send")),
  ]);
  assertEquals(seen.slice(0, 3), ["send", "returned", "settled"]);
});

// @see ihttpresponse-flush-method
Deno.test("A-32 a flush that nobody awaits has settled before the next handler is called", async () => {
  const seen: string[] = [];
  const first = defineModule({
    name: "First",
    onBeginRequest(context) {
      write(context, "a");
      context.getResponse().flush(false, true).then(() => seen.push("settled"));
    },
  });
  await answer([first, begin(() => void seen.push("next"))]);
  assertEquals(seen, ["settled", "next"]);
});

// @see ihttpcontext-getresponseheaderssent-method
Deno.test("Flush IHttpContext.getResponseHeadersSent turns true with the first flush", async () => {
  const sent: boolean[] = [];
  await answer(begin(async (context) => {
    write(context, "buffered");
    sent.push(context.getResponseHeadersSent());
    await context.getResponse().flush(false, true);
    sent.push(context.getResponseHeadersSent());
  }));
  assertEquals(sent, [false, true]);
});
