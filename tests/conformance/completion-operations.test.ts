// What do reads and their cancelling complete with? Rows 40, 42 and 43, decisions.
import {
  CHttpModule,
  defineModule,
  HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER,
  HttpDataChunkFromMemory,
  type IHttpCompletionInfo2,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import {
  app,
  code,
  ending,
  LATE,
  noted,
  noting,
  registered,
  told,
  within,
  write,
} from "./_notes.ts";

const EOF = "0x80070026";

/** Reads the body into one buffer again and again, and notes each result, awaited or completed. */
class Reading extends CHttpModule {
  readonly buffer = new Uint8Array(8192);
  constructor(readonly seen: string[], readonly got: Uint8Array[] = []) {
    super();
  }
  override onBeginRequest(context: IHttpContext): RQResult {
    return this.next(context);
  }
  override onAsyncCompletion(
    context: IHttpContext,
    _notification: number,
    _post: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo2,
  ): RQResult {
    this.note(info.getCompletionBytes(), info.getCompletionStatus());
    return info.getCompletionStatus() === S_OK ? this.next(context) : RQ_NOTIFICATION_CONTINUE;
  }
  private next(context: IHttpContext): RQResult {
    const flag = HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER;
    for (;;) {
      const result = context.getRequest().readEntityBody(this.buffer, true, flag);
      if (result.completionPending) return RQ_NOTIFICATION_PENDING;
      this.note(result.bytesReceived, result.hr);
      if (result.hr !== S_OK) return RQ_NOTIFICATION_CONTINUE;
    }
  }
  private note(bytes: number, hr: number): void {
    this.seen.push(`${bytes} ${code(hr)}`);
    this.got.push(this.buffer.slice(0, bytes));
  }
}

// @see ihttprequest-readentitybody-method
Deno.test("12.40 IHttpRequest.readEntityBody fills the buffer until the body ends", async () => {
  const seen: string[] = [];
  const got: Uint8Array[] = [];
  const body = Uint8Array.from({ length: 20_000 }, (_, i) => i % 251);
  const module = registered("Reading", () => new Reading(seen, got), RQ_BEGIN_REQUEST);
  const answer = house([module], { app }).text("/", { method: "POST", body });
  assertEquals(await within(answer, "the response"), "app");
  const full = "8192 0x00000000";
  assertEquals(seen, [full, full, "3616 0x00000000", `0 ${EOF}`]);
  assertEquals(new Uint8Array(await new Blob(got as BlobPart[]).arrayBuffer()), body);
});

// @see ihttprequest-readentitybody-method
Deno.test("12.40 IHttpRequest.readEntityBody awaited gives the same rounds", async () => {
  const seen: string[] = [];
  const awaiting = defineModule({
    async onBeginRequest(context) {
      const buffer = new Uint8Array(8192);
      const flag = HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER;
      for (let hr: number = S_OK; hr === S_OK;) {
        const result = await context.getRequest().readEntityBody(buffer, false, flag);
        seen.push(`${result.bytesReceived} ${code(hr = result.hr)}`);
      }
    },
  });
  const init = { method: "POST", body: "x".repeat(10_000) };
  await within(house(awaiting, { app }).text("/", init), "the response");
  assertEquals(seen, ["8192 0x00000000", "1808 0x00000000", `0 ${EOF}`]);
});

/** A body of which nothing ever arrives. */
const silent = (): RequestInit =>
  ({ method: "POST", body: new ReadableStream<Uint8Array>(), duplex: "half" }) as RequestInit;

// @see ihttpcontext-cancelio-method
Deno.test("12.42 IHttpContext.cancelIo completes a pending read with ERROR_OPERATION_ABORTED", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest(context) {
        const read = context.getRequest().readEntityBody(new Uint8Array(4), true);
        seen.push(`${read.completionPending} ${code(context.cancelIo())}`);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: (_context, notification, post, _provider, info) =>
        void seen.push(told(notification, post, info)),
    }), { app });
  assertEquals(await within(text("/", silent()), "the response"), "app");
  assertEquals(seen, ["true 0x00000000", "1 false 0 0x800703E3"]);
});

