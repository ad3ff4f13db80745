// May a module take its next notification over? Rows 27 and 28.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_AUTHENTICATE_REQUEST,
  RQ_AUTHORIZE_REQUEST,
  RQ_LOG_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, named, noting, registered, tracing } from "./_notes.ts";

type Next = ReturnType<IHttpContext["getNextNotification"]>;

/** A module on AUTHENTICATE that asks once for the next notification, and notes what else it is told. */
function asking(
  seen: string[],
  use: (next: Next, module: CHttpModule, context: IHttpContext) => void,
  status: 0 | 2 = RQ_NOTIFICATION_CONTINUE,
) {
  return class Asking extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      use(context.getNextNotification(status), this, context);
      seen.push("pre");
      return status;
    }
    override onPostAuthenticateRequest(): RQResult {
      seen.push("post");
    }
  };
}

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 IHttpContext.getNextNotification advances to the module's own post handler", async () => {
  const found: unknown[] = [];
  const { text } = house(
    asking([], (next, module) => {
      found.push(next.ret, next.notification, next.isPostNotification, next.moduleInfo === module);
    }),
    { app },
  );
  await text();
  assertEquals(found, [true, RQ_AUTHENTICATE_REQUEST, true, true]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 a notification that getNextNotification gave out is not raised again", async () => {
  const seen: string[] = [];
  assertEquals(await house(asking(seen, () => {}), { app }).text(), "app");
  assertEquals(seen, ["pre"]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 what getNextNotification gave out can be run by the module itself", async () => {
  const seen: string[] = [];
  const run = (next: Next, _module: CHttpModule, context: IHttpContext) => {
    const provider = next.requestOutput as IHttpEventProvider;
    const post = next.moduleInfo as CHttpModule;
    post.onPostAuthenticateRequest(
      context as Parameters<CHttpModule["onPostAuthenticateRequest"]>[0],
      provider,
    );
  };
  await house(asking(seen, run), { app }).text();
  assertEquals(seen, ["post", "pre"]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 IHttpContext.getNextNotification crosses into the next stage", async () => {
  const found: unknown[] = [];
  class Crossing extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      const next = context.getNextNotification(RQ_NOTIFICATION_CONTINUE);
      found.push(next.ret, next.notification, next.isPostNotification);
    }
    override onAuthorizeRequest(): RQResult {
      found.push("raised again");
    }
  }
  await house(Crossing, { app }).text();
  assertEquals(found, [true, RQ_AUTHORIZE_REQUEST, false]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 a second getNextNotification advances one further", async () => {
  const masks: number[] = [];
  class Twice extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      masks.push(context.getNextNotification(RQ_NOTIFICATION_CONTINUE).notification);
      masks.push(context.getNextNotification(RQ_NOTIFICATION_CONTINUE).notification);
    }
    override onPostAuthenticateRequest(): RQResult {}
    override onAuthorizeRequest(): RQResult {}
  }
  await house(Twice, { app }).text();
  assertEquals(masks, [RQ_AUTHENTICATE_REQUEST, RQ_AUTHORIZE_REQUEST]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.27 getNextNotification(FINISH) gives the module's LOG handler", async () => {
  const found: unknown[] = [];
  class Finishing extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      const next = context.getNextNotification(RQ_NOTIFICATION_FINISH_REQUEST);
      found.push(next.ret, next.notification, next.isPostNotification);
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    override onLogRequest(): RQResult {
      found.push("raised again");
    }
  }
  await house(Finishing, { app }).text();
  assertEquals(found, [true, RQ_LOG_REQUEST, false]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.28 IHttpContext.getNextNotification is false with another module's handler in between", async () => {
  const found: unknown[] = [];
  const seen: string[] = [];
  const first = asking(seen, (next) => found.push(next.ret, next.notification, next.moduleInfo));
  await house([first, noting("B", seen, ["onAuthenticateRequest"])], { app }).text();
  assertEquals(found, [false, 0, null]);
  assertEquals(seen, ["pre", "B AuthenticateRequest", "post"]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.28 IHttpContext.getNextNotification is false where nothing of the module is left", async () => {
  const answers: boolean[] = [];
  const last = defineModule({
    onPostEndRequest(context) {
      answers.push(context.getNextNotification(RQ_NOTIFICATION_CONTINUE).ret);
    },
  });
  assertEquals(await house(last, { app }).text(), "app");
  assertEquals(answers, [false]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.28 a module that turned its next notification off is not given it", async () => {
  const found: unknown[] = [];
  class Disabled extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      context.disableNotifications(0, RQ_AUTHENTICATE_REQUEST);
      const next = context.getNextNotification(RQ_NOTIFICATION_CONTINUE);
      found.push(next.ret, next.notification);
    }
    override onPostAuthenticateRequest(): RQResult {}
    override onLogRequest(): RQResult {}
  }
  await house(Disabled, { app }).text();
  assertEquals(found[1] === RQ_AUTHENTICATE_REQUEST, false);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("12.28 the modules of two registrations are two hosts", async () => {
  const answers: boolean[] = [];
  class One extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext): RQResult {
      answers.push(context.getNextNotification(RQ_NOTIFICATION_CONTINUE).ret);
    }
    override onPostAuthenticateRequest(): RQResult {}
  }
  const bits = RQ_AUTHENTICATE_REQUEST;
  const { events, trace } = tracing();
  const pair = [registered("1", () => new One(), bits), registered("2", () => new One(), 0, bits)];
  await house(pair, { app, trace }).text();
  assertEquals(answers, [false]);
  const starts = named(events, "NOTIFY_MODULE_START").map((e) => e.module);
  assertEquals(starts.filter((name) => name === "1" || name === "2"), ["1", "2"]);
});
