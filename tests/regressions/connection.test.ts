// Who is told that a client has left, and of every end of a transfer? Ruling 1, semantics 6.
import {
  CHttpModule,
  defineModule,
  type HTTP_MODULE_ID,
  type IHttpContext,
  RQ_BEGIN_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { gate, house, hushed, registered, turn, within } from "./_kit.ts";

/** Keeps something on the connection that is told when the client leaves. */
function listening(notifyDisconnect: () => void, cleanupStoredContext: () => void = () => {}) {
  let id: HTTP_MODULE_ID;
  class Listening extends CHttpModule {
    override onBeginRequest(context: IHttpContext): RQResult {
      const container = context.getConnection().getModuleContextContainer();
      container.setConnectionModuleContext({ notifyDisconnect, cleanupStoredContext }, id);
    }
  }
  return registered("Listening", () => new Listening(), RQ_BEGIN_REQUEST, 0, (info) => {
    id = info.getId();
  });
}

const endless = () =>
  new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
  });

/** Reads the first piece of a body and leaves. */
async function leave(answer: Response): Promise<void> {
  const reader = answer.body!.getReader();
  await within(reader.read(), "the first piece");
  await within(reader.cancel("the client has left"), "leaving");
}

// Surface 5: Request.signal abort gives isConnected false and notifyDisconnect.
Deno.test("IHttpConnectionStoredContext.notifyDisconnect is called when the request is aborted before the head", async () => {
  const app = gate();
  const asked = gate();
  const leaving = new AbortController();
  const { get, seen } = house((seen) => listening(() => void seen.push("gone")), {
    app: {
      async fetch() {
        asked.open();
        await app.opened;
        return new Response("late");
      },
    },
  });
  const answer = get("/", { signal: leaving.signal }).catch(() => {});
  await within(asked.opened, "the app");
  leaving.abort();
  assertEquals(seen, ["gone"]);
  app.open();
  await within(answer, "the answer");
  assertEquals(seen, ["gone"]);
});

// Semantics 6: when the client goes away.
Deno.test("IHttpConnectionStoredContext.notifyDisconnect is called when the client leaves the app's stream", async () => {
  const gone = gate();
  const { get } = house(listening(gone.open), { app: { fetch: () => new Response(endless()) } });
  await leave(await get());
  await within(gone.opened, "notifyDisconnect");
});

// Ruling 1: the access-log line is written exactly once. Contract 7: what a module throws is its own affair.
Deno.test("IHttpConnectionStoredContext.notifyDisconnect that throws swallows neither onTransferEnd nor cleanup", async () => {
  const { get, seen } = house((seen) => [
    listening(() => {
      throw new Error("notifyDisconnect");
    }, () => void seen.push("clean")),
    defineModule({ name: "Log", onTransferEnd: (_context, end) => void seen.push(end.outcome) }),
  ], { app: { fetch: () => new Response(endless()) } });
  await hushed(async () => {
    await leave(await get());
    await turn();
  });
  assertEquals(seen, ["client-gone", "clean"]);
});
