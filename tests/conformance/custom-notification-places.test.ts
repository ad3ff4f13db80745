// Where may a custom notification be raised? Anywhere; only inside a send or a read nothing can wait for it.
import {
  defineModule,
  HttpDataChunkFromMemory,
  type ICustomNotificationProvider,
  type IHttpContext,
  RQ_CUSTOM_NOTIFICATION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETED, custom, hearing, parking, raising, SLOW } from "./_custom.ts";
import { app, code, named, noting, tracing, turn, within } from "./_notes.ts";

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: a raiser that goes on all the same is held until the end", async () => {
  const seen: string[] = [];
  const { events, trace } = tracing();
  const { module, context } = parking(seen);
  const { text } = house([
    defineModule({
      name: "Careless",
      onBeginRequest(context) {
        seen.push(`${context.notifyCustomNotification(SLOW).completionExpected}`);
      },
    }),
    module,
    noting("N", seen, ["onBeginRequest"]),
  ], { app, trace });
  const answer = text();
  const parked = await within(context, "the custom notification");
  await turn();
  assertEquals(seen, ["Parking", "true"]);
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the answer"), "app");
  assertEquals(seen.slice(2), ["N BeginRequest"]);
  assert(named(events, "TRACE_WARNING").some(({ module }) => module === "Careless"));
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: parked ones may be nested, and end from the inside", async () => {
  const seen: string[] = [];
  const inner = custom("inner");
  const { promise, resolve } = Promise.withResolvers<IHttpContext>();
  const both = defineModule({
    name: "Both",
    onCustomRequestNotification(context, provider) {
      const type = provider.queryNotificationType();
      seen.push(type);
      if (type === "inner") resolve(context);
      else context.notifyCustomNotification(inner);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(_context, notification, _post, provider, info) {
      const { queryNotificationType } = provider as ICustomNotificationProvider;
      seen.push(`${queryNotificationType()} ${notification} ${info.getCompletedOperation()}`);
    },
  });
  const { text } = house([raising(seen), both], { app });
  const answer = text();
  const parked = await within(promise, "the inner notification");
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the answer"), "app");
  assertEquals(seen, [
    "slow",
    "inner",
    "0x00000000 true",
    `slow ${RQ_CUSTOM_NOTIFICATION} 4`,
    COMPLETED,
  ]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("IHttpContext.notifyCustomNotification inside a send: PENDING counts as CONTINUE", async () => {
  const { events, trace } = tracing();
  const { text, seen } = house((seen) => [
    defineModule({
      name: "Sending",
      onSendResponse(context) {
        const { hr, completionExpected } = context.notifyCustomNotification(SLOW);
        seen.push(`${code(hr)} ${completionExpected}`);
        const buffer = ", and more";
        context.getResponse().writeEntityChunks(
          [{ dataChunkType: HttpDataChunkFromMemory, buffer }],
          true,
          true,
        );
      },
    }),
    defineModule({
      name: "Parking",
      onCustomRequestNotification: () => RQ_NOTIFICATION_PENDING,
    }),
    hearing("After", seen),
  ], { app, trace });
  assertEquals(await within(text(), "the answer"), "app, and more");
  assertEquals(seen, ["After slow", "0x00000000 false"]);
  assert(named(events, "TRACE_WARNING").some(({ module }) => module === "Parking"));
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification from the app: its own answer waits for the handlers", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  let inside: IHttpContext | undefined;
  const { text } = house([
    defineModule({ onBeginRequest: (context) => void (inside = context) }),
    module,
  ], {
    app: {
      fetch() {
        seen.push(`${inside!.notifyCustomNotification(SLOW).completionExpected}`);
        return new Response("app");
      },
    },
  });
  const answer = text();
  const parked = await within(context, "the custom notification");
  await turn();
  assertEquals(seen, ["Parking", "true"]);
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the answer"), "app");
});

// @see chttpmodule-onsendresponse-method
Deno.test("IHttpContext.notifyCustomNotification inside a send: a promise is not waited for, and warned of", async () => {
  const { events, trace } = tracing();
  const { text, seen } = house((seen) => [
    defineModule({
      name: "Sending",
      onSendResponse(context) {
        const { hr, completionExpected } = context.notifyCustomNotification(SLOW);
        seen.push(`${code(hr)} ${completionExpected}`);
      },
    }),
    defineModule({
      name: "Promising",
      async onCustomRequestNotification() {
        await turn();
        seen.push("kept");
      },
    }),
  ], { app, trace });
  assertEquals(await within(text(), "the answer"), "app");
  await turn();
  assertEquals(seen, ["0x00000000 false", "kept"]);
  assert(named(events, "TRACE_WARNING").some(({ module }) => module === "Sending"));
});
