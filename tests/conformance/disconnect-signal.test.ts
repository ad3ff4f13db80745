// What else tells of a client that leaves? Semantics 4.2 and 6: signals, broken uploads, connection contexts.
import {
  CHttpModule,
  defineModule,
  type HTTP_MODULE_ID,
  type IHttpConnectionStoredContext,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, ending, registered, turn, within, write } from "./_notes.ts";

// @see ihttpconnection-isconnected-method
Deno.test("12.44 IHttpConnection.isConnected is false once the request was aborted before any response", async () => {
  const abort = new AbortController();
  const { module: last, over } = ending();
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        seen.push(String(context.getConnection().isConnected()));
        abort.abort();
        await turn();
        seen.push(String(context.getConnection().isConnected()));
      },
    }),
    last,
  ], { app });
  await Promise.allSettled([within(get("/", { signal: abort.signal }), "an answer")]);
  await within(over, "the end of the request");
  assertEquals(seen, ["true", "false"]);
});

// @see ihttpresponse-flush-method
Deno.test("12.44 IHttpResponse.flush fails once the request was aborted before any response", async () => {
  const abort = new AbortController();
  const { module: last, over } = ending();
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      async onBeginRequest(context) {
        abort.abort();
        await turn();
        write(context, "too late");
        const { hr, bytesSent } = await context.getResponse().flush(false, true);
        seen.push(`${code(hr)} ${bytesSent}`);
      },
    }),
    last,
  ]);
  await Promise.allSettled([within(get("/", { signal: abort.signal }), "an answer")]);
  await within(over, "the end of the request");
  assertEquals(seen, ["0x800704CD 0"]);
});

// @see ihttprequest-readentitybody-method
Deno.test("12.44 IHttpRequest.readEntityBody says ERROR_CONNECTION_INVALID when the upload breaks off", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("the client has left")),
  });
  const { text, seen } = house((seen: string[]) =>
    defineModule({
      async onBeginRequest(context) {
        const read = await context.getRequest().readEntityBody(new Uint8Array(4), false);
        seen.push(`${code(read.hr)} ${read.bytesReceived}`);
      },
    }), { app });
  await within(text("/", { method: "POST", body, duplex: "half" } as RequestInit), "the response");
  assertEquals(seen, ["0x800704CD 0"]);
});

/** A module that keeps a context with the connection, which notes what it is told. */
function attached(seen: string[], after: (context: IHttpContext) => Promise<void>) {
  let id: HTTP_MODULE_ID;
  const stored: IHttpConnectionStoredContext = {
    notifyDisconnect: () => void seen.push("disconnect"),
    cleanupStoredContext: () => void seen.push("cleanup"),
  };
  class Attached extends CHttpModule {
    override async onBeginRequest(context: IHttpContext): Promise<void> {
      const container = context.getConnection().getModuleContextContainer();
      seen.push(code(container.setConnectionModuleContext(stored, id)));
      seen.push(String(container.getConnectionModuleContext(id) === stored));
      await after(context);
    }
  }
  return registered("Attached", () => new Attached(), RQ_BEGIN_REQUEST, 0, (info) => {
    id = info.getId();
  });
}

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 IHttpConnectionStoredContext.notifyDisconnect is called once when the client leaves", async () => {
  const seen: string[] = [];
  const { module: last, over } = ending();
  const gate = Promise.withResolvers<void>();
  const module = attached(seen, async (context) => {
    write(context, "first");
    await context.getResponse().flush(false, true);
    await gate.promise;
  });
  const response = await within(house([module, last]).get(), "the head");
  const reader = response.body!.getReader();
  await within(reader.read(), "the first piece");
  await reader.cancel();
  gate.resolve();
  await within(over, "the end of the request");
  assertEquals(seen.slice(0, 3), ["0x00000000", "true", "disconnect"]);
  assertEquals(seen.filter((n) => n === "disconnect").length, 1);
});

// @see ihttpconnectionstoredcontext-notifydisconnect
Deno.test("12.44 IHttpConnectionStoredContext.notifyDisconnect is not called for a complete response", async () => {
  const seen: string[] = [];
  const abort = new AbortController();
  const { module: last, over } = ending();
  const module = attached(seen, async (context) => {
    write(context, "all");
    await context.getResponse().flush(false, false);
    await turn();
  });
  assertEquals(await house([module, last]).text("/", { signal: abort.signal }), "all");
  await within(over, "the end of the request");
  abort.abort();
  await turn();
  assertEquals(seen.includes("disconnect"), false);
});

Deno.test("12.44 a signal that fires after the last byte leaves onTransferEnd at complete", async () => {
  const abort = new AbortController();
  const told = Promise.withResolvers<string>();
  const { text } = house(
    defineModule({ onTransferEnd: (_context, end) => told.resolve(end.outcome) }),
    { app },
  );
  await text("/", { signal: abort.signal });
  abort.abort();
  assertEquals(await within(told.promise, "the end of the transfer"), "complete");
});
