// Would a wrong step be noticed? Behaviours of the state machine that faults planted by hand have shown to be unwatched.
import {
  defineModule,
  type IHttpContext4,
  RQ_ACQUIRE_REQUEST_STATE,
  RQ_AUTHORIZE_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_RESOLVE_REQUEST_CACHE,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { app, noting, turn, write } from "./_notes.ts";
import { byClock, hushed, unsaid } from "../regressions/_kit.ts";

// @see ihttpcontext-disablenotifications-method
Deno.test("IHttpContext.disableNotifications adds to what was turned off before, pre and post", async () => {
  const handlers = [
    "onAuthorizeRequest",
    "onPostAuthorizeRequest",
    "onResolveRequestCache",
    "onPostResolveRequestCache",
    "onAcquireRequestState",
    "onPostAcquireRequestState",
  ] as const;
  const { text, seen } = house((seen: string[]) =>
    noting("A", seen, handlers, {
      onBeginRequest(context) {
        context.disableNotifications(RQ_AUTHORIZE_REQUEST, RQ_RESOLVE_REQUEST_CACHE);
        context.disableNotifications(RQ_RESOLVE_REQUEST_CACHE, RQ_ACQUIRE_REQUEST_STATE);
        context.disableNotifications(0, 0);
      },
    }), { app });
  await text();
  assertEquals(seen, ["A PostAuthorizeRequest", "A AcquireRequestState"]);
});

// @see chttpmodule-class
Deno.test("A thenable that answers once more while the next handler waits ends nobody else's notification", async () => {
  let again = (): void => {};
  const twice = (): RQResult =>
    unsaid({
      then(fulfil: (status: number) => void) {
        again = () => fulfil(RQ_NOTIFICATION_FINISH_REQUEST);
        queueMicrotask(() => fulfil(RQ_NOTIFICATION_CONTINUE));
      },
    });
  const { text, seen } = house((seen: string[]) => [
    defineModule({ name: "Twice", onBeginRequest: twice }),
    defineModule({
      name: "Next",
      async onBeginRequest() {
        await turn();
        again();
        await turn();
        seen.push("waited");
      },
    }),
    noting("A", seen, ["onAuthorizeRequest"]),
  ], { app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["waited", "A AuthorizeRequest"]);
});

/** Raises a send whose handler waits for ever, and goes on then. */
const flushing = (seen: string[], then: () => unknown) =>
  defineModule({
    name: "Flushing",
    async onExecuteRequestHandler(context: IHttpContext4) {
      await context.getResponse().flush(false, true);
      seen.push("flushed");
      await then();
      seen.push("went on");
    },
  });

Deno.test("moduleTimeout: who has waited for another's onSendResponse has its whole time again when that is passed over", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({ name: "Slow", onSendResponse: () => new Promise<void>(() => {}) }),
    flushing(seen, () => sleep(60)),
  ], { limits: { moduleTimeout: 100 } });
  await hushed(byClock(async (clock) => {
    const answer = get().then((response) => response.text()).catch(() => "broken");
    await clock.tick(400);
    await answer;
  }));
  assertEquals(seen.slice(0, 2), ["flushed", "went on"]);
});

Deno.test("moduleTimeout: an onSendResponse that was in time is not to blame for what waits afterwards", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({ name: "InTime", onSendResponse: () => sleep(1) }),
    flushing(seen, () => new Promise(() => {})),
    defineModule({
      name: "Account",
      onTransferEnd: (_context, { error }) =>
        void seen.push(String((error as { module?: string })?.module)),
    }),
  ], { limits: { requestTimeout: 50 } });
  await hushed(async () => void await (await get()).text().catch(() => "broken"));
  assertEquals(seen, ["flushed", "Flushing"]);
});

/** Which of the two requests this is. */
const who = (context: IHttpContext4): string =>
  context.getParentContext() === null ? "root" : "child";

