// What if a completion comes early, or to a module that does not wait for it? Decisions.
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
  LATE,
  named,
  noted,
  noting,
  parking,
  tracing,
  turn,
  upload,
  within,
} from "./_notes.ts";

/** Starts a read in BEGIN that stays outstanding, and answers with `status` all the same. */
const leaving = (seen: string[], status: 0 | 2) =>
  defineModule({
    name: "Leaving",
    onBeginRequest(context) {
      const read = context.getRequest().readEntityBody(new Uint8Array(4), true);
      seen.push(`pending ${read.completionPending}`);
      return status;
    },
    onAsyncCompletion: () => void seen.push("async"),
  });

// @see ihttpcontext-postcompletion-method
Deno.test("A-07 the next handler waits for the operation that CONTINUE left outstanding", async () => {
  const body = upload();
  const { text, seen } = house((seen: string[]) => [
    leaving(seen, RQ_NOTIFICATION_CONTINUE),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  const answer = text("/", body.init);
  await turn();
  assertEquals(seen, ["pending true"]);
  body.send("data");
  body.end();
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["pending true", "B BeginRequest"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-07 LOG_REQUEST waits for the operation that FINISH_REQUEST left outstanding", async () => {
  const body = upload();
  const { text, seen } = house((seen: string[]) => [
    leaving(seen, RQ_NOTIFICATION_FINISH_REQUEST),
    noting("B", seen),
  ], { app });
  const answer = text("/", body.init);
  await turn();
  assertEquals(seen, ["pending true"]);
  body.send("data");
  body.end();
  await within(answer, "the response");
  assertEquals(seen, ["pending true", ...noted("B", LATE)]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-07 the completion that nobody waits for is told as a trace warning", async () => {
  const body = upload();
  const { events, trace } = tracing();
  const { text } = house((seen: string[]) => leaving(seen, RQ_NOTIFICATION_CONTINUE), {
    app,
    trace,
  });
  const answer = text("/", body.init);
  body.send("data");
  body.end();
  await within(answer, "the response");
  assert(named(events, "TRACE_WARNING").some((w) => w.module === "Leaving"), "no warning");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-07 indicateCompletion waits for the outstanding operation too", async () => {
  const body = upload();
  const started = Promise.withResolvers<IHttpContext>();
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      onBeginRequest(context) {
        context.getRequest().readEntityBody(new Uint8Array(4), true);
        started.resolve(context);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: () => void seen.push("async"),
    }),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  const answer = text("/", body.init);
  (await within(started.promise, "the read")).indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  await turn();
  assertEquals(seen, []);
  body.send("data");
  body.end();
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["B BeginRequest"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("A-19 a completion posted by a handler that then continues is swallowed with a warning", async () => {
  const { events, trace } = tracing();
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      name: "Hasty",
      onBeginRequest(context) {
        context.postCompletion(1);
        return RQ_NOTIFICATION_CONTINUE;
      },
      onAsyncCompletion: () => void seen.push("async"),
    }),
    noting("B", seen, ["onBeginRequest"]),
  ], { app, trace });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, ["B BeginRequest"]);
  assert(named(events, "TRACE_WARNING").some((w) => w.module === "Hasty"), "no warning");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-08 IHttpContext.indicateCompletion(PENDING) re-enters the module inside the call", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const answer = house([module], { app }).text();
  const parked = await within(context, "the parked request");
  seen.push("before");
  parked.indicateCompletion(RQ_NOTIFICATION_PENDING);
  seen.push("after");
  await within(answer, "the response");
  const again = "Parking async 1 false 0 0x00000000";
  assertEquals(seen, ["Parking begin", "before", again, "after"]);
});

for (const status of [RQ_NOTIFICATION_CONTINUE, RQ_NOTIFICATION_FINISH_REQUEST]) {
  // @see ihttpcontext-indicatecompletion-method
  Deno.test(`A-19 IHttpContext.indicateCompletion(${status}) in the handler holds until it has left`, async () => {
    const { text, seen } = house((seen: string[]) => [
      defineModule({
        onBeginRequest(context) {
          context.indicateCompletion(status);
          seen.push("leaving");
          return RQ_NOTIFICATION_PENDING;
        },
        onAsyncCompletion: () => void seen.push("async"),
      }),
      noting("B", seen, ["onBeginRequest", "onLogRequest"]),
    ], { app });
    await within(text(), "the response");
    const handlers = noted("B", ["onBeginRequest", "onLogRequest"]).slice(status ? 1 : 0);
    assertEquals(seen, ["leaving", ...handlers]);
  });
}
