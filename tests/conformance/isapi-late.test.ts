// Whom does an extension wake? Nobody but itself: what it says behind the end of its request's stage moves no other module.
import { HSE_REQ_DONE_WITH_SESSION, HSE_STATUS_PENDING, HSE_STATUS_SUCCESS } from "../../isapi.ts";
import { defineModule, RQ_NOTIFICATION_PENDING } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { ask, type Ecb, isapiHouse } from "./_isapi.ts";
import { turn, within } from "./_notes.ts";
import { hushed } from "../regressions/_kit.ts";

/** A module that waits in LOG_REQUEST, longer than an extension is waited for. */
const logging = (seen: string[]) =>
  defineModule({
    name: "Logger",
    onLogRequest(context) {
      seen.push("log waits");
      setTimeout(() => {
        seen.push("log ends");
        context.indicateCompletion(0);
      }, 40);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: () => void seen.push("entered again"),
    onEndRequest: () => void seen.push("end"),
  });

/** What an extension may do when nobody waits for it any more. */
const LATE: Record<string, (ecb: Ecb) => unknown> = {
  "says that it is done": (ecb) => ask(ecb, HSE_REQ_DONE_WITH_SESSION, HSE_STATUS_SUCCESS),
  "writes, and is done": (ecb) => {
    ecb.writeClient(ecb.connID, "late", 1);
    ask(ecb, HSE_REQ_DONE_WITH_SESSION, HSE_STATUS_SUCCESS);
  },
};

for (const [what, late] of Object.entries(LATE)) {
  Deno.test(`HSE_STATUS_PENDING: an extension that ${what} behind its time limit wakes no module that waits in LOG_REQUEST`, async () => {
    const seen: string[] = [];
    let ecb: Ecb | null = null;
    const { get } = isapiHouse((block) => {
      ecb = block;
      return HSE_STATUS_PENDING;
    }, [
      logging(seen),
    ], { limits: { moduleTimeout: 60 } });
    await hushed(async () => {
      const answer = get("/a.dll");
      while (seen.length === 0) await turn();
      late(ecb!);
      const response = await within(answer, "the answer");
      assertEquals([response.status, await response.text()], [503, ""]);
    });
    assertEquals(seen, ["log waits", "log ends", "end"]);
  });
}

for (const fails of [false, true]) {
  Deno.test(`HttpExtensionProc: a promise that ${fails ? "rejects" : "settles"} behind its time limit wakes no module that waits in LOG_REQUEST`, async () => {
    const seen: string[] = [];
    const open = Promise.withResolvers<number>();
    const { get } = isapiHouse(() => open.promise, [
      logging(seen),
    ], { limits: { moduleTimeout: 60 } });
    await hushed(async () => {
      const answer = get("/a.dll");
      while (seen.length === 0) await turn();
      if (fails) open.reject(new Error("on purpose"));
      else open.resolve(HSE_STATUS_SUCCESS);
      assertEquals((await within(answer, "the answer")).status, 503);
    });
    assertEquals(seen, ["log waits", "log ends", "end"]);
  });
}

Deno.test("HttpExtensionProc: a body that is read ahead when the time is over wakes no module that waits in LOG_REQUEST", async () => {
  const seen: string[] = [];
  const { get } = isapiHouse(
    () => {
      seen.push("called");
      return HSE_STATUS_SUCCESS;
    },
    [logging(seen)],
    { limits: { moduleTimeout: 60 } },
  );
  const body = new ReadableStream<Uint8Array>({}, { highWaterMark: 0 });
  await hushed(async () => {
    const headers = { "Content-Length": "10" };
    const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
    assertEquals((await within(get("/a.dll", init), "the answer")).status, 503);
  });
  assertEquals(seen, ["log waits", "log ends", "end"]);
});
