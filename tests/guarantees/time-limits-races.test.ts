// Promise 6, no stall: who wins where a time limit meets something else? What runs is ended once, whoever speaks in that very turn.
import {
  defineModule,
  type IHttpContext4,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { hearing, raising } from "../conformance/_custom.ts";
import { app, LATE, noted, noting } from "../conformance/_notes.ts";
import { byClock, hushed, uncaught } from "../regressions/_kit.ts";
import { account, ask, never, slow, TIMES } from "./_limits.ts";

type Speaking = (context: IHttpContext4) => void;

/** What a module may say when its signal tells it that the time is over. */
const WORDS: Record<string, Speaking> = {
  "indicates CONTINUE": (context) => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE),
  "indicates FINISH": (context) => context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST),
  "indicates PENDING": (context) => context.indicateCompletion(RQ_NOTIFICATION_PENDING),
  "posts a completion": (context) => void context.postCompletion(1),
  "says all of it": (context) => {
    context.postCompletion(1);
    context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    context.indicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
  },
};

for (const limit of TIMES) {
  for (const [what, speak] of Object.entries(WORDS)) {
    for (const [how, answer] of [["parked", RQ_NOTIFICATION_PENDING], ["held", never]] as const) {
      Deno.test(`${limit}: a ${how} module that ${what} when its signal is aborted is too late: 503, LOG and END once`, async () => {
        const { get, seen } = house((seen: string[]) => [
          defineModule({
            name: "Listening",
            onBeginRequest(context: IHttpContext4): RQResult {
              context.signal.addEventListener("abort", () => speak(context));
              return typeof answer === "function" ? answer() : answer;
            },
            onAsyncCompletion: () => void seen.push("entered again"),
          }),
          noting("A", seen),
          account(seen),
        ], { app, limits: { [limit]: 20 } });
        const { status, text } = await ask(get);
        await sleep(30);
        assertEquals([status, text], [503, ""]);
        assertEquals(seen, [...noted("A", LATE), `timeout 0 ${limit} Listening onBeginRequest`]);
      });
    }
  }
}

Deno.test("moduleTimeout: a promise of onSendResponse that begins late is bounded, though only the request's end was watched", async () => {
  let sends = 0;
  const { get } = house([
    slow("onBeginRequest", () => sleep(2)),
    defineModule({
      name: "Seeing",
      onAuthorizeRequest: (context) => void context.getResponse().disableBuffering(),
      onSendResponse: () => ++sends === 2 ? never() : undefined,
    }),
  ], {
    app: {
      fetch: () =>
        new Response(
          new ReadableStream<Uint8Array>({
            async pull(controller) {
              await sleep(30);
              controller.enqueue(new Uint8Array(3));
              if (sends > 0) controller.close();
            },
          }),
        ),
    },
    limits: { moduleTimeout: 20, requestTimeout: 60_000 },
  });
  const { status, text } = await ask(get);
  assertEquals([status, text.length], [200, 6]);
});

Deno.test("moduleTimeout: the raiser of a custom notification has its own time, to the millisecond, when that is over", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      name: "Raising",
      onBeginRequest(context) {
        context.notifyCustomNotification({ queryNotificationType: () => "x", setErrorStatus() {} });
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: () => RQ_NOTIFICATION_PENDING,
    }),
    hearing("B", seen, () => sleep(60)),
    account(seen),
  ], { app, limits: { moduleTimeout: 100 } });
  await hushed(byClock(async (clock) => {
    const answer = get();
    await clock.tick(99);
    assertEquals(seen, ["B x"]);
    await clock.tick(1);
    assertEquals((await answer).status, 503);
    assertEquals(seen, ["B x", "timeout 0 moduleTimeout Raising onBeginRequest"]);
  }));
});

for (const settles of ["resolves", "rejects"] as const) {
  Deno.test(`A limit: a custom notification that ${settles} behind the end of its raiser wakes nothing`, async () => {
    let settle = (): void => {};
    const promise = new Promise<void>((resolve, reject) => {
      settle = settles === "resolves" ? resolve : () => reject(new Error("on purpose"));
    });
    const open = Promise.withResolvers<void>();
    const { get, seen } = house((seen: string[]) => [
      raising(seen),
      hearing("B", seen, () => promise),
      defineModule({ name: "Logger", onLogRequest: () => open.promise }),
      noting("A", seen, LATE),
    ], { app, limits: { stageTimeout: 20 } });
    const lost = await uncaught(byClock(async (clock) => {
      const answer = get();
      await clock.tick(25);
      settle();
      await clock.tick(0);
      open.resolve();
      assertEquals((await answer).status, 503);
      await clock.tick(0);
    }));
    assertEquals(lost, []);
    assertEquals(seen, ["B slow", "0x00000000 true", ...noted("A", LATE)]);
  });
}

Deno.test("A limit: LOG_REQUEST may begin an operation where the one that was ended has not", async () => {
  const hrs: number[] = [];
  const read = (context: IHttpContext4): RQResult => {
    const { hr } = context.getRequest().readEntityBody(new Uint8Array(8), true);
    hrs.push(hr);
    return RQ_NOTIFICATION_PENDING;
  };
  const { get } = house(
    defineModule({
      name: "Reading",
      onBeginRequest: read,
      onLogRequest: read,
      onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE,
    }),
    { app, limits: { moduleTimeout: 20 } },
  );
  const body = new ReadableStream<Uint8Array>({}, { highWaterMark: 0 });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  assertEquals((await ask(() => get("/", init))).status, 503);
  assertEquals(hrs, [S_OK, S_OK]);
});
