// Which handlers may not wait, and who waits for whom? Rulings 5, 6 and 14.
import {
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, named, noting, parking, tracing, turn, within } from "./_notes.ts";

// @see chttpmodule-onsendresponse-method
Deno.test("R.5 a promise of onSendResponse holds the send", async () => {
  const gate = Promise.withResolvers<void>();
  const { get, seen } = house((seen: string[]) => [
    noting("After", seen, ["onSendResponse"]),
    defineModule({
      async onSendResponse(context) {
        await gate.promise;
        context.getResponse().setHeader("x-late", "yes", true);
      },
    }),
  ], { app });
  const answer = get();
  await turn();
  assertEquals(seen, []);
  gate.resolve();
  const response = await within(answer, "the response");
  assertEquals([response.headers.get("x-late"), await response.text()], ["yes", "app"]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("R.5 PENDING returned by onSendResponse counts as CONTINUE, with a warning", async () => {
  const { events, trace } = tracing();
  const { text, seen } = house((seen: string[]) => [
    noting("After", seen, ["onSendResponse"]),
    defineModule({ name: "Wrong", onSendResponse: () => RQ_NOTIFICATION_PENDING }),
  ], { app, trace });
  assertEquals(await within(text(), "the response"), "app");
  assertEquals(seen, ["After SendResponse"]);
  assert(named(events, "TRACE_WARNING").some((w) => w.module === "Wrong"), "no warning");
});

/** Reads four bytes in BEGIN and notes them. */
const reader = (seen: string[]) =>
  defineModule({
    async onBeginRequest(context) {
      const buffer = new Uint8Array(4);
      const { bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
      seen.push(new TextDecoder().decode(buffer.subarray(0, bytesReceived)));
    },
  });

// @see chttpmodule-onreadentity-method
Deno.test("R.5 a promise of onReadEntity holds the read", async () => {
  const { text, seen } = house((seen: string[]) => [
    reader(seen),
    defineModule({
      async onReadEntity(_context, provider) {
        await turn();
        provider.setEntity(new TextEncoder().encode("late"));
      },
    }),
  ], { app });
  await within(text("/", { method: "POST", body: "data" }), "the response");
  assertEquals(seen, ["late"]);
});

// @see chttpmodule-onreadentity-method
Deno.test("R.5 PENDING returned by onReadEntity counts as CONTINUE, with a warning", async () => {
  const { events, trace } = tracing();
  const { text, seen } = house((seen: string[]) => [
    reader(seen),
    defineModule({ name: "Wrong", onReadEntity: () => RQ_NOTIFICATION_PENDING }),
  ], { app, trace });
  await within(text("/", { method: "POST", body: "data" }), "the response");
  assertEquals(seen, ["data"]);
  assert(named(events, "TRACE_WARNING").some((w) => w.module === "Wrong"), "no warning");
});

const waits: Record<string, () => RQResult> = {
  "PENDING": () => RQ_NOTIFICATION_PENDING,
  "a promise": () => turn().then(() => RQ_NOTIFICATION_CONTINUE),
};
for (const [what, wait] of Object.entries(waits)) {
  // @see ihttpcontext-indicatecompletion-method
  Deno.test(`R.6 IHttpContext.indicateCompletion returns at the first handler that answers ${what}`, async () => {
    const seen: string[] = [];
    const { module, context } = parking(seen);
    let waiting: IHttpContext | undefined;
    const B = defineModule({
      name: "B",
      onBeginRequest(context) {
        seen.push("B");
        waiting = context;
        return wait();
      },
    });
    const C = noting("C", seen, ["onBeginRequest"]);
    const answer = house([module, B, C], { app }).text();
    const parked = await within(context, "the parked request");
    parked.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    seen.push("returned");
    if (what === "PENDING") waiting?.indicateCompletion(RQ_NOTIFICATION_CONTINUE);
    assertEquals(await within(answer, "the response"), "app");
    assertEquals(seen, ["Parking begin", "B", "returned", "C BeginRequest"]);
  });
}

// @see ihttpresponse-flush-method
Deno.test("R.14 calls with fAsync FALSE that nobody awaits take effect in the order of the calls", async () => {
  const hasty = defineModule({
    onExecuteRequestHandler(context) {
      const response = context.getResponse();
      for (const buffer of ["a", "b", "c"]) {
        response.writeEntityChunks(
          [{ dataChunkType: HttpDataChunkFromMemory, buffer }],
          false,
          true,
        );
        response.flush(false, true);
      }
    },
  });
  assertEquals(await within(house(hasty).text(), "the response"), "abc");
});

// @see ihttpresponse-flush-method
Deno.test("R.14 the next handler waits for calls with fAsync FALSE that nobody awaits (A-32)", async () => {
  const settled: string[] = [];
  const hasty = defineModule({
    onExecuteRequestHandler(context) {
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: "abc" };
      context.getResponse().writeEntityChunks([chunk], false, true);
      context.getResponse().flush(false, true).then(({ bytesSent }) =>
        settled.push(`flush ${bytesSent}`)
      );
    },
    onPostExecuteRequestHandler: () => void settled.push("next"),
  });
  assertEquals(await within(house(hasty).text(), "the response"), "abc");
  assertEquals(settled, ["flush 3", "next"]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("R.14 beyond responseBufferLimit an unawaited call takes nothing and says so", async () => {
  const results: { hr: number }[] = [];
  const hasty = defineModule({
    name: "Hasty",
    async onExecuteRequestHandler(context) {
      context.getResponse().disableBuffering();
      const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: "x".repeat(600) };
      const calls = [1, 2, 3].map(() =>
        context.getResponse().writeEntityChunks([chunk], false, true)
      );
      results.push(...await Promise.all(calls));
    },
  });
  const entry = {
    name: "Hasty",
    path: "*",
    verb: "*",
    modules: "Hasty",
    responseBufferLimit: 1000,
  };
  const body = await within(house(hasty, { handlers: [entry] }).text(), "the response");
  assertEquals(code(results[2].hr), "0x80070008");
  assertEquals(body.length, 600 * results.filter((r) => r.hr === 0).length);
});
