// Promise 6, no stall: how does a module hear of it? By one signal whose reason says limit or client, and in the status.
import {
  defineModule,
  ERROR_TIMEOUT,
  HRESULT_FROM_WIN32,
  type IHttpContext4,
  RQ_BEGIN_REQUEST,
  RQ_EXECUTE_REQUEST_HANDLER,
  TimeLimitError,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, turn, write } from "../conformance/_notes.ts";
import { ask, slow } from "./_limits.ts";

Deno.test("context.signal is aborted by a time limit, with a TimeLimitError that says who and where", async () => {
  let reason: unknown;
  const { get } = house(
    defineModule({
      name: "Listening",
      onExecuteRequestHandler: (context: IHttpContext4) =>
        new Promise<void>((resolve) => {
          context.signal.addEventListener("abort", () => {
            reason = context.signal.reason;
            resolve();
          });
        }),
    }),
    { limits: { stageTimeout: 20 } },
  );
  assertEquals((await ask(get)).status, 503);
  assert(reason instanceof TimeLimitError);
  const { name, limit, milliseconds, module, notification } = reason;
  assertEquals([name, limit, milliseconds, module], [
    "TimeoutError",
    "stageTimeout",
    20,
    "Listening",
  ]);
  assertEquals(notification, RQ_EXECUTE_REQUEST_HANDLER);
});

Deno.test("context.signal is aborted by a client that leaves its body unread, with an AbortError", async () => {
  let reason: unknown;
  const { get } = house(
    defineModule({
      name: "Streaming",
      async onExecuteRequestHandler(context: IHttpContext4) {
        context.signal.addEventListener("abort", () => reason = context.signal.reason);
        write(context, "one");
        await context.getResponse().flush(false, true);
      },
    }),
  );
  const response = await get();
  await response.body!.cancel();
  await turn();
  assertEquals((reason as DOMException).name, "AbortError");
});

Deno.test("context.signal is quiet in a request that ends well, also where the runtime aborts its own", async () => {
  const abort = new AbortController();
  let signal: AbortSignal | null = null;
  const { text } = house(
    defineModule({
      name: "Listening",
      onBeginRequest(context: IHttpContext4) {
        signal = context.signal;
      },
    }),
    { app },
  );
  await text("/", { signal: abort.signal });
  abort.abort();
  await turn();
  assertEquals(signal!.aborted, false);
});

Deno.test("A time limit is an error of the response: GetStatus tells LOG_REQUEST which module and stage", async () => {
  const { get, seen } = house((seen: string[]) => [
    slow("onBeginRequest"),
    defineModule({
      name: "Log",
      onLogRequest(context) {
        const { statusCode, errorToReport, module, notification } = context.getResponse()
          .getStatus();
        seen.push(JSON.stringify([statusCode, errorToReport, module, notification]));
      },
    }),
  ], { app, limits: { moduleTimeout: 20 } });
  assertEquals((await ask(get)).status, 503);
  const told = [503, HRESULT_FROM_WIN32(ERROR_TIMEOUT), "Slow", RQ_BEGIN_REQUEST];
  assertEquals(JSON.parse(seen[0]), told);
});
