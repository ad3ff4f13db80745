// What if a custom notification goes wrong? Its request ends, or nothing at all does; never the process.
import { defineModule, type IHttpContext } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { custom, hearing, raising } from "./_custom.ts";
import { app, code, noting } from "./_notes.ts";

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification refuses what has no type, and a request that is over", async () => {
  let kept: IHttpContext | undefined;
  const { get, seen } = house((seen) =>
    defineModule({
      onBeginRequest(context) {
        kept = context;
        for (const wrong of [null, {}, "type"]) {
          const told = context.notifyCustomNotification(wrong as never);
          seen.push(`${code(told.hr)} ${told.completionExpected}`);
        }
      },
      onCustomRequestNotification: () => void seen.push("called"),
    }), { app });
  await get();
  assertEquals(seen, Array(3).fill("0x80070057 false"));
  assertEquals(code(kept!.notifyCustomNotification(custom("late")).hr), "0x80070006");
  assertEquals(seen.length, 3);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification that throws ends its request with 500, not the next", async () => {
  const { get, seen } = house((seen) => [
    raising(seen),
    hearing("A", seen, (context) => {
      if (context.getRequest().getHeader("X-Throw") !== null) throw new Error("on purpose");
    }),
    hearing("B", seen),
    noting("N", seen, ["onAuthenticateRequest", "onLogRequest"]),
  ], { app });
  const failed = await get("/", { headers: { "X-Throw": "yes" } });
  assertEquals([failed.status, await failed.text()], [500, ""]);
  assertEquals(seen.splice(0), ["A slow", "0x00000000 false", "N LogRequest"]);
  const next = await get();
  assertEquals([next.status, await next.text()], [200, "app"]);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification that throws in LOG_REQUEST disturbs nobody", async () => {
  const { get, seen } = house((seen) => [
    defineModule({
      onLogRequest: (context) => void context.notifyCustomNotification(custom("late")),
      onCustomRequestNotification() {
        throw new Error("on purpose");
      },
    }),
    noting("N", seen, ["onLogRequest", "onEndRequest"]),
  ], { app });
  const response = await get();
  assertEquals([response.status, await response.text()], [200, "app"]);
  assertEquals(seen, ["N LogRequest", "N EndRequest"]);
});
