// What becomes of what a module throws? Row 76, decisions.
import {
  defineModule,
  E_FAIL,
  type ModuleDefinition,
  RQ_AUTHORIZE_REQUEST,
  RQ_NOTIFICATION_PENDING,
} from "../../mod.ts";
import { assert, assertEquals, assertRejects } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, ending, HANDLERS, LATE, noted, noting, within, write } from "./_notes.ts";

const SECRET = "the password is swordfish";
const boom = (): never => {
  throw new Error(SECRET);
};
/** The ways in which the code of a module can fail in AUTHORIZE. */
const ways: Record<string, Partial<ModuleDefinition>> = {
  "a handler that throws": { onAuthorizeRequest: boom },
  "a handler that rejects": { onAuthorizeRequest: () => Promise.reject(new Error(SECRET)) },
  "onAsyncCompletion that throws": {
    onAuthorizeRequest(context) {
      context.postCompletion(0);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion: boom,
  },
};

for (const [what, members] of Object.entries(ways)) {
  // @see request-notification-status-enumeration
  Deno.test(`12.76 ${what} makes the answer 500 and lands at LOG_REQUEST`, async () => {
    const failing = defineModule({ name: "Failing", ...members });
    const { get, seen } = house((seen: string[]) => [failing, noting("B", seen)], { app });
    const response = await within(get(), "the response");
    assertEquals([response.status, await response.text()], [500, ""]);
    assertEquals(seen, noted("B", [...HANDLERS.slice(0, 4), ...LATE]));
  });

  // @see ihttpresponse-getstatus-method
  Deno.test(`A-33 ${what} is E_FAIL of its module in getStatus, with its text as description`, async () => {
    const kept: unknown[] = [];
    const failing = defineModule({
      name: "Failing",
      ...members,
      onEndRequest(context) {
        const { errorToReport, module, notification } = context.getResponse().getStatus();
        kept.push(errorToReport, module, notification);
        kept.push(context.getResponse().getErrorDescription()?.includes(SECRET));
      },
    });
    await within(house(failing, { app }).text(), "the response");
    assertEquals(kept, [E_FAIL, "Failing", RQ_AUTHORIZE_REQUEST, true]);
  });
}

// @see request-notification-status-enumeration
Deno.test("12.76 the request after one that threw is served", async () => {
  const sometimes = defineModule({
    onBeginRequest(context) {
      if (context.getRequest().getRawHttpRequest().rawUrl.endsWith("throw")) boom();
    },
  });
  const { get } = house(sometimes, { app });
  const first = await get("/throw");
  await first.text();
  const second = await get("/");
  assertEquals([first.status, second.status, await second.text()], [500, 200, "app"]);
});

// @see request-notification-status-enumeration
Deno.test("12.76 what is no Error may be thrown as well", async () => {
  const odd = defineModule({
    onBeginRequest() {
      throw null;
    },
  });
  const response = await house(odd, { app }).get();
  await response.text();
  assertEquals(response.status, 500);
});

// @see ihttpresponse-seterrordescription-method
Deno.test("A-33 the text of an exception does not reach the client", async () => {
  const response = await house(defineModule({ onBeginRequest: boom }), { app }).get();
  const headers = [...response.headers].join();
  assertEquals(
    `${headers}${response.statusText}${await response.text()}`.includes("swordfish"),
    false,
  );
});

// @see chttpmodule-onsendresponse-method
Deno.test("A-33 onSendResponse that throws does not keep others from the send, nor the send from the client", async () => {
  const { get, seen } = house((seen: string[]) => [
    noting("Next", seen, ["onSendResponse"]),
    defineModule({ onSendResponse: boom }),
  ], { app });
  const response = await get();
  assertEquals([response.status, await response.text()], [200, "app"]);
  assertEquals(seen, ["Next SendResponse"]);
});

// @see chttpmodule-onsendresponse-method
Deno.test("A-33 onSendResponse that rejects does not keep others from the send", async () => {
  const { get, seen } = house((seen: string[]) => [
    noting("Next", seen, ["onSendResponse"]),
    defineModule({ onSendResponse: () => Promise.reject(new Error(SECRET)) }),
  ], { app });
  const response = await get();
  assertEquals([response.status, await response.text(), seen], [200, "app", ["Next SendResponse"]]);
});

for (const handler of LATE) {
  // @see chttpmodule-onlogrequest-method
  Deno.test(`A-33 ${handler} that throws is isolated`, async () => {
    const failing = defineModule({ name: "Failing", [handler]: boom });
    const { get, seen } = house((seen: string[]) => [failing, noting("B", seen, LATE)], { app });
    const response = await get();
    assertEquals([response.status, await response.text()], [200, "app"]);
    assertEquals(seen, noted("B", LATE));
  });
}

// @see request-notification-status-enumeration
Deno.test("A-33 a throw after the head has left breaks the transfer", async () => {
  const outcome = Promise.withResolvers<string>();
  const { module: last, over } = ending();
  const halfway = defineModule({
    async onExecuteRequestHandler(context) {
      write(context, "first");
      await context.getResponse().flush(false, true);
      boom();
    },
    onTransferEnd: (_context, end) => outcome.resolve(`${end.outcome} ${end.bytes}`),
  });
  const { get, seen } = house((seen: string[]) => [halfway, noting("B", seen, LATE), last]);
  const response = await within(get(), "the head");
  assertEquals(response.status, 200);
  await assertRejects(() => within(response.text(), "the body"));
  await within(over, "the end of the request");
  assertEquals(seen, noted("B", LATE));
  assertEquals(await within(outcome.promise, "the end of the transfer"), "error 5");
});

// @see ireadentityprovider-interface
Deno.test("A-17 onReadEntity that throws fails the read alone, with E_FAIL", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        const read = await context.getRequest().readEntityBody(new Uint8Array(4), false);
        seen.push(code(read.hr));
      },
    }),
    defineModule({ onReadEntity: boom }),
  ], { app });
  const response = await get("/", { method: "POST", body: "data" });
  assertEquals([response.status, await response.text()], [200, "app"]);
  assertEquals(seen, ["0x80004005"]);
});

// @see cglobalmodule-onglobalprebeginrequest-method
Deno.test("A-33 a global handler that throws harms no later request", async () => {
  let calls = 0;
  const failing = defineModule({
    onGlobalPreBeginRequest: () => ++calls === 1 ? boom() : 0,
  });
  const { get } = house(failing, { app });
  await within(get(), "an answer").catch(() => {});
  const second = await within(get(), "the response");
  assertEquals([second.status, await second.text()], [200, "app"]);
  assert(calls === 2, `${calls} calls`);
});
