// What does a module see of a client that leaves? Row 44.
import {
  CHttpModule,
  defineModule,
  FAILED,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpContext4,
  type IHttpEventProvider,
  RQ_BEGIN_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { assert, assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { code, ending, LATE, noted, noting, registered, turn, within, write } from "./_notes.ts";

const GONE = "0x800704CD 0";

/** Sends "first", waits for the test, and goes on with `after`. */
function talking(after: (context: IHttpContext) => void | Promise<void>) {
  const gate = Promise.withResolvers<void>();
  const module = defineModule({
    name: "Talking",
    async onBeginRequest(context) {
      context.setRequestHandled();
      write(context, "first");
      await context.getResponse().flush(false, true);
      await gate.promise;
      await after(context);
    },
  });
  return { module, open: gate.resolve };
}

/** Reads the first piece of a body and leaves. */
async function leave(response: Response): Promise<string> {
  const reader = response.body!.getReader();
  const { value } = await within(reader.read(), "the first piece");
  await reader.cancel("the client has left");
  return new TextDecoder().decode(value);
}

/** A request whose client leaves after the first piece; `after` runs then. */
async function left(
  after: (context: IHttpContext, seen: string[]) => void | Promise<void>,
  others: (seen: string[]) => ReturnType<typeof noting>[] = () => [],
): Promise<string[]> {
  const seen: string[] = [];
  const { module, open } = talking((context) => after(context, seen));
  const { module: last, over } = ending();
  const response = await within(house([module, ...others(seen), last]).get(), "the head");
  assertEquals(await leave(response), "first");
  open();
  await within(over, "the end of the request");
  return seen;
}

// @see ihttpresponse-flush-method
Deno.test("12.44 IHttpResponse.flush awaited says ERROR_CONNECTION_INVALID once the client has left", async () => {
  const seen = await left(async (context, seen) => {
    write(context, "second");
    const { hr, bytesSent } = await context.getResponse().flush(false, true);
    seen.push(`${code(hr)} ${bytesSent}`);
  });
  assertEquals(seen, [GONE]);
});

// @see ihttpresponse-flush-method
Deno.test("12.44 IHttpResponse.flush completes with ERROR_CONNECTION_INVALID once the client has left", async () => {
  const seen: string[] = [];
  const gone = Promise.withResolvers<void>();
  class Flushing extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      context.setRequestHandled();
      write(context, "first");
      context.getResponse().flush(true, true);
      return RQ_NOTIFICATION_PENDING;
    }
    override async onAsyncCompletion(
      context: IHttpContext,
      _notification: number,
      _post: boolean,
      _provider: IHttpEventProvider,
      info: IHttpCompletionInfo,
    ): Promise<0 | 1> {
      seen.push(`${code(info.getCompletionStatus())} ${info.getCompletionBytes()}`);
      if (seen.length === 2) return RQ_NOTIFICATION_CONTINUE;
      await gone.promise;
      write(context, "second");
      const { hr, bytesSent, completionExpected } = context.getResponse().flush(true, true);
      if (completionExpected) return RQ_NOTIFICATION_PENDING;
      seen.push(`${code(hr)} ${bytesSent}`);
      return RQ_NOTIFICATION_CONTINUE;
    }
  }
  const { module: last, over } = ending();
  const flushing = registered("Flushing", () => new Flushing(), RQ_BEGIN_REQUEST);
  await leave(await within(house([flushing, last]).get(), "the head"));
  gone.resolve();
  await within(over, "the end of the request");
  assertEquals(seen, ["0x00000000 5", GONE]);
});

// @see ihttpresponse-flush-method
Deno.test("12.44 a flush that waits for the client ends when the client leaves", async () => {
  const ends: string[] = [];
  const { module: last, over } = ending();
  const pouring = defineModule({
    async onExecuteRequestHandler(context) {
      for (let round = 0; round < 1000; round++) {
        write(context, "x".repeat(65_536));
        const { hr, bytesSent } = await context.getResponse().flush(false, true);
        if (FAILED(hr)) return void ends.push(`${code(hr)} ${bytesSent}`);
      }
    },
  });
  const response = await within(house([pouring, last]).get(), "the head");
  await turn();
  assertEquals(ends, []);
  await response.body!.cancel();
  await within(over, "the end of the request");
  assertEquals(ends, [GONE]);
});

