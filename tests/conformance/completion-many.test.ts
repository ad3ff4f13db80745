// What of very many completions, and of several requests? Decisions.
import {
  defineModule,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, turn, within } from "./_notes.ts";

/** A request parked for the test to complete. */
async function parkedRequest(seen: string[], name: string) {
  const context = Promise.withResolvers<IHttpContext>();
  const module = defineModule({
    name,
    onBeginRequest(parked) {
      context.resolve(parked);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => void seen.push(name),
  });
  const answer = house([module], { app }).text();
  return { answer, context: await within(context.promise, `parking ${name}`) };
}

// @see ihttpcontext-postcompletion-method
Deno.test("A-25 posted completions are delivered in the order of their posting, in a microtask", async () => {
  const seen: string[] = [];
  const parked = [];
  for (const name of ["A", "B", "C"]) parked.push(await parkedRequest(seen, name));
  const macrotask = turn().then(() => void seen.push("timer"));
  for (const i of [1, 2, 0]) parked[i].context.postCompletion(0);
  seen.push("posted");
  await within(Promise.all([...parked.map((p) => p.answer), macrotask]), "the responses");
  assertEquals(seen, ["posted", "B", "C", "A", "timer"]);
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-26 modules that complete inside their handlers do not grow the stack", async () => {
  const stacks = Error as unknown as { stackTraceLimit: number };
  const limit = stacks.stackTraceLimit;
  stacks.stackTraceLimit = Infinity;
  try {
    const depths: number[] = [];
    const module = (i: number) =>
      defineModule({
        name: `M${i}`,
        onBeginRequest(context) {
          depths.push(String(new Error().stack).split("\n").length);
          context.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
          return RQ_NOTIFICATION_PENDING;
        },
      });
    const list = Array.from({ length: 500 }, (_, i) => module(i));
    assertEquals(await within(house(list, { app }).text(), "the response"), "app");
    assertEquals(depths.length, 500);
    assert(Math.max(...depths) - Math.min(...depths) < 20, `depths ${depths[0]}, ${depths[499]}`);
  } finally {
    stacks.stackTraceLimit = limit;
  }
});

// @see ihttpcontext-indicatecompletion-method
Deno.test("A-26 100,000 completions of one notification end where the module says so", async () => {
  let calls = 0;
  const busy = defineModule({
    onBeginRequest(context) {
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context) {
      if (++calls === 100_000) return RQ_NOTIFICATION_CONTINUE;
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    },
  });
  assertEquals(await within(house(busy, { app }).text(), "the response"), "app");
  assertEquals(calls, 100_000);
});
