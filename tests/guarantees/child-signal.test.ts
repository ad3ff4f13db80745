// Promise 6, no stall: does a child request hear that nobody waits for it? By its own signal, with the reason that its root has.
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext4,
  type Limits,
  TimeLimitError,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { isRoot, nesting } from "../conformance/_child.ts";
import { app, turn, within, write } from "../conformance/_notes.ts";
import { byClock, hushed } from "../regressions/_kit.ts";

/** The ways in which a child can be executed, each with a head of its own that has left or has not. */
const CHILDREN = [0, EXECUTE_FLAG_BUFFER_RESPONSE, EXECUTE_FLAG_NO_HEADERS].flatMap((execute) =>
  [false, true].map((flushes) => ({ execute, flushes }))
);

/** A root whose child writes, perhaps flushes, and waits until its signal is aborted. */
function waiting({ execute, flushes }: (typeof CHILDREN)[number], limits: Limits = {}) {
  const begun = Promise.withResolvers<IHttpContext4>();
  const reasons: unknown[] = [];
  const { get, server } = house([
    { name: "Before", onBeginRequest: (context) => isRoot(context) ? sleep(15) : undefined },
    nesting([], "/child", { at: "onExecuteRequestHandler", execute }),
    {
      name: "Child",
      async onExecuteRequestHandler(context: IHttpContext4) {
        if (isRoot(context)) return;
        const { signal } = context;
        write(context, "child");
        if (flushes) context.getResponse().flush(false, true);
        const ended = new Promise<void>((resolve) =>
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason);
            resolve();
          })
        );
        begun.resolve(context.getParentContext() as IHttpContext4);
        await ended;
      },
    },
  ], { app, limits });
  return { get, server, begun: begun.promise, reasons };
}

/** Asks, takes the first piece of what comes, and leaves when `leave` is called. */
function client(get: (path: string, init: RequestInit) => Promise<Response>) {
  const abort = new AbortController();
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const answer = get("/", { signal: abort.signal }).then((response) => {
    reader = response.body?.getReader();
    return reader?.read();
  }).catch(() => {});
  return {
    answer,
    leave(): void {
      abort.abort();
      reader?.cancel();
    },
  };
}

for (const child of CHILDREN) {
  const title = `flags ${child.execute}, ${child.flushes ? "flushed" : "nothing flushed"}`;

  Deno.test(`context.signal of a child (${title}) is aborted by the time limit of its root, and says so`, async () => {
    const { get, reasons } = waiting(child, { requestTimeout: 300 });
    await hushed(byClock(async (clock) => {
      const answer = get().then((response) => response.text()).catch(() => "broken");
      await clock.tick(300);
      await answer;
      await clock.tick(0);
    }));
    const [reason] = reasons;
    assertEquals(reasons.length, 1);
    assert(reason instanceof TimeLimitError, String(reason));
    assertEquals(reason.limit, "requestTimeout");
  });

  Deno.test(`context.signal of a child (${title}) is aborted when the client leaves, with an AbortError`, async () => {
    const { get, begun, reasons } = waiting(child);
    const { answer, leave } = client(get);
    await within(begun, "the child");
    await turn();
    leave();
    await turn();
    assertEquals(reasons.map((reason) => (reason as DOMException).name), ["AbortError"]);
    await hushed(() => within(answer, "the end"));
  });

  Deno.test(`context.signal of a child (${title}) is aborted when its parent cancels it, with an AbortError`, async () => {
    const { get, begun, reasons } = waiting(child);
    const { answer } = client(get);
    const parent = await within(begun, "the child");
    await turn();
    await hushed(async () => {
      parent.cancelIo();
      await turn();
      await within(answer, "the end");
    });
    assertEquals(reasons.map((reason) => (reason as DOMException).message), [
      "The child request was cancelled",
    ]);
  });

  Deno.test(`context.signal of a child (${title}) is aborted when the server closes at its deadline`, async () => {
    const { get, server, begun, reasons } = waiting(child);
    const { answer } = client(get);
    await within(begun, "the child");
    await hushed(async () => {
      await server.close({ deadline: 5 });
      await within(answer, "the end");
    });
    assertEquals(reasons.map(String), [
      "Error: The server was closed before the response was complete",
    ]);
  });
}

Deno.test("context.signal that a child first asks for when its root's is aborted is aborted, for the same reason", async () => {
  const reasons: unknown[] = [];
  const { get } = house([
    {
      name: "Late",
      onLogRequest(context: IHttpContext4) {
        reasons.push(context.signal.reason);
        if (!isRoot(context)) return;
        const { httpContext } = context.cloneContext(0);
        context.executeRequest(true, httpContext!, 0, null);
      },
      onBeginRequest: (context) => isRoot(context) ? new Promise(() => {}) : undefined,
    },
  ], { app, limits: { moduleTimeout: 10 } });
  await hushed(async () => void await (await get()).text());
  assertEquals(reasons.length, 2);
  assert(reasons[0] instanceof TimeLimitError && reasons[0] === reasons[1]);
});
