// Promise 6, no stall: is a timer left behind a request, however it ends? Counted by a clock that stands still.
// The runner's own watch over timers is off unless it is asked for, so nothing here leans on it.
import { defineModule, type Limits, type ModuleInput } from "../../mod.ts";
import { virtualClock } from "../../testing.ts";
import { assertEquals } from "../_assert.ts";
import { type House, house } from "../_house.ts";
import { nesting } from "../conformance/_child.ts";
import { app, turn, write } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";
import { slow, TIMES } from "./_limits.ts";

const HOUR = 3_600_000;
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
const read = async ({ get }: House): Promise<void> =>
  void await (await get()).text().catch(() => "broken");

interface Ending {
  readonly modules: ModuleInput;
  readonly app?: { fetch(): Response | Promise<Response> };
  readonly ask?: (house: House) => Promise<void>;
}

const streamed = (): Response =>
  new Response(
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await soon();
        controller.enqueue(new Uint8Array(5));
        controller.close();
      },
    }),
  );

/** Ways in which a request ends that has waited. */
const ENDINGS: Record<string, Ending> = {
  "after a wait": { modules: slow("onBeginRequest", soon) },
  "after a wait in LOG_REQUEST": { modules: slow("onLogRequest", soon) },
  "after a send that was waited for": { modules: { name: "Slow", onSendResponse: soon } },
  "with a stream of the app": { modules: [], app: { fetch: streamed } },
  "with a rejection": {
    modules: slow("onBeginRequest", () => soon().then(() => Promise.reject(new Error("no")))),
  },
  "after a child request": { modules: [nesting([], "/child"), slow("onBeginRequest", soon)] },
  "with a client that leaves": {
    modules: defineModule({
      name: "Flushing",
      async onExecuteRequestHandler(context) {
        write(context, "one");
        await context.getResponse().flush(false, true);
        write(context, "two");
        await context.getResponse().flush(false, true);
      },
    }),
    async ask({ get }) {
      const reader = (await get()).body!.getReader();
      await reader.read();
      await reader.cancel();
    },
  },
  "when the server has drained": {
    modules: slow("onBeginRequest", soon),
    async ask({ get, server }) {
      const answer = get();
      await server.close({ deadline: HOUR });
      await (await answer).text();
    },
  },
  "when the server is closed at its deadline": {
    modules: slow("onBeginRequest"),
    async ask({ get, server }) {
      const answer = get();
      await server.close({ deadline: 10 });
      await (await answer).text();
    },
  },
};
for (const [how, { modules, app: behind = app, ask = read }] of Object.entries(ENDINGS)) {
  for (const limits of TIMES.map((limit): Limits => ({ [limit]: HOUR }))) {
    Deno.test(`${Object.keys(limits)}: no timer is left behind a request that ends ${how}`, async () => {
      await hushed(async () => {
        await turn(); // The guard around this has its timer from the real clock.
        using clock = virtualClock();
        let over = false;
        ask(house(modules, { app: behind, limits })).then(() => over = true);
        for (let n = 0; n < 10; n++) await clock.tick(5);
        assertEquals([over, clock.timers], [true, 0]);
      });
    });
  }
}
