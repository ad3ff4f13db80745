// How does a server close? It drains, cuts what is left at the deadline, and ends everything once (ruling 26).
import {
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  type IHttpContext,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type TransferEnd,
} from "../../mod.ts";
import { assert, assertEquals, assertThrows } from "../_assert.ts";
import { house } from "../_house.ts";
import { sleep } from "../_waits.ts";
import { executeChild, isRoot } from "./_child.ts";
import { app, LATE, noted, noting, parking, turn, within, write } from "./_notes.ts";

/** Notes how transfers end. */
const ends = (seen: string[]) =>
  defineModule({
    onTransferEnd: (_context, { outcome, bytes }: TransferEnd) =>
      void seen.push(`${outcome} ${bytes}`),
  });

/** A module that streams "one", waits for the test, then writes "two". */
function streaming(): {
  module: ReturnType<typeof defineModule>;
  go: () => void;
  hr: () => number;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  let last = 0;
  const module = defineModule({
    name: "Streaming",
    async onExecuteRequestHandler(context: IHttpContext) {
      write(context, "one");
      await context.getResponse().flush(false, true);
      await promise;
      write(context, "two");
      last = (await context.getResponse().flush(false, true)).hr;
    },
  });
  return { module, go: resolve, hr: () => last };
}

/** Reads a body piece by piece; what it says of its end is the end. */
async function readAll(response: Response): Promise<string> {
  const reader = response.body!.getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return `${text} whole`;
      text += new TextDecoder().decode(value);
    }
  } catch {
    return `${text} broken`;
  }
}

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 close waits for a stream that is being sent, to its last byte", async () => {
  const { module, go } = streaming();
  const { get, server, seen } = house((seen: string[]) => [module, ends(seen)]);
  const text = readAll(await get());
  await turn();
  const closing = server.close().then(() => void seen.push("closed"));
  assertEquals((await get()).status, 503);
  go();
  assertEquals(await within(text, "the body"), "onetwo whole");
  await within(closing, "closing");
  assertEquals(seen, ["complete 6", "closed"]);
});

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 a stream that runs on at the deadline is broken, never ended cleanly", async () => {
  const { module, go, hr } = streaming();
  const { get, server, seen } = house((
    seen: string[],
  ) => [module, noting("A", seen, LATE), ends(seen)]);
  const text = readAll(await get());
  await turn();
  await within(server.close({ deadline: 10 }), "closing");
  assertEquals(await within(text, "the body"), "one broken");
  assertEquals(seen, ["timeout 3", ...noted("A", LATE)]);
  go();
  await turn();
  assertEquals([hr() < 0, seen], [true, ["timeout 3", ...noted("A", LATE)]]);
});

// @see ihttpcontext-postcompletion-method
Deno.test("R.26 a parked request that nobody wakes is answered with 503 at the deadline; LOG and END run", async () => {
  const { module, context } = parking([]);
  const { get, server, seen } = house((seen: string[]) => [module, noting("A", seen), ends(seen)], {
    app,
  });
  const answer = get();
  await within(context, "the parked request");
  await within(server.close({ deadline: 10 }), "closing");
  const response = await within(answer, "the answer");
  assertEquals([response.status, await response.text()], [503, ""]);
  assertEquals(seen, ["timeout 0", ...noted("A", LATE)]);
});

// @see chttpmodule-class
Deno.test("R.26 what a request answers after it was cut goes nowhere, and disturbs nobody", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => void (cancelled = true) });
  const { get, server, seen } = house((seen: string[]) => ends(seen), {
    app: { fetch: () => promise },
  });
  const answer = get();
  await turn();
  await within(server.close({ deadline: 0 }), "closing");
  assertEquals((await within(answer, "the answer")).status, 503);
  resolve(new Response(body));
  await turn();
  assertEquals([cancelled, seen], [true, ["timeout 0"]]);
});

// @see ihttpcontext-executerequest-method
Deno.test("R.26 a parked child request is cut with its parent, and both are logged", async () => {
  const { get, server, seen } = house((seen: string[]) => [
    defineModule({
      onBeginRequest(context) {
        if (isRoot(context)) executeChild(context, "/child");
        return RQ_NOTIFICATION_PENDING;
      },
      onAsyncCompletion: () => RQ_NOTIFICATION_FINISH_REQUEST,
      onLogRequest: (context) => void seen.push(`log ${isRoot(context)}`),
    }),
    ends(seen),
  ]);
  const answer = get();
  await turn();
  await within(server.close({ deadline: 5 }), "closing");
  const response = await within(answer, "the answer");
  assertEquals([response.status, await response.text()], [503, ""]);
  assertEquals(seen, ["timeout 0", "log false", "log true"]);
});

// @see iglobalstoplisteningprovider-drainrequestsgracefully-method
Deno.test("DrainRequestsGracefully: true where requests are waited for, false with a deadline of 0", async () => {
  const graceful = async (closing?: { deadline: number }): Promise<string[]> => {
    const { server, seen } = house((seen: string[]) =>
      defineModule({
        onGlobalStopListening(provider) {
          seen.push(String(provider.drainRequestsGracefully()));
          return GL_NOTIFICATION_CONTINUE;
        },
      })
    );
    await server.close(closing);
    await server.close(closing);
    return seen;
  };
  assertEquals([await graceful(), await graceful({ deadline: 0 })], [["true"], ["false"]]);
});

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 close is not held up by requests that have ended, whatever way", async () => {
  const { get, server } = house([
    defineModule({
      async onBeginRequest(context) {
        const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
        if (absPath === "/later") await turn();
        if (absPath === "/throw") throw new Error("thrown");
        if (absPath === "/flush") await context.getResponse().flush(false, false);
      },
    }),
  ], { app });
  for (const path of ["/", "/later", "/throw", "/flush"]) await (await get(path)).text();
  const nested = house([], { app: { fetch: async () => await get("/later") } });
  await (await nested.get()).text();
  await within(Promise.all([server.close(), nested.server.close()]), "closing", 2000);
});

// @see cglobalmodule-onglobalstoplistening-method
Deno.test("R.26 a server can be closed from inside a request, which is waited for", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const made = house((seen: string[]) => [
    defineModule({
      onBeginRequest(context) {
        made.server.close().then(() => void seen.push("closed")).then(resolve);
        setTimeout(() => context.indicateCompletion(0), 5);
        return RQ_NOTIFICATION_PENDING;
      },
      onEndRequest: () => void seen.push("end"),
    }),
  ], { app });
  assertEquals(await within(made.text(), "the answer"), "app");
  await within(promise, "closing");
  assertEquals(made.seen, ["end", "closed"]);
});

for (const deadline of [-1, NaN, "soon" as unknown as number]) {
  Deno.test(`close: a deadline of ${deadline} is refused, and the server is open still`, async () => {
    const { server, text } = house([], { app });
    assertThrows(
      () => server.close({ deadline }),
      RangeError,
      `deadline is ${typeof deadline === "string" ? `"${deadline}"` : deadline}, wished for`,
    );
    assertEquals(await text(), "app");
  });
}

// @see ihttpserver-interface
Deno.test("close: a deadline beyond what timers take is not a deadline of nothing", async () => {
  const { module, context } = parking([]);
  const { server, text } = house(module, { app });
  const answer = text();
  const parked = await within(context, "the parked request");
  let closed = false;
  const closing = server.close({ deadline: 1e15 }).then(() => void (closed = true));
  await sleep(20);
  assert(!closed);
  parked.indicateCompletion(0);
  assertEquals(await within(answer, "the answer"), "app");
  await within(closing, "closing");
});