// @see chttpmodule-onlogrequest-method
Deno.test("12.44 later stages run after the client has left", async () => {
  const seen = await left(
    async (context) => void await context.getResponse().flush(false, true),
    (seen: string[]) => [noting("B", seen, ["onPostBeginRequest", ...LATE])],
  );
  assertEquals(seen, noted("B", ["onPostBeginRequest", ...LATE]));
});

// @see ihttpresponse-getstatus-method
Deno.test("12.44 the status at LOG_REQUEST stays what it was", async () => {
  const seen = await left(
    async (context) => void await context.getResponse().flush(false, true),
    (seen: string[]) => [
      noting("B", seen, [], {
        onLogRequest: (context) =>
          void seen.push(String(context.getResponse().getStatus().statusCode)),
      }),
    ],
  );
  assertEquals(seen, ["200"]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.44 a buffered write still succeeds after the client has left", async () => {
  const seen = await left(async (context, seen) => {
    await context.getResponse().flush(false, true);
    const chunk = { dataChunkType: 0 as const, buffer: "more" };
    const { hr, bytesSent } = context.getResponse().writeEntityChunks([chunk], true, true);
    seen.push(`${code(hr)} ${bytesSent}`);
  });
  assertEquals(seen, ["0x00000000 4"]);
});

// @see ihttpconnection-isconnected-method
Deno.test("12.44 IHttpConnection.isConnected turns false when the client leaves", async () => {
  const before: boolean[] = [];
  const seen = await left(
    (context, seen) => void seen.push(String(context.getConnection().isConnected())),
    () => [
      noting("B", [], [], {
        onSendResponse: (context) => void before.push(context.getConnection().isConnected()),
      }),
    ],
  );
  assertEquals([before[0], seen], [true, ["false"]]);
});

Deno.test("12.44 onTransferEnd says client-gone and counts the bytes that left", async () => {
  const told = Promise.withResolvers<string>();
  await left(
    async (context) => {
      write(context, "second");
      await context.getResponse().flush(false, true);
    },
    () => [
      defineModule({
        onTransferEnd: (_context, end) => told.resolve(`${end.outcome} ${end.bytes}`),
      }),
    ],
  );
  assertEquals(await within(told.promise, "the end of the transfer"), "client-gone 5");
});

const ALONE: Record<string, (context: IHttpContext4) => void> = {
  "an empty 200": () => {},
  "a 204": (context) => void context.getResponse().setStatus(204, "No Content"),
  "a 304": (context) => void context.getResponse().setStatus(304, "Not Modified"),
  "an answer to HEAD": (context) => write(context, "left out"),
};
for (const [what, answer] of Object.entries(ALONE)) {
  Deno.test(`12.44 onTransferEnd says client-gone of ${what} whose client has left before the head`, async () => {
    const controller = new AbortController();
    const { get, seen } = house((seen: string[]) =>
      defineModule({
        name: "Leaving",
        onExecuteRequestHandler(context: IHttpContext4) {
          context.setRequestHandled();
          answer(context);
          if (context.getScriptName() === "/left") controller.abort();
        },
        onTransferEnd: (context, { outcome, bytes }) =>
          void seen.push(`${outcome} ${bytes} ${context.getConnection().isConnected()}`),
      })
    );
    const method = what.endsWith("HEAD") ? "HEAD" : "GET";
    await get("/there", { method, signal: controller.signal });
    await get("/left", { method, signal: controller.signal }).catch(() => {});
    assertEquals(seen, ["complete 0 true", "client-gone 0 false"]);
  });
}

// @see ihttpresponse-flush-method
Deno.test("12.44 an app's stream is cancelled when the client leaves", async () => {
  const cancelled = Promise.withResolvers<void>();
  const body = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("first")),
      cancel: () => cancelled.resolve(),
    });
  const streaming = { fetch: () => new Response(body()) };
  const { get, seen } = house((seen: string[]) => noting("B", seen, LATE), { app: streaming });
  await leave(await within(get(), "the head"));
  await within(cancelled.promise, "the cancelling");
  await turn();
  assert(seen.length === LATE.length, seen.join(", "));
});
