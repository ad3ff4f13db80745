// Promise 4, bounded memory: is a request that has ended held by anybody? Asked of the garbage collector, however it ends.
import v8 from "node:v8";
import vm from "node:vm";
import {
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  type IHttpContext4,
  type Limits,
} from "../../mod.ts";
import { assert, assertEquals, assertLessOrEqual } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, turn } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";
import { type Ending, ENDINGS, HOUR, read } from "./_endings.ts";
import { never, slow } from "./_limits.ts";

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc") as () => void;

/** Requests that are made: some may be kept by what the runtime remembers of its last turns. */
const REQUESTS = 20;

const WAYS: Record<string, Ending & { readonly limits?: Limits }> = {
  ...ENDINGS,
  "at once": { modules: [] },
  "under a limit of an hour": {
    modules: slow("onBeginRequest", turn),
    limits: { requestTimeout: HOUR },
  },
  "by a limit, behind a promise that never settles": {
    modules: slow("onBeginRequest", never),
    limits: { moduleTimeout: 5 },
  },
  "with a listener at its signal": {
    modules: defineModule({
      name: "Listening",
      async onBeginRequest(context: IHttpContext4) {
        context.signal.addEventListener("abort", () => context.getResponse().clear());
        await turn();
      },
    }),
  },
};

for (const [how, { modules, app: behind = app, ask = read, limits }] of Object.entries(WAYS)) {
  Deno.test(`Promise 4: nobody holds a request that has ended ${how}`, async () => {
    const contexts: WeakRef<object>[] = [];
    const noting = defineModule({
      name: "Noting",
      onBeginRequest: (context) => void contexts.push(new WeakRef(context)),
    });
    // A server is closed once.
    const servers = how.startsWith("when the server") ? REQUESTS : 1;
    const houses = Array.from(
      { length: servers },
      () => house([noting, modules], { app: behind, limits }),
    );
    await hushed(async () => {
      for (let n = 0; n < REQUESTS; n++) await ask(houses[n % servers]);
    });
    for (let turns = 0; turns < 5; turns++) {
      await turn();
      collect();
    }
    const held = contexts.filter((one) => one.deref() !== undefined).length;
    assert(contexts.length >= REQUESTS);
    assertLessOrEqual(held, 1, `${held} of ${contexts.length} are held`);
    assertEquals(houses.length, servers, "the servers are still there");
  });
}

Deno.test("Promise 4: the place of a request that has waited is used again", async () => {
  const places = new Set<number>();
  const { text } = house(
    defineModule({
      name: "Waiting",
      async onBeginRequest(context) {
        await turn();
        places.add((context as unknown as { parts: { slot: number } }).parts.slot);
      },
    }),
    { app },
  );
  for (let n = 0; n < 30; n++) await text();
  assertEquals([...places], [0]);
});

Deno.test("Promise 4: nobody holds a child that its parent has released, however long the parent goes on", async () => {
  const children: WeakRef<object>[] = [];
  let held = NaN;
  const { text } = house(
    defineModule({
      name: "Parent",
      async onBeginRequest(context: IHttpContext4) {
        if (context.getParentContext() !== null) return void children.push(new WeakRef(context));
        for (let n = 0; n < REQUESTS; n++) {
          await runChild(context);
          await turn();
        }
        for (let turns = 0; turns < 5; turns++) {
          await turn();
          collect();
        }
        held = children.filter((one) => one.deref() !== undefined).length;
      },
    }),
    { app },
  );
  await text("/", { signal: new AbortController().signal });
  assertEquals(children.length, REQUESTS);
  assertLessOrEqual(held, 1);
});

/** Runs a child, waits for a turn, in which it ends, and releases it. */
async function runChild(context: IHttpContext4): Promise<void> {
  const { httpContext } = context.cloneContext(0);
  context.executeRequest(true, httpContext!, EXECUTE_FLAG_BUFFER_RESPONSE, null);
  await turn();
  assertEquals(httpContext!.releaseClonedContext(), 0);
}
