// What does a notification of a module's own do? Raised inside the call, told to all, in order. Row 82.
import {
  defineModule,
  type ICustomNotificationProvider,
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_LAST,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { custom, hearing, raising } from "./_custom.ts";
import { app, code, noting, write } from "./_notes.ts";

// @see ihttpcontext-notifycustomnotification-method
Deno.test("12.82 IHttpContext.notifyCustomNotification calls the raiser's own module inside the call", async () => {
  const { get, seen } = house((seen) =>
    defineModule({
      name: "Both",
      onBeginRequest(context) {
        seen.push("OnBeginRequest");
        const told = context.notifyCustomNotification(custom("MyCustomProvider"));
        seen.push(`told ${code(told.hr)} ${told.completionExpected}`);
      },
      onCustomRequestNotification(_context, provider) {
        if (provider.queryNotificationType() !== "MyCustomProvider") return;
        seen.push("OnCustomRequestNotification");
        return RQ_NOTIFICATION_CONTINUE;
      },
    }), { app });
  await get();
  assertEquals(seen, [
    "OnBeginRequest",
    "OnCustomRequestNotification",
    "told 0x00000000 false",
  ]);
});

// @see icustomnotificationprovider-querynotificationtype-method
Deno.test("12.82 ICustomNotificationProvider.queryNotificationType tells handlers which one it is", async () => {
  const { get, seen } = house((seen) => {
    const only = (type: string) =>
      defineModule({
        name: type,
        onCustomRequestNotification(_context, provider) {
          if (provider.queryNotificationType() === type) seen.push(`for ${type}`);
        },
      });
    return [raising(seen, custom("b")), only("a"), only("b")];
  }, { app });
  await get();
  assertEquals(seen, ["for b", "0x00000000 false"]);
});

// @see icustomnotificationprovider-interface
Deno.test("ICustomNotificationProvider: handlers are given the very object that was raised", async () => {
  class Cargo implements ICustomNotificationProvider {
    readonly load: string[] = [];
    queryNotificationType(): string {
      return "cargo";
    }
    setErrorStatus(): void {}
  }
  const cargo = new Cargo();
  const { get } = house([
    defineModule({
      onBeginRequest: (context) => void context.notifyCustomNotification(cargo),
    }),
    defineModule({
      onCustomRequestNotification: (_context, provider) =>
        void (provider as Cargo).load.push("hay"),
    }),
  ], { app });
  await get();
  assertEquals(cargo.load, ["hay"]);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification is called by priority, then in listed order", async () => {
  const { get, seen } = house((seen) => [
    raising(seen),
    hearing("Last", seen, undefined, { priority: PRIORITY_ALIAS_LAST }),
    hearing("A", seen),
    hearing("B", seen),
    hearing("First", seen, undefined, {
      priority: { onCustomRequestNotification: PRIORITY_ALIAS_FIRST },
    }),
  ], { app });
  await get();
  const names = ["First", "A", "B", "Last"].map((name) => `${name} slow`);
  assertEquals(seen, [...names, "0x00000000 false"]);
});

// @see chttpmodule-oncustomrequestnotification-method
Deno.test("CHttpModule.onCustomRequestNotification: FINISH_REQUEST ends its own chain and nothing else", async () => {
  const { text, seen } = house((seen) => [
    raising(seen),
    hearing("A", seen, () => RQ_NOTIFICATION_FINISH_REQUEST),
    hearing("B", seen),
    noting("N", seen, ["onAuthenticateRequest", "onLogRequest"]),
  ], { app });
  assertEquals(await text(), "app");
  assertEquals(seen, [
    "A slow",
    "0x00000000 false",
    "N AuthenticateRequest",
    "N LogRequest",
  ]);
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: handlers may raise others, which come first", async () => {
  const { get, seen } = house((seen) => [
    raising(seen, custom("outer")),
    hearing("A", seen, (context, provider) => {
      if (provider.queryNotificationType() !== "outer") return;
      const { completionExpected } = context.notifyCustomNotification(custom("inner"));
      seen.push(`A raised, ${completionExpected}`);
    }),
    hearing("B", seen),
  ], { app });
  await get();
  assertEquals(seen, [
    "A outer",
    "A inner",
    "B inner",
    "A raised, false",
    "B outer",
    "0x00000000 false",
  ]);
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification with nobody who listens is S_OK", async () => {
  const { text, seen } = house((seen) => raising(seen), { app });
  assertEquals(await text(), "app");
  assertEquals(seen, ["0x00000000 false"]);
});

// @see ihttpcontext-getnextnotification-method
Deno.test("IHttpContext.getNextNotification and getIsLastNotification look past custom notifications", async () => {
  const { get, seen } = house((seen) =>
    defineModule({
      onBeginRequest: (context) => void context.notifyCustomNotification(custom("x")),
      onCustomRequestNotification(context) {
        const next = context.getNextNotification(RQ_NOTIFICATION_CONTINUE).ret;
        const last = context.getIsLastNotification(RQ_NOTIFICATION_CONTINUE);
        seen.push(`${next} ${last}`);
      },
      onLogRequest() {},
    }), { app });
  await get();
  assertEquals(seen, ["false false"]);
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: what handlers write and set is in the answer", async () => {
  const { get } = house((seen) => [
    raising(seen),
    hearing("A", seen, (context) => {
      context.getResponse().setStatus(202, "Accepted");
      write(context, "from a custom notification, ");
    }),
  ], { app });
  const response = await get();
  assertEquals([response.status, await response.text()], [
    200,
    "from a custom notification, app",
  ]);
});

// @see ihttpcontext-notifycustomnotification-method
Deno.test("IHttpContext.notifyCustomNotification: current stage and module are told while a handler runs", async () => {
  const { get, seen } = house((seen) => [
    raising(seen),
    hearing("A", seen, (context) => {
      const { hr, notification, module } = context.getCurrentExecutionStats();
      seen.push(`${hr === S_OK} ${notification !== RQ_BEGIN_REQUEST} ${module}`);
    }),
  ], { app });
  await get();
  assertEquals(seen, ["A slow", "true true A", "0x00000000 false"]);
});
