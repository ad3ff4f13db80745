// What does a parked request get from a flush, from IndicateCompletion and from PostCompletion? Rows 29 to 34.
import {
  CHttpModule,
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import {
  app,
  code,
  Completing,
  ending,
  HANDLERS,
  noted,
  noting,
  parking,
  registered,
  told,
  within,
} from "./_notes.ts";

const hello = { dataChunkType: HttpDataChunkFromMemory, buffer: "Hello World!" };

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.29 IHttpResponse.writeEntityChunks into the buffer completes at once", async () => {
  const seen: string[] = [];
  class Buffered extends Completing {
    override onBeginRequest(context: IHttpContext): RQResult {
      const result = context.getResponse().writeEntityChunks([hello], true, true);
      seen.push(`${result.hr} ${result.bytesSent} ${result.completionExpected}`);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const module = registered("Buffered", () => new Buffered(seen), RQ_BEGIN_REQUEST);
  assertEquals(await house([module], { app }).text(), "Hello World!");
  assertEquals(seen, ["0 12 false"]);
});

// @see ihttpcompletioninfo-getcompletionbytes-method
Deno.test("12.30 IHttpCompletionInfo.getCompletionBytes tells the entity bytes of a flush", async () => {
  const { module: last, over } = ending();
  const seen: string[] = [];
  class Flushing extends Completing {
    override onMapRequestHandler(context: IHttpContext): RQResult {
      context.getResponse().writeEntityChunks([hello], true, true);
      const { hr, completionExpected } = context.getResponse().flush(true, false);
      seen.push(`${code(hr)} ${completionExpected}`);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
  }
  const bits = RQ_MAP_REQUEST_HANDLER;
  const flushing = registered("Flushing", () => new Flushing(seen), bits);
  const later = noting("B", seen, ["onPostMapRequestHandler", "onAcquireRequestState"]);
  assertEquals(await house([flushing, later, last], { app }).text(), "Hello World!");
  await within(over, "the end of the request");
  assertEquals(seen, [
    "0x00000000 true",
    "16 false 12 0x00000000",
    ...noted("B", ["onPostMapRequestHandler", "onAcquireRequestState"]),
  ]);
});

/** The IndicateCompletion sample: flushes the last, and indicates from OnAsyncCompletion. */
class Indicating extends CHttpModule {
  constructor(readonly seen: string[]) {
    super();
  }
  override onBeginRequest(context: IHttpContext): RQResult {
    const response = context.getResponse();
    response.clear();
    response.setHeader("Content-Type", "text/plain", true);
    response.writeEntityChunks([hello], true, true);
    context.setRequestHandled();
    const { completionExpected } = response.flush(true, false);
    return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
  }
  override onAsyncCompletion(context: IHttpContext): RQResult {
    this.seen.push("async");
    context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    this.seen.push("indicated");
    return RQ_NOTIFICATION_PENDING;
  }
}

// @see ihttpcontext-indicatecompletion-method
Deno.test("12.31 IHttpContext.indicateCompletion answers the sample's client once", async () => {
  const seen: string[] = [];
  const { module: last, over } = ending();
  const module = registered("Indicating", () => new Indicating(seen), RQ_BEGIN_REQUEST);
  const response = await house([module, last]).get();
  assertEquals(response.headers.get("content-type"), "text/plain");
  assertEquals(await response.text(), "Hello World!");
  await within(over, "the end of the request");
  assertEquals(seen, ["async", "indicated"]);
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("12.31 IHttpContext.indicateCompletion runs all later stages before it returns", async () => {
  const { module: last, over } = ending();
  const { text, seen } = house((seen: string[]) => [
    registered("Indicating", () => new Indicating(seen), RQ_BEGIN_REQUEST),
    noting("B", seen, HANDLERS.filter((h) => h !== "onExecuteRequestHandler")),
    last,
  ]);
  await text();
  await within(over, "the end of the request");
  const later = HANDLERS.filter((h) => h !== "onExecuteRequestHandler");
  assertEquals(seen, ["async", ...noted("B", later), "indicated"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("12.32 IHttpContext.postCompletion re-enters the parked module after the call", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const answer = house([module], { app }).text();
  const parked = await within(context, "the parked request");
  const hr = parked.postCompletion(77);
  seen.push(`posted ${code(hr)}`);
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, [
    "Parking begin",
    "posted 0x00000000",
    "Parking async 1 false 77 0x00000000",
  ]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("12.33 the PostCompletion sample finishes without onAsyncCompletion while it is buffered", async () => {
  const seen: string[] = [];
  class Posting extends Completing {
    override onBeginRequest(context: IHttpContext): RQResult {
      const result = context.getResponse().writeEntityChunks([hello], true, false);
      if (result.completionExpected) context.postCompletion(result.bytesSent);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const module = registered("Posting", () => new Posting(seen), RQ_BEGIN_REQUEST);
  assertEquals(await house([module], { app }).text(), "Hello World!");
  assertEquals(seen, []);
});

// @see ihttpcontext-postcompletion-method
Deno.test("12.34 IHttpContext.postCompletion in the handler is delivered after the handler returned", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest(context) {
        seen.push(code(context.postCompletion(5)));
        seen.push("leaving");
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: (_context, notification, post, _provider, info) =>
        void seen.push(told(notification, post, info)),
    }), { app });
  await within(text(), "the response");
  assertEquals(seen, ["0x00000000", "leaving", "1 false 5 0x00000000"]);
});
