// How does a request end that nobody flushed, and how one that was? Rows 13 to 15, ruling 1.
import {
  CHttpModule,
  defineModule,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  type IHttpContext,
  type ISendResponseProvider,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_SEND_RESPONSE,
  type RQResult,
  type TransferEnd,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, ending, LATE, noted, noting, registered, within, write } from "./_notes.ts";

/** Answers in BEGIN and finishes. */
const answering = (body: string) =>
  defineModule({
    name: "Answering",
    onBeginRequest(context) {
      write(context, body);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
  });

// @see chttpmodule-onsendresponse-method
Deno.test("12.13 CHttpModule.onSendResponse is called once, after post-END, where nobody flushes", async () => {
  const { text, seen } = house((seen: string[]) => [
    answering("abc"),
    noting("B", seen, [...LATE, "onSendResponse"]),
  ]);
  assertEquals(await text(), "abc");
  assertEquals(seen, noted("B", [...LATE, "onSendResponse"]));
});

// @see isendresponseprovider-getflags-method
Deno.test("12.13 ISendResponseProvider.getFlags has MORE_DATA off in the implicit send", async () => {
  const seen: number[] = [];
  class Flags extends CHttpModule {
    override onSendResponse(_context: IHttpContext, provider: ISendResponseProvider): RQResult {
      seen.push(provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA);
    }
  }
  await house([answering("abc"), registered("Flags", () => new Flags(), RQ_SEND_RESPONSE)]).text();
  assertEquals(seen, [0]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.13 a response that nobody flushed has a computed Content-Length", async () => {
  const response = await house(answering("abc")).get();
  assertEquals([response.headers.get("content-length"), await response.text()], ["3", "abc"]);
});

// @see chttpmodule-onendrequest-method
Deno.test("12.14 CHttpModule.onEndRequest still sets a header and appends bytes", async () => {
  const late = defineModule({
    onEndRequest(context) {
      context.getResponse().setHeader("x-end", "yes", true);
      write(context, "+end");
    },
  });
  const response = await house([answering("begin"), late]).get();
  assertEquals([response.headers.get("x-end"), await response.text()], ["yes", "begin+end"]);
});

// @see chttpmodule-onpostendrequest-method
Deno.test("12.14 LOG, post-LOG, END and post-END append in their order", async () => {
  const late = defineModule({
    onLogRequest: (context) => write(context, "1"),
    onPostLogRequest: (context) => write(context, "2"),
    onEndRequest: (context) => write(context, "3"),
    onPostEndRequest: (context) => write(context, "4"),
  });
  assertEquals(await house(late, { app }).text(), "app1234");
});

// @see chttpmodule-onendrequest-method
Deno.test("12.15 CHttpModule.onEndRequest appends to an error that BEGIN set", async () => {
  const failing = defineModule({
    onBeginRequest(context) {
      context.getResponse().setStatus(500, "Internal Server Error");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    },
    onEndRequest: (context) => write(context, "sorry"),
  });
  const response = await house(failing, { app }).get();
  assertEquals([response.status, await response.text()], [500, "sorry"]);
});

const outcomes: Record<string, (context: IHttpContext) => RQResult> = {
  "that continues": () => {},
  "that finishes in BEGIN": () => RQ_NOTIFICATION_FINISH_REQUEST,
  "whose handler throws": () => {
    throw new Error("on purpose");
  },
  "whose handler rejects": () => Promise.reject(new Error("on purpose")),
  "that flushed": async (context) => void await context.getResponse().flush(false, true),
  "that flushed the last": async (context) => void await context.getResponse().flush(false, false),
};
for (const [what, onBeginRequest] of Object.entries(outcomes)) {
  // @see chttpmodule-onlogrequest-method
  Deno.test(`R.1 LOG_REQUEST and END_REQUEST run once for a request ${what}`, async () => {
    const { module, over } = ending();
    const { text, seen } = house((seen: string[]) => [
      defineModule({ onBeginRequest }),
      noting("B", seen, LATE),
      module,
    ], { app });
    await text();
    await within(over, "the end of the request");
    assertEquals(seen, noted("B", LATE));
  });
}

// @see chttpmodule-onsendresponse-method
Deno.test("R.1 LOG_REQUEST and END_REQUEST follow an explicit flush and precede the implicit send", async () => {
  const { module, over } = ending();
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        write(context, "one");
        await context.getResponse().flush(false, true);
        write(context, "two");
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    }),
    noting("B", seen, ["onLogRequest", "onEndRequest", "onSendResponse"]),
    module,
  ]);
  assertEquals(await text(), "onetwo");
  await within(over, "the end of the request");
  assertEquals(
    seen,
    ["SendResponse", "LogRequest", "EndRequest", "SendResponse"].map((n) => `B ${n}`),
  );
});

/** A module that notes every end of a transfer. */
function transfers(): {
  module: ReturnType<typeof defineModule>;
  ends: TransferEnd[];
  first: Promise<void>;
} {
  const ends: TransferEnd[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const module = defineModule({
    name: "Transfers",
    onTransferEnd(_context, end) {
      ends.push(end);
      resolve();
    },
  });
  return { module, ends, first: promise };
}

Deno.test("R.1 onTransferEnd is told once of a complete response, with the bytes that left", async () => {
  const { module, ends, first } = transfers();
  const { module: last, over } = ending();
  await house([answering("four"), module, last]).text();
  await within(Promise.all([first, over]), "the end of the transfer");
  assertEquals(ends.map((e) => [e.bytes, e.outcome]), [[4, "complete"]]);
});

Deno.test("R.1 onTransferEnd is told once of an app's response that nobody touched", async () => {
  const { module, ends, first } = transfers();
  assertEquals(await house(module, { app }).text(), "app");
  await within(first, "the end of the transfer");
  assertEquals(ends.map((e) => [e.bytes, e.outcome]), [[3, "complete"]]);
});

Deno.test("R.1 onTransferEnd is told once of a response in pieces", async () => {
  const { module, ends, first } = transfers();
  const { module: last, over } = ending();
  const pieces = defineModule({
    async onExecuteRequestHandler(context) {
      for (const piece of ["a", "bc", "def"]) {
        write(context, piece);
        await context.getResponse().flush(false, true);
      }
    },
  });
  assertEquals(await house([pieces, module, last]).text(), "abcdef");
  await within(Promise.all([first, over]), "the end of the transfer");
  assertEquals(ends.map((e) => [e.bytes, e.outcome]), [[6, "complete"]]);
});

Deno.test("R.1 onTransferEnd follows END_REQUEST also where a flush was the last one early", async () => {
  const { module: last, over } = ending();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        write(context, "all");
        await context.getResponse().flush(false, false);
      },
      onTransferEnd(_context, end) {
        seen.push(`transfer ${end.bytes}`);
        resolve();
      },
    }),
    last,
  ], { app });
  assertEquals(await text(), "all");
  await within(Promise.all([promise, over]), "the end of the transfer");
  assertEquals(seen, ["transfer 3"]);
});
