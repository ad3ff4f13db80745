// May a custom notification wait? Wherever the notification that has raised it may; nothing overtakes it.
import {
  CHttpModule,
  defineModule,
  type IHttpCompletionInfo2,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_CUSTOM_NOTIFICATION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETED, hearing, parking, raising, SLOW } from "./_custom.ts";
import { app, code, noting, registered, turn, within, write } from "./_notes.ts";

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: PENDING is told, its end completes the raiser once", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const { text } = house([
    raising(seen),
    module,
    hearing("After", seen),
    noting("N", seen, ["onBeginRequest"]),
  ], { app });
  const answer = text();
  const parked = await within(context, "the custom notification");
  await turn();
  assertEquals(seen, ["Parking", "0x00000000 true"]);
  parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await within(answer, "the answer"), "app");
  assertEquals(seen.slice(2), ["After slow", COMPLETED, "N BeginRequest"]);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("CHttpModule.onAsyncCompletion: a parked custom notification is told with its own mask and provider", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const { text } = house([raising(seen), module], { app });
  const answer = text();
  const parked = await within(context, "the custom notification");
  assertEquals(code(parked.postCompletion(77)), "0x00000000");
  assertEquals(await within(answer, "the answer"), "app");
  assertEquals(seen, [
    "Parking",
    "0x00000000 true",
    `Parking async ${RQ_CUSTOM_NOTIFICATION} false 77 true`,
    COMPLETED,
  ]);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification: a flush inside it completes there, not at the raiser", async () => {
  const seen: string[] = [];
  class Flushing extends CHttpModule {
    override onCustomRequestNotification(context: IHttpContext): RQResult {
      write(context, "flushed, ");
      const { completionExpected } = context.getResponse().flush(true, true);
      return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }
    override onAsyncCompletion(
      _context: IHttpContext,
      notification: number,
      _post: boolean,
      _provider: IHttpEventProvider,
      info: IHttpCompletionInfo2,
    ): RQResult {
      seen.push(`Flushing async ${notification} ${info.getCompletionBytes()}`);
      return RQ_NOTIFICATION_CONTINUE;
    }
  }
  const { text } = house([
    raising(seen),
    registered("Flushing", () => new Flushing(), RQ_CUSTOM_NOTIFICATION),
  ], { app });
  assertEquals(await within(text(), "the answer"), "flushed, app");
  assertEquals(seen, [
    "0x00000000 true",
    `Flushing async ${RQ_CUSTOM_NOTIFICATION} 9`,
    COMPLETED,
  ]);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification: a promise waits as PENDING does", async () => {
  const { text, seen } = house((seen) => [
    raising(seen),
    defineModule({
      name: "Promising",
      async onCustomRequestNotification() {
        seen.push("Promising");
        await turn();
        seen.push("kept");
      },
    }),
    hearing("After", seen),
  ], { app });
  assertEquals(await within(text(), "the answer"), "app");
  assertEquals(seen, ["Promising", "0x00000000 true", "kept", "After slow", COMPLETED]);
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: the raiser's answer to its completion counts", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen);
  const { get } = house([
    raising(seen, SLOW, RQ_NOTIFICATION_FINISH_REQUEST),
    module,
    noting("N", seen, ["onBeginRequest", "onLogRequest"]),
  ], { app });
  const answer = get();
  (await within(context, "the custom notification")).indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals(await (await within(answer, "the answer")).text(), "");
  assertEquals(seen.slice(2), [COMPLETED, "N LogRequest"]);
});