// @see ihttpcontext-cancelio-method
Deno.test("12.42 IHttpContext.cancelIo from outside ends an awaited read", async () => {
  const started = Promise.withResolvers<IHttpContext>();
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      async onBeginRequest(context) {
        const read = context.getRequest().readEntityBody(new Uint8Array(4), false);
        started.resolve(context);
        const { hr, bytesReceived } = await read;
        seen.push(`${bytesReceived} ${code(hr)}`);
      },
    }), { app });
  const answer = text("/", silent());
  const context = await within(started.promise, "the read");
  assertEquals(context.cancelIo(), S_OK);
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["0 0x800703E3"]);
});

// @see ihttpcontext-cancelio-method
Deno.test("12.43 IHttpContext.cancelIo in OnSendResponse leaves the response as it is", async () => {
  const { text, seen } = house((seen: string[]) => [
    defineModule({ onSendResponse: (context) => void context.cancelIo() }),
    noting("B", seen, LATE),
  ], { app });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, noted("B", LATE));
});

// @see ihttpcompletioninfo2-getcompletedoperation-method
Deno.test("A-28 IHttpCompletionInfo2.getCompletedOperation is 0 posted, 1 read, 2 flush", async () => {
  const operations: number[] = [];
  const starts: ((context: IHttpContext) => void)[] = [
    (context) => void context.postCompletion(0),
    (context) => void context.getRequest().readEntityBody(new Uint8Array(4), true),
    (context) => (write(context, "x"), void context.getResponse().flush(true, true)),
  ];
  const each = defineModule({
    onBeginRequest(context) {
      starts[0](context);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context, _notification, _post, _provider, info) {
      if (operations.push(info.getCompletedOperation()) === 3) {
        return RQ_NOTIFICATION_FINISH_REQUEST;
      }
      starts[operations.length](context);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Promise.resolve();
      controller.enqueue(new TextEncoder().encode("data"));
      controller.close();
    },
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  await within(house(each).text("/", init), "the response");
  assertEquals(operations, [0, 1, 2]);
});

// @see ihttpresponse-flush-method
Deno.test("A-31 IHttpResponse.flush expects no completion where there is nothing to send", async () => {
  const seen: string[] = [];
  const { module: last, over } = ending();
  const twice = defineModule({
    async onBeginRequest(context) {
      const response = context.getResponse();
      await response.flush(false, true);
      const { hr, bytesSent, completionExpected } = response.flush(true, true);
      seen.push(`${code(hr)} ${bytesSent} ${completionExpected}`);
    },
  });
  assertEquals(await within(house([twice, last], { app }).text(), "the response"), "app");
  await within(over, "the end of the request");
  assertEquals(seen, ["0x00000000 0 false"]);
});

// @see ihttpcontext3-enablefullduplex-method
Deno.test("A-24 IHttpContext3.enableFullDuplex allows one read and one write together", async () => {
  const results: string[] = [];
  let left = 0;
  const { module: last, over } = ending();
  const body = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const duplex = defineModule({
    onBeginRequest(context) {
      context.enableFullDuplex();
      context.getResponse().disableBuffering();
      context.setRequestHandled();
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: "x" };
      const read = context.getRequest().readEntityBody(new Uint8Array(4), true);
      const sent = context.getResponse().writeEntityChunks([chunk], true, true);
      const third = context.getRequest().readEntityBody(new Uint8Array(4), true);
      results.push(code(read.hr), code(sent.hr), code(third.hr));
      left = Number(read.completionPending) + Number(sent.completionExpected);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => --left ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE,
  });
  const readable = new ReadableStream<Uint8Array>({ start: (c) => body.resolve(c) });
  const init = { method: "POST", body: readable, duplex: "half" } as RequestInit;
  const answer = house([duplex, last]).text("/", init);
  (await body.promise).enqueue(new TextEncoder().encode("data"));
  assertEquals(await within(answer, "the response"), "x");
  await within(over, "the end of the request");
  assertEquals([results, left], [["0x00000000", "0x00000000", "0x800710DD"], 0]);
});