Deno.test("A limit: a child request that is given up has its LOG_REQUEST and END_REQUEST, before its parent's", async () => {
  const { get, seen } = house((seen: string[]) =>
    defineModule({
      name: "Parent",
      async onBeginRequest(context: IHttpContext4): Promise<void> {
        if (who(context) === "child") return new Promise(() => {});
        await sleep(60); // The child's own time begins here.
        context.executeRequest(true, context.cloneContext(0).httpContext!, 0, null);
      },
      async onLogRequest(context: IHttpContext4) {
        if (who(context) === "root") await turn();
        seen.push(`log ${who(context)}`);
      },
      onEndRequest: (context: IHttpContext4) => void seen.push(`end ${who(context)}`),
    }), { app, limits: { requestTimeout: 90 } });
  await hushed(byClock(async (clock) => {
    const answer = get();
    await clock.tick(200);
    assertEquals((await answer).status, 503);
  }));
  assertEquals(seen, ["log child", "end child", "log root", "end root"]);
});

Deno.test("WebServer.close: a child is ended before its parent, also where that has waited before it was made", async () => {
  const { get, server, seen } = house((seen: string[]) =>
    defineModule({
      name: "Parent",
      async onBeginRequest(context: IHttpContext4): Promise<void> {
        if (who(context) === "child") return new Promise(() => {});
        await turn();
        context.executeRequest(true, context.cloneContext(0).httpContext!, 0, null);
      },
      onLogRequest: (context: IHttpContext4) => void seen.push(`log ${who(context)}`),
    }), { app });
  await hushed(async () => {
    const answer = get();
    await turn();
    await turn();
    await server.close({ deadline: 5 });
    assertEquals((await answer).status, 503);
    await turn();
  });
  assertEquals(seen, ["log child", "log root"]);
});

Deno.test("executionCtx.waitUntil: a request that goes on behind its head keeps the isolate until its end", async () => {
  const { server, seen } = house((seen: string[]) =>
    defineModule({
      name: "Flushing",
      async onExecuteRequestHandler(context: IHttpContext4) {
        context.getResponse().flush(false, true);
        await turn();
        seen.push("handled");
      },
    })
  );
  const kept: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>): void => {
    kept.push(promise);
    promise.then(() => seen.push("let go"));
  };
  const request = new Request("http://localhost/");
  const text = await (await server.fetch(request, undefined, { waitUntil })).text();
  await Promise.all(kept);
  assertEquals([text, kept.length, seen], ["", 1, ["handled", "let go"]]);
});

Deno.test("development: what a module throws is text on the page of the error, and in its description", async () => {
  const said: (string | null)[] = [];
  const { text } = house([
    defineModule({
      name: "Throwing",
      onBeginRequest() {
        throw new Error("<script>alert(1)</script>");
      },
    }),
  ], { development: true });
  await hushed(async () => void said.push(await text("http://127.0.0.1/")));
  assertEquals(/<script/i.test(said[0]!), false);
  assertEquals(said[0]!.includes("&#60;script&#62;alert(1)"), true, said[0]!);
});

Deno.test("IHttpResponse.flush: a second one waits until the handlers of the first are through, and raises its own", async () => {
  let sends = 0;
  const { text, seen } = house((seen: string[]) => [
    defineModule({
      name: "Seeing",
      async onSendResponse() {
        const send = ++sends;
        seen.push(`begin ${send}`);
        await sleep(20 / send);
        seen.push(`end ${send}`);
      },
    }),
    defineModule({
      name: "Hasty",
      async onExecuteRequestHandler(context: IHttpContext4) {
        const response = context.getResponse();
        const flushes = ["one ", "two "].map((piece) => {
          write(context, piece);
          return response.flush(false, true);
        });
        const sent = await Promise.all(flushes);
        seen.push(...sent.map(({ bytesSent }) => `sent ${bytesSent}`));
        write(context, "three");
      },
    }),
  ]);
  assertEquals(await text(), "one two three");
  const sent = seen.filter((note) => note.startsWith("sent"));
  const raised = [1, 2, 3].flatMap((n) => [`begin ${n}`, `end ${n}`]);
  assertEquals(seen.filter((note) => !sent.includes(note)), raised);
  assertEquals(sent.reduce((sum, note) => sum + Number(note.slice(5)), 0), 8);
});
