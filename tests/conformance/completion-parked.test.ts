// How is a parked module completed? Rows 35 to 38: re-entry, post-events, and the end of a notification.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  type IHttpEventProvider,
  RQ_AUTHORIZE_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import {
  app,
  Completing,
  LATE,
  named,
  noted,
  noting,
  parking,
  registered,
  tracing,
  within,
} from "./_notes.ts";

/** Parks, is completed three times, and goes on the third time. */
const threefold = (seen: string[]) =>
  defineModule({
    name: "Threefold",
    onBeginRequest(context) {
      context.postCompletion(1);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context, _notification, _post, _provider, info) {
      const bytes = info.getCompletionBytes();
      seen.push(`async ${bytes}`);
      if (bytes === 3) return RQ_NOTIFICATION_CONTINUE;
      context.postCompletion(bytes + 1);
      return RQ_NOTIFICATION_PENDING;
    },
  });

// @see chttpmodule-onasynccompletion-method
Deno.test("12.35 CHttpModule.onAsyncCompletion is called until it no longer answers PENDING", async () => {
  const { text, seen } = house((seen: string[]) => [
    threefold(seen),
    noting("B", seen, ["onBeginRequest"]),
  ], { app });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, ["async 1", "async 2", "async 3", "B BeginRequest"]);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("12.35 the trace has one START, a COMPLETION each time, and one END", async () => {
  const { events, trace } = tracing();
  await within(house(threefold([]), { app, trace }).text(), "the response");
  const own = events.filter((e) => e.module === "Threefold").map((e) => e.name);
  const completion = "NOTIFY_MODULE_COMPLETION";
  assertEquals(own, [
    "NOTIFY_MODULE_START",
    completion,
    completion,
    completion,
    "NOTIFY_MODULE_END",
  ]);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("12.36 CHttpModule.onAsyncCompletion is told of the post-event that parked", async () => {
  const seen: string[] = [];
  class Post extends Completing {
    override onPostAuthorizeRequest(context: IHttpContext): RQResult {
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    }
  }
  const module = registered("Post", () => new Post(seen), 0, RQ_AUTHORIZE_REQUEST);
  await within(house([module], { app }).text(), "the response");
  assertEquals(seen, ["4 true 0 0x00000000"]);
});

// @see chttpmodule-onasynccompletion-method
Deno.test("12.36 CHttpModule.onAsyncCompletion is called on the object that parked, with its provider", async () => {
  const kept: unknown[] = [];
  class Same extends CHttpModule {
    override onAuthenticateRequest(context: IHttpContext, provider: IHttpEventProvider): RQResult {
      kept.push(this, provider);
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    }
    override onAsyncCompletion(
      _context: IHttpContext,
      _notification: number,
      _post: boolean,
      provider: IHttpEventProvider,
    ): RQResult {
      kept.push(this, provider);
    }
  }
  await within(house(Same, { app }).text(), "the response");
  assert(kept.length === 4 && kept[0] === kept[2] && kept[1] === kept[3], "another object");
});

// @see chttpmodule-onasynccompletion-method
Deno.test("12.37 CHttpModule.onAsyncCompletion that answers FINISH_REQUEST lands at LOG_REQUEST", async () => {
  const seen: string[] = [];
  const { module, context } = parking(seen, () => RQ_NOTIFICATION_FINISH_REQUEST);
  const answer = house([module, noting("B", seen)], { app }).text();
  (await within(context, "the parked request")).postCompletion(0);
  assertEquals(await within(answer, "the response"), "");
  assertEquals(seen.slice(2), noted("B", LATE));
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("12.38 IHttpContext.indicateCompletion(FINISH) from a timer lands at LOG_REQUEST", async () => {
  const { events, trace } = tracing();
  const timed = defineModule({
    name: "Timed",
    onBeginRequest(context) {
      setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST), 1);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  const { text, seen } = house((seen: string[]) => [timed, noting("B", seen)], { app, trace });
  await within(text(), "the response");
  assertEquals(seen, noted("B", LATE));
  const own = events.filter((e) => e.module === "Timed").map((e) => e.name.slice(14));
  assertEquals(own, ["START", "COMPLETION", "END"]);
  const [end] = named(events, "NOTIFY_MODULE_END").filter((e) => e.module === "Timed");
  assertEquals(end.status, RQ_NOTIFICATION_FINISH_REQUEST);
});

// @see ihttpcontext-postcompletion-method
Deno.test("12.32 IHttpContext.postCompletion answers S_OK", async () => {
  const { module, context } = parking([]);
  const answer = house([module], { app }).text();
  assertEquals((await within(context, "the parked request")).postCompletion(1), S_OK);
  await within(answer, "the response");
});

// @see ihttpcontext3-postcompletion-method
Deno.test("12.32 IHttpContext3.postCompletion calls its routine in place of onAsyncCompletion", async () => {
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      onBeginRequest(context) {
        const routine = (error: number, bytes: number, mine: unknown) => {
          seen.push(`routine ${error} ${bytes} ${mine}`);
          context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
        };
        seen.push(`posted ${context.postCompletion(7, routine, "mine")}`);
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: () => void seen.push("async"),
    }), { app });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, ["posted 0", "routine 0 7 mine"]);
});
