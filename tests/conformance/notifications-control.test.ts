// Which notifications may a module turn off, ask about or take over? Rows 21 to 28, decisions.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  RQ_ACQUIRE_REQUEST_STATE,
  RQ_AUTHENTICATE_REQUEST,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_LOG_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_SEND_RESPONSE,
  type RQResult,
} from "../../mod.ts";
import { virtualClock } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { app, ending, type Handler, noting, registered, within, write } from "./_notes.ts";

/** Turns notifications off in AUTHENTICATE unless the address asks for all. */
const disabling = (seen: string[], handlers: Handler[], pre: number, post: number) =>
  noting("A", seen, handlers, {
    onAuthenticateRequest(context) {
      const all = context.getRequest().getRawHttpRequest().rawUrl.includes("all");
      if (!all) context.disableNotifications(pre, post);
    },
  });

// @see ihttpcontext-disablenotifications-method
Deno.test("12.21 IHttpContext.disableNotifications turns an event off for its caller alone", async () => {
  const { text, seen } = house((seen: string[]) => [
    disabling(seen, ["onAuthorizeRequest", "onPostAuthorizeRequest"], RQ_AUTHORIZE_REQUEST, 0),
    noting("B", seen, ["onAuthorizeRequest"]),
  ], { app });
  await text();
  assertEquals(seen, ["B AuthorizeRequest", "A PostAuthorizeRequest"]);
});

// @see ihttpcontext-disablenotifications-method
Deno.test("12.21 IHttpContext.disableNotifications does not reach the next request", async () => {
  const { text, seen } = house(
    (seen: string[]) => disabling(seen, ["onAuthorizeRequest"], RQ_AUTHORIZE_REQUEST, 0),
    { app },
  );
  await text();
  assertEquals(seen, []);
  await text("/all");
  assertEquals(seen, ["A AuthorizeRequest"]);
});

// @see ihttpcontext-disablenotifications-method
Deno.test("12.22 IHttpContext.disableNotifications has a mask of its own for post-events", async () => {
  const { text, seen } = house(
    (seen: string[]) => disabling(seen, ["onEndRequest", "onPostEndRequest"], 0, RQ_END_REQUEST),
    { app },
  );
  await text();
  assertEquals(seen, ["A EndRequest"]);
});

// @see ihttpcontext-disablenotifications-method
Deno.test("12.23 the sample's (RQ_BEGIN_REQUEST, 0) leaves post-BEGIN on (A-05)", async () => {
  const line = (context: IHttpContext, name: string) => write(context, `\nNotification: ${name}`);
  class MyHttpModule extends CHttpModule {
    override async onBeginRequest(context: IHttpContext): Promise<void> {
      line(context, "OnBeginRequest");
      await context.getResponse().flush(false, true);
      context.disableNotifications(RQ_BEGIN_REQUEST, 0);
    }
    override onPostBeginRequest(context: IHttpContext): RQResult {
      line(context, "OnPostBeginRequest");
    }
    override onAcquireRequestState(context: IHttpContext): RQResult {
      line(context, "OnAcquireRequestState");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const bits = RQ_BEGIN_REQUEST | RQ_ACQUIRE_REQUEST_STATE;
  const sample = registered("Sample", () => new MyHttpModule(), bits, RQ_BEGIN_REQUEST);
  const lines = ["OnBeginRequest", "OnPostBeginRequest", "OnAcquireRequestState"];
  assertEquals(
    await within(house([sample], { app }).text(), "the body"),
    lines.map((name) => `\nNotification: ${name}`).join(""),
  );
});

// @see ihttpcontext-disablenotifications-method
Deno.test("12.23 the sample's flush sends the head before later stages run", async () => {
  const gate = Promise.withResolvers<void>();
  const { module, over } = ending();
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        write(context, "first");
        await context.getResponse().flush(false, true);
        await gate.promise;
      },
      onPostBeginRequest: () => void seen.push("post"),
    }),
    module,
  ], { app });
  const response = await within(get(), "the head");
  seen.push("head");
  gate.resolve();
  await response.text();
  await within(over, "the end of the request");
  assertEquals(seen, ["head", "post"]);
});

// @see ihttpcontext-disablenotifications-method
Deno.test("12.24 IHttpContext.disableNotifications does not turn RQ_SEND_RESPONSE off", async () => {
  const { text, seen } = house(
    (seen: string[]) => disabling(seen, ["onSendResponse"], RQ_SEND_RESPONSE, 0),
    { app },
  );
  await text();
  assertEquals(seen, ["A SendResponse"]);
});

