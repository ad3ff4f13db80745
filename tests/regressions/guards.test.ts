// What can code of a module, or a guard between two pipelines, do to others? Contract 7, ruling 12.
import { Hono, type MiddlewareHandler } from "hono";
import {
  defineModule,
  type IHttpContext4,
  pipeline,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, gate, house, text, turn, uncaught, within } from "./_kit.ts";

const app = { fetch: () => new Response("app") };
const fail = (): never => {
  throw new Error("mine alone");
};
const failLater = async (): Promise<never> => {
  await turn();
  return fail();
};

// Contract 7: what a module throws ends its request, never the process.
Deno.test("IHttpContext3.postCompletion: a routine that throws disturbs nobody", async () => {
  const { text } = house({
    name: "Posting",
    onBeginRequest: (context) => void context.postCompletion(1, fail, null),
  }, { app });
  assertEquals(await uncaught(async () => assertEquals(await text(), "app")), []);
});

Deno.test("onTransferEnd that fails later disturbs no other", async () => {
  const { seen, text } = house((seen) => [
    defineModule({ name: "Failing", onTransferEnd: failLater }),
    defineModule({ name: "Next", onTransferEnd: (_context, end) => void seen.push(end.outcome) }),
  ], { app });
  const lost = await uncaught(async () => {
    assertEquals(await text(), "app");
    await turn();
  });
  assertEquals([lost, seen], [[], ["complete"]]);
});

Deno.test("option trace: a watcher that fails later disturbs nothing", async () => {
  const { text } = house({ name: "Plain", onBeginRequest() {} }, { app, trace: failLater });
  const lost = await uncaught(async () => {
    assertEquals(await text(), "app");
    await turn();
  });
  assertEquals(lost, []);
});

// Where the runtime stops an isolate with its response, a log line that is still being written has to be waited for.
Deno.test("onTransferEnd that waits is handed to waitUntil", async () => {
  const kept: Promise<unknown>[] = [];
  const written = gate();
  const { server, seen } = house((seen) =>
    defineModule({
      name: "Log",
      async onTransferEnd() {
        await written.opened;
        seen.push("written");
      },
    }), { app });
  const context = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };
  const asked = Promise.resolve(server.fetch(new Request("http://localhost/"), {}, context));
  await within(asked.then((answer) => answer.text()), "the answer");
  const all = Promise.all(kept).then(() => void seen.push("let go"));
  await turn();
  written.open();
  await within(all, "what was kept");
  assertEquals(seen, ["written", "let go"]);
});

/** A guard that goes its own way as soon as what stands behind it has begun. */
function leaving(begun: Promise<void>): MiddlewareHandler {
  return async (c, next) => {
    const behind = Promise.resolve(next());
    behind.catch(() => {});
    await begun;
    return c.text("left", 504);
  };
}

/** A pipeline, a guard that leaves, a pipeline, and an app that answers when the test lets it. */
function abandoned(outer: Parameters<typeof pipeline>[0], seen: string[]) {
  const begun = gate();
  const late = gate();
  const inner = defineModule({
    name: "Inner",
    onPreExecuteRequestHandler: () => begun.open(),
    onReleaseRequestState: () => void seen.push("inner release"),
  });
  const app = new Hono().use(pipeline(outer)).use(leaving(begun.opened)).use(pipeline(inner));
  app.get("/", async (c) => {
    await late.opened;
    return c.text("late");
  });
  return { app, late };
}

// Issue, item 4: completions are addressed to a frame; a nested pass that was left never takes another's.
Deno.test("IndicateCompletion reaches the pipeline in front of a guard that did not wait for next()", async () => {
  const parked = Promise.withResolvers<IHttpContext4>();
  const { app } = abandoned({
    name: "Outer",
    onLogRequest(context) {
      parked.resolve(context);
      return RQ_NOTIFICATION_PENDING;
    },
  }, []);
  const answer = ask(app);
  (await within(parked.promise, "LOG_REQUEST")).indicateCompletion(RQ_NOTIFICATION_CONTINUE);
  assertEquals((await answer).status, 504);
});

// Ruling 12: the nested pass lies inside EXECUTE; behind LOG nothing of it may run.
Deno.test("a guard that did not wait for next() leaves nothing of the nested pass to run behind LOG", async () => {
  const seen: string[] = [];
  const note = (what: string) => () => void seen.push(what);
  const { app, late } = abandoned(
    { name: "Outer", onLogRequest: note("outer log"), onEndRequest: note("outer end") },
    seen,
  );
  assertEquals(await text(app), "left");
  late.open();
  await turn();
  assertEquals(seen, ["outer log", "outer end"]);
});
