// What of a second completion, and of a second operation? Rows 41 and 45, decisions.
import {
  defineModule,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import {
  app,
  code,
  LATE,
  named,
  noted,
  noting,
  parking,
  told,
  tracing,
  turn,
  upload,
  within,
} from "./_notes.ts";

// @see ihttpcontext-postcompletion-method
Deno.test("12.45 the second postCompletion of a parked notification fails and has no effect", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const answer = house([module, noting("B", seen, ["onBeginRequest"])], { app }).text();
  const parked = await within(context, "the parked request");
  const results = [parked.postCompletion(1), parked.postCompletion(2)].map(code);
  await within(answer, "the response");
  assertEquals(results, ["0x00000000", "0x80070006"]);
  const once = ["Parking begin", "Parking async 1 false 1 0x00000000", "B BeginRequest"];
  assertEquals(seen, once);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-23 IHttpContext.postCompletion fails once the notification was answered", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const answer = house([module], { app }).text();
  const parked = await within(context, "the parked request");
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(code(parked.postCompletion(1)), "0x80070006");
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["Parking begin"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-23 IHttpContext.postCompletion fails after the request has ended", async () => {
  const { module, context } = parking([]);
  const answer = house([module], { app }).text();
  const parked = await within(context, "the parked request");
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  await within(answer, "the response");
  await turn();
  assertEquals(code(parked.postCompletion(1)), "0x80070006");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-23 the second indicateCompletion is ignored with a warning, later modules run once", async () => {
  const seen: string[] = [];
  const { events, trace } = tracing();
  const { module, context } = parking(seen);
  const gate = Promise.withResolvers<void>();
  const slow = noting("B", seen, LATE, { onLogRequest: () => gate.promise });
  const answer = house([module, slow], { app, trace }).text();
  const parked = await within(context, "the parked request");
  parked.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
  parked.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
  gate.resolve();
  await within(answer, "the response");
  assertEquals(seen, ["Parking begin", ...noted("B", LATE.slice(1))]);
  assert(named(events, "TRACE_WARNING").length > 0, "no warning");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-23 indicateCompletion after postCompletion is ignored, the posted one is delivered", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const last = Promise.withResolvers<IHttpContext>();
  const B = defineModule({
    name: "B",
    onBeginRequest(context) {
      seen.push("B begin");
      last.resolve(context);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => void seen.push("B async"),
  });
  const answer = house([module, B], { app }).text();
  const parked = await within(context, "the parked request");
  parked.postCompletion(1);
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  const second = await within(last.promise, "the second module");
  await turn();
  assertEquals(seen, ["Parking begin", "Parking async 1 false 1 0x00000000", "B begin"]);
  second.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the response"), "app");
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-23 IHttpContext.postCompletion fails while the app answers a request that went on", async () => {
  const gate = Promise.withResolvers<void>();
  const slow = { fetch: () => gate.promise.then(() => new Response("slow")) };
  const { module, context } = parking([]);
  const answer = house([module], { app: slow }).text();
  const parked = await within(context, "the parked request");
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  const late = code(parked.postCompletion(1));
  gate.resolve();
  assertEquals([late, await within(answer, "the response")], ["0x80070006", "slow"]);
});

for (const late of [RQ_NOTIFICATION_CONTINUE, RQ_NOTIFICATION_FINISH_REQUEST]) {
  // @see ihttpcontext-indicatecompletion-method
  Deno.test(`A-23 onAsyncCompletion that indicated may answer ${late}, and closes nobody's notification`, async () => {
    const seen: string[] = [];
    const { module, context } = parking(seen, (context) => {
      context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
      return late;
    });
    const second = parking(seen);
    const B = { ...second.module, name: "B" };
    const answer = house([module, B, noting("C", seen, ["onBeginRequest"])], { app }).text();
    (await within(context, "the parked request")).postCompletion(0);
    const waiting = await within(second.context, "the second module");
    await turn();
    assertEquals(seen.includes("C BeginRequest"), false);
    waiting.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    assertEquals([seen.at(-1), await within(answer, "the response")], ["C BeginRequest", "app"]);
  });
}

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-23 IHttpContext.indicateCompletion after the end of the request is ignored", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const answer = house([module, noting("B", seen, LATE)], { app }).text();
  const parked = await within(context, "the parked request");
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  await within(answer, "the response");
  parked.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
  parked.indicateCompletion(RQ_NOTIFICATION_PENDING);
  await turn();
  assertEquals(seen, ["Parking begin", ...noted("B", LATE)]);
});

// @see ihttpresponse-flush-method
Deno.test("12.41 a second asynchronous call fails while one is outstanding, the first completes", async () => {
  const body = upload();
  const results: string[] = [];
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest(context) {
        const request = context.getRequest();
        const first = request.readEntityBody(new Uint8Array(4), true);
        const second = request.readEntityBody(new Uint8Array(4), true);
        const third = context.getResponse().flush(true, true);
        results.push(`${code(first.hr)} ${first.completionPending}`);
        results.push(`${code(second.hr)} ${second.completionPending}`);
        results.push(`${code(third.hr)} ${third.completionExpected}`);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: (_context, notification, post, _provider, info) =>
        void seen.push(told(notification, post, info)),
    }), { app });
  const answer = text("/", body.init);
  await turn();
  body.send("data");
  body.end();
  assertEquals(await within(answer, "the response"), "app");
  const refused = "0x800710DD false";
  assertEquals([results, seen], [["0x00000000 true", refused, refused], ["1 false 4 0x00000000"]]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-24 IHttpContext.postCompletion does not count as an operation", async () => {
  const body = upload();
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest(context) {
        context.postCompletion(9);
        const read = context.getRequest().readEntityBody(new Uint8Array(4), true);
        seen.push(`${code(read.hr)} ${read.completionPending}`);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion(_context, _notification, _post, _provider, info) {
        seen.push(`async ${info.getCompletionBytes()}`);
        return info.getCompletionBytes() === 9 ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
      },
    }), { app });
  const answer = text("/", body.init);
  await turn();
  body.send("data");
  body.end();
  await within(answer, "the response");
  assertEquals(seen, ["0x00000000 true", "async 9", "async 4"]);
});
