// How do promises stand for completions? Decision A-29, ruling 4.
import {
  CHttpModule,
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
  HANDLERS,
  LATE,
  named,
  noted,
  noting,
  parking,
  told,
  tracing,
  turn,
  within,
} from "./_notes.ts";

// @see request-notification-status-enumeration
Deno.test("A-29 the next handler waits until a handler's promise has settled", async () => {
  const gate = Promise.withResolvers<void>();
  const { text, seen } = house((seen: string[]) => [
    defineModule({ onBeginRequest: () => gate.promise }),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  const answer = text();
  await turn();
  seen.push("settled");
  gate.resolve();
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["settled", "B BeginRequest"]);
});

// @see request-notification-status-enumeration
Deno.test("A-29 a handler's promise of FINISH_REQUEST lands at LOG_REQUEST", async () => {
  class Later extends CHttpModule {
    override async onPostAuthorizeRequest(): Promise<typeof RQ_NOTIFICATION_FINISH_REQUEST> {
      await turn();
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const { text, seen } = house((seen: string[]) => [Later, noting("B", seen)], { app });
  await within(text(), "the response");
  assertEquals(seen, noted("B", [...HANDLERS.slice(0, 5), ...LATE]));
});

// @see chttpmodule-onasynccompletion-method
Deno.test("A-29 a handler's promise never re-enters onAsyncCompletion by itself", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest: () => Promise.resolve(RQ_NOTIFICATION_CONTINUE),
      onAsyncCompletion: () => void seen.push("async"),
    }), { app });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, []);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("A-29 CHttpModule.onAsyncCompletion may answer with a promise", async () => {
  const seen: string[] = [];
  const { module, context } = parking(
    seen,
    () => Promise.resolve(RQ_NOTIFICATION_FINISH_REQUEST),
  );
  const answer = house([module, noting("B", seen)], { app }).text();
  (await within(context, "the parked request")).postCompletion(0);
  await within(answer, "the response");
  assertEquals(seen.slice(2), noted("B", LATE));
});

// @see chttpmodule-onendrequest-method
Deno.test("A-29 a promise of LOG_REQUEST and of END_REQUEST is awaited before the send", async () => {
  const late = defineModule({
    async onLogRequest(context) {
      await turn();
      context.getResponse().setHeader("x-log", "1", true);
    },
    async onPostEndRequest(context) {
      await turn();
      context.getResponse().setHeader("x-end", "2", true);
    },
  });
  const response = await within(house(late, { app }).get(), "the response");
  await response.text();
  assertEquals([response.headers.get("x-log"), response.headers.get("x-end")], ["1", "2"]);
});

/** Posts a completion, and settles with `status` when the test opens the gate. */
const holding = (seen: string[], gate: Promise<void>, status: 0 | 1 | 2) =>
  defineModule({
    name: "Holding",
    async onBeginRequest(context) {
      context.postCompletion(5);
      await gate;
      seen.push("settled");
      return status;
    },
    onAsyncCompletion: (_context, notification, post, _provider, info) =>
      void seen.push(told(notification, post, info)),
  });

// @see ihttpcontext-postcompletion-method
Deno.test("R.4 a completion is held until the promise gives PENDING, then delivered", async () => {
  const gate = Promise.withResolvers<void>();
  const { text, seen } = house(
    (seen: string[]) => holding(seen, gate.promise, RQ_NOTIFICATION_PENDING),
    { app },
  );
  const answer = text();
  await turn();
  assertEquals(seen, []);
  gate.resolve();
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["settled", "1 false 5 0x00000000"]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("R.4 a completion held when the promise gives CONTINUE is swallowed with a warning", async () => {
  const gate = Promise.withResolvers<void>();
  const { events, trace } = tracing();
  const { text, seen } = house(
    (seen: string[]) => holding(seen, gate.promise, RQ_NOTIFICATION_CONTINUE),
    { app, trace },
  );
  const answer = text();
  await turn();
  gate.resolve();
  assertEquals(await within(answer, "the response"), "app");
  assertEquals(seen, ["settled"]);
  assert(named(events, "TRACE_WARNING").some((w) => w.module === "Holding"), "no warning");
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("R.4 a promise of PENDING waits for a completion of its own", async () => {
  const parked = Promise.withResolvers<IHttpContext>();
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        await turn();
        parked.resolve(context);
        return RQ_NOTIFICATION_PENDING;
      },
    }),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  const answer = text();
  const context = await within(parked.promise, "the parked request");
  await turn();
  assertEquals(seen, []);
  context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(seen, ["B BeginRequest"]);
  assertEquals(await within(answer, "the response"), "app");
});
