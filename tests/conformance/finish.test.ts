// What does RQ_NOTIFICATION_FINISH_REQUEST skip, and what runs all the same? Rows 10 to 12, decisions.
import {
  CHttpModule,
  defineModule,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
  RQ_END_REQUEST,
  RQ_LOG_REQUEST,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import {
  app,
  type Handler,
  HANDLERS,
  LATE,
  named,
  noted,
  noting,
  registered,
  tracing,
  write,
} from "./_notes.ts";

/** A module that answers one handler with FINISH_REQUEST. */
const finishing = (handler: Handler, name = "Finishing") =>
  defineModule({ name, [handler]: () => RQ_NOTIFICATION_FINISH_REQUEST });

// @see request-notification-status-enumeration
Deno.test("12.10 RQ_NOTIFICATION_FINISH_REQUEST in BEGIN leaves LOG, END and their posts to others", async () => {
  class Hello extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      write(context, "A's body");
      return RQ_NOTIFICATION_FINISH_REQUEST;
    }
  }
  const { text, seen } = house((seen: string[]) => [
    registered("A", () => new Hello(), RQ_BEGIN_REQUEST),
    noting("B", seen),
  ], { app });
  assertEquals(await text(), "A's body");
  assertEquals(seen, noted("B", LATE));
});

// @see request-notification-status-enumeration
Deno.test("12.10 RQ_NOTIFICATION_FINISH_REQUEST drops the finishing module's own post handler", async () => {
  const { text, seen } = house(
    (seen: string[]) =>
      noting("A", seen, HANDLERS, { onBeginRequest: () => RQ_NOTIFICATION_FINISH_REQUEST }),
    { app },
  );
  await text();
  assertEquals(seen, noted("A", LATE));
});

// @see request-notification-status-enumeration
Deno.test("12.10 RQ_NOTIFICATION_FINISH_REQUEST with an untouched response sends 200 without a body", async () => {
  const response = await house(finishing("onBeginRequest"), { app }).get();
  assertEquals([response.status, await response.text()], [200, ""]);
});

// @see chttpmodule-onpostauthorizerequest-method
Deno.test("12.11 RQ_NOTIFICATION_FINISH_REQUEST from post-AUTHORIZE skips RESOLVE to UPDATE", async () => {
  const { text, seen } = house((seen: string[]) => [
    finishing("onPostAuthorizeRequest"),
    noting("B", seen),
  ], { app });
  await text();
  assertEquals(seen, noted("B", [...HANDLERS.slice(0, 5), ...LATE]));
});

for (const [place, handler] of HANDLERS.slice(0, 20).entries()) {
  // @see request-notification-status-enumeration
  Deno.test(`A-01 RQ_NOTIFICATION_FINISH_REQUEST from ${handler} lands at LOG_REQUEST`, async () => {
    const { text, seen } = house((seen: string[]) => [finishing(handler), noting("B", seen)], {
      app,
    });
    await text();
    assertEquals(seen, noted("B", [...HANDLERS.slice(0, place), ...LATE]));
  });
}

// @see request-notification-status-enumeration
Deno.test("A-01 RQ_SEND_RESPONSE is raised after post-END of a finished request", async () => {
  const { text, seen } = house((seen: string[]) => [
    finishing("onBeginRequest"),
    noting("B", seen, [...LATE, "onSendResponse"]),
  ], { app });
  await text();
  assertEquals(seen, noted("B", [...LATE, "onSendResponse"]));
});

// @see chttpmodule-onlogrequest-method
Deno.test("12.12 RQ_NOTIFICATION_FINISH_REQUEST in LOG counts as CONTINUE", async () => {
  const { text, seen } = house(
    (seen: string[]) => [finishing("onLogRequest"), noting("B", seen, LATE)],
    {
      app,
    },
  );
  await text();
  assertEquals(seen, noted("B", LATE));
});

for (const handler of LATE.slice(1)) {
  // @see request-notification-status-enumeration
  Deno.test(`A-02 RQ_NOTIFICATION_FINISH_REQUEST from ${handler} counts as CONTINUE`, async () => {
    const { text, seen } = house(
      (seen: string[]) => [finishing(handler), noting("B", seen, LATE)],
      { app },
    );
    assertEquals(await text(), "app");
    assertEquals(seen, noted("B", LATE));
  });
}

// @see chttpmodule-onlogrequest-method
Deno.test("A-02 RQ_NOTIFICATION_FINISH_REQUEST that a promise gives in LOG counts as CONTINUE too", async () => {
  const late = defineModule({
    onLogRequest: () => Promise.resolve(RQ_NOTIFICATION_FINISH_REQUEST),
  });
  const { text, seen } = house((seen: string[]) => [late, noting("B", seen, LATE)], { app });
  await text();
  assertEquals(seen, noted("B", LATE));
});

// @see chttpmodule-onlogrequest-method
Deno.test("A-02 the trace keeps the FINISH_REQUEST that LOG and END returned", async () => {
  const { events, trace } = tracing();
  const both = defineModule({
    name: "Both",
    onLogRequest: () => RQ_NOTIFICATION_FINISH_REQUEST,
    onEndRequest: () => RQ_NOTIFICATION_FINISH_REQUEST,
  });
  await house(both, { app, trace }).text();
  const ends = named(events, "NOTIFY_MODULE_END").filter((e) => e.module === "Both");
  assertEquals(ends.map((e) => [e.notification, e.status]), [
    [RQ_LOG_REQUEST, RQ_NOTIFICATION_FINISH_REQUEST],
    [RQ_END_REQUEST, RQ_NOTIFICATION_FINISH_REQUEST],
  ]);
});
