// What of a second completion, a second operation, and of very many? Rows 41 and 45, decisions.
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

/** A request parked for the test to complete. */
async function parkedRequest(seen: string[], name: string) {
  const context = Promise.withResolvers<IHttpContext>();
  const module = defineModule({
    name,
    onBeginRequest(parked) {
      context.resolve(parked);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => void seen.push(name),
  });
  const answer = house([module], { app }).text();
  return { answer, context: await within(context.promise, `parking ${name}`) };
}

// @see ihttpcontext-postcompletion-method
Deno.test("A-25 posted completions are delivered in the order of their posting, in a microtask", async () => {
  const seen: string[] = [];
  const parked = [];
  for (const name of ["A", "B", "C"]) parked.push(await parkedRequest(seen, name));
  const macrotask = turn().then(() => void seen.push("timer"));
  for (const i of [1, 2, 0]) parked[i].context.postCompletion(0);
  seen.push("posted");
  await within(Promise.all([...parked.map((p) => p.answer), macrotask]), "the responses");
  assertEquals(seen, ["posted", "B", "C", "A", "timer"]);
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-26 modules that complete inside their handlers do not grow the stack", async () => {
  const stacks = Error as unknown as { stackTraceLimit: number };
  const limit = stacks.stackTraceLimit;
  stacks.stackTraceLimit = Infinity;
  try {
    const depths: number[] = [];
    const module = (i: number) =>
      defineModule({
        name: `M${i}`,
        onBeginRequest(context) {
          depths.push(String(new Error().stack).split("\n").length);
          context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
          return RQ_NOTIFICATION_PENDING;
        },
      });
    const list = Array.from({ length: 500 }, (_, i) => module(i));
    assertEquals(await within(house(list, { app }).text(), "the response"), "app");
    assertEquals(depths.length, 500);
    assert(Math.max(...depths) - Math.min(...depths) < 20, `depths ${depths[0]}, ${depths[499]}`);
  } finally {
    stacks.stackTraceLimit = limit;
  }
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-26 100,000 completions of one notification end where the module says so", async () => {
  let calls = 0;
  const busy = defineModule({
    onBeginRequest(context) {
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context) {
      if (++calls === 100_000) return RQ_NOTIFICATION_CONTINUE;
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  assertEquals(await within(house(busy, { app }).text(), "the response"), "app");
  assertEquals(calls, 100_000);
});