/** What getIsLastNotification says in BEGIN for a module that is also registered for `bits` and `postBits`. */
async function isLast(status: 0 | 2, bits: number, postBits = 0, disabled = 0): Promise<boolean> {
  const answers: boolean[] = [];
  class Asking extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      context.disableNotifications(disabled, 0);
      answers.push(context.getIsLastNotification(status));
      return status;
    }
  }
  const asking = registered("Asking", () => new Asking(), RQ_BEGIN_REQUEST | bits, postBits);
  await house([asking, noting("Other", [])], { app }).text();
  return answers[0];
}
const CONTINUE = RQ_NOTIFICATION_CONTINUE;
const FINISH = RQ_NOTIFICATION_FINISH_REQUEST;

// @see ihttpcontext-getislastnotification-method
Deno.test("12.25 getIsLastNotification(FINISH) is true for a module on BEGIN alone", async () => {
  class MyHttpModule extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      const last = context.getIsLastNotification(RQ_NOTIFICATION_FINISH_REQUEST);
      write(context, `Last Notification: ${last ? "Yes" : "No"}`);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  assertEquals(await house(MyHttpModule, { app }).text(), "Last Notification: Yes");
});

// @see ihttpcontext-getislastnotification-method
Deno.test("12.26 getIsLastNotification(CONTINUE) is false for a module that is also on END", async () => {
  assertEquals(await isLast(CONTINUE, RQ_END_REQUEST), false);
});

// @see ihttpcontext-getislastnotification-method
Deno.test("A-04 getIsLastNotification(FINISH) counts LOG and END and their posts", async () => {
  assertEquals(await isLast(FINISH, RQ_LOG_REQUEST), false);
  assertEquals(await isLast(FINISH, 0, RQ_END_REQUEST), false);
});

// @see ihttpcontext-getislastnotification-method
Deno.test("A-04 getIsLastNotification(FINISH) does not count what FINISH skips", async () => {
  assertEquals(await isLast(FINISH, RQ_AUTHENTICATE_REQUEST, RQ_BEGIN_REQUEST), true);
});

// @see ihttpcontext-getislastnotification-method
Deno.test("A-04 getIsLastNotification(CONTINUE) counts a later stage and a post-event", async () => {
  assertEquals(await isLast(CONTINUE, RQ_AUTHORIZE_REQUEST), false);
  assertEquals(await isLast(CONTINUE, 0, RQ_BEGIN_REQUEST), false);
});

// @see ihttpcontext-getislastnotification-method
Deno.test("A-04 getIsLastNotification does not count RQ_SEND_RESPONSE", async () => {
  assertEquals(await isLast(CONTINUE, RQ_SEND_RESPONSE), true);
});

// @see ihttpcontext-getislastnotification-method
Deno.test("A-04 getIsLastNotification does not count what disableNotifications turned off", async () => {
  assertEquals(await isLast(CONTINUE, RQ_AUTHORIZE_REQUEST, 0, RQ_AUTHORIZE_REQUEST), true);
});

// @see ihttpcontext-getcurrentexecutionstats-method
Deno.test("1.5 IHttpContext.getCurrentExecutionStats names the notification and the module that runs", async () => {
  const stats: unknown[] = [];
  const look = (context: IHttpContext): void => {
    const { hr, notification, module } = context.getCurrentExecutionStats();
    stats.push([hr, notification, module]);
  };
  const names = ["A", "B"].map((name) =>
    defineModule({ name, onBeginRequest: look, onLogRequest: look })
  );
  await house(names, { app }).text();
  const wanted = [RQ_BEGIN_REQUEST, RQ_LOG_REQUEST].flatMap((
    bit,
  ) => [[0, bit, "A"], [0, bit, "B"]]);
  assertEquals(stats, wanted);
});

// @see ihttpcontext-getcurrentexecutionstats-method
Deno.test("1.5 IHttpContext.getCurrentExecutionStats tells when each wait began, a second one too", async () => {
  using clock = virtualClock();
  const waited: number[] = [];
  const Waits = defineModule({
    name: "Waits",
    onBeginRequest(context) {
      context.getCurrentExecutionStats();
      return sleep(60);
    },
    onAuthenticateRequest: (context) =>
      sleep(30).then(() => {
        const { asyncNotificationStartTickCount: began } = context.getCurrentExecutionStats();
        waited.push(context.getRequestStartTime() + context.getRequestElapsedTime() - began);
      }),
  });
  const answer = house([Waits], { app }).text();
  await clock.tick(90);
  await answer;
  assertEquals(waited, [30]);
});
