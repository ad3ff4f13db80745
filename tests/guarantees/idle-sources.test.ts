// Promise 5, back-pressure: does a source that has nothing just now hear that nobody wants more? Whichever way its body goes.
import {
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type IHttpContext4,
  type ModuleInput,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { isRoot, nesting } from "../conformance/_child.ts";
import { turn, within, write } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";

/** A stream with one piece, and then nothing for ever. */
function idle(seen: string[]) {
  return () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(5)),
        pull: () => new Promise(() => {}),
        cancel: () => void seen.push("cancelled"),
      }),
    );
}

/** A stream with nothing at all. */
const silent = (seen: string[]) => () =>
  new Response(
    new ReadableStream({
      pull: () => new Promise(() => {}),
      cancel: () => void seen.push("cancelled"),
    }),
  );

const early = (begin: (context: IHttpContext4) => void): ModuleInput => ({
  name: "Early",
  onBeginRequest: (context) => isRoot(context) ? begin(context) : undefined,
});
const filter = (context: IHttpContext4): void =>
  void context.getResponse().addBodyFilter({ transform: (bytes) => bytes });
const child = (execute: number) =>
  nesting([], "/child", { at: "onExecuteRequestHandler", execute });

interface Way {
  readonly modules: ModuleInput;
  /** Whether a head leaves before the end of the body. */
  readonly head: boolean;
  /** Nobody but the runtime has the body, unless the request has a limit: closing does not reach it. */
  readonly untouched?: boolean;
}

/** Every way that the body may go. */
const WAYS: Record<string, Way> = {
  "as it is": { modules: [], head: true, untouched: true },
  "counted": { modules: { name: "Counting", onTransferEnd() {} }, head: true },
  "each piece a send": {
    modules: [
      early((context) => context.getResponse().disableBuffering()),
      { name: "Seeing", onSendResponse() {} },
    ],
    head: true,
  },
  "through a filter": { modules: early(filter), head: true },
  "behind what a module has written": {
    modules: early((context) => void write(context, "front")),
    head: false,
  },
  "behind what a module has written, through a filter": {
    modules: early((context) => {
      filter(context);
      write(context, "front");
    }),
    head: false,
  },
  "from a child": { modules: child(0), head: true, untouched: true },
  "from a child into the parent's buffer": {
    modules: child(EXECUTE_FLAG_BUFFER_RESPONSE),
    head: false,
  },
  "from a child into the parent's buffer, through a filter": {
    modules: [{ name: "Filtering", onBeginRequest: filter }, child(EXECUTE_FLAG_BUFFER_RESPONSE)],
    head: false,
  },
  "from a child, its body alone": { modules: child(EXECUTE_FLAG_NO_HEADERS), head: false },
  "from a child, behind what its parent has written": {
    modules: [early((context) => void write(context, "front")), child(0)],
    head: false,
  },
};

for (const [way, { modules, head, untouched = false }] of Object.entries(WAYS)) {
  Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the time of its request is over`, async () => {
    const seen: string[] = [];
    const { get } = house(modules, {
      app: { fetch: idle(seen) },
      limits: { requestTimeout: 20 },
    });
    await hushed(async () => {
      const response = await get();
      assertEquals(response.status, head ? 200 : 503);
      await response.text().catch(() => "broken");
      await turn();
    });
    assertEquals(seen, ["cancelled"]);
  });

  Deno.test(`Promise 5: a source that is idle, ${way}, is ${untouched ? "the runtime's" : "cancelled"} when the server closes at its deadline`, async () => {
    const seen: string[] = [];
    const { get, server } = house(modules, { app: { fetch: idle(seen) } });
    await hushed(async () => {
      const answer = get();
      await turn();
      await server.close({ deadline: 5 });
      const { body } = await answer;
      await turn();
      assertEquals(seen, untouched ? [] : ["cancelled"]);
      await body?.cancel().catch(() => {});
    });
    assertEquals(seen, ["cancelled"]);
  });

  if (!head) continue;
  Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the client leaves`, async () => {
    const seen: string[] = [];
    const { get } = house(modules, { app: { fetch: idle(seen) } });
    const reader = (await within(get(), "the head")).body!.getReader();
    await within(reader.read(), "a piece");
    await reader.cancel();
    await turn();
    assertEquals(seen, ["cancelled"]);
  });
}

Deno.test("Promise 5: a request whose client has left ends, also where its body was still passing filters", async () => {
  const seen: string[] = [];
  const abort = new AbortController();
  const { get, server } = house([
    {
      name: "Writing",
      onExecuteRequestHandler(context) {
        filter(context);
        write(context, "text");
        abort.abort();
      },
    },
    { name: "Account", onTransferEnd: (_context, { outcome }) => void seen.push(outcome) },
  ]);
  await within(get("/", { signal: abort.signal }), "the end");
  assertEquals(seen, ["client-gone"]);
  await within(server.close(), "the close of the server");
});

Deno.test("Promise 5: a source that is idle is cancelled at once for HEAD, also where each piece would be a send", async () => {
  const seen: string[] = [];
  const { get, server } = house(WAYS["each piece a send"].modules, { app: { fetch: idle(seen) } });
  await within(get("/", { method: "HEAD" }), "the head");
  await turn();
  assertEquals(seen, ["cancelled"]);
  await within(server.close(), "the close of the server");
});

Deno.test("Promise 5: a source that is idle, from a child of a request whose client has left behind the head, is cancelled", async () => {
  const seen: string[] = [];
  const left = Promise.withResolvers<void>();
  const { get, server } = house([
    {
      name: "Leaving",
      async onBeginRequest(context) {
        if (!isRoot(context)) return;
        write(context, "front");
        await context.getResponse().flush(false, true);
        await left.promise;
      },
    },
    {
      name: "Unbuffered",
      onBeginRequest: (context) =>
        isRoot(context) ? undefined : context.getResponse().disableBuffering(),
      onSendResponse() {},
    },
    child(EXECUTE_FLAG_NO_HEADERS),
  ], { app: { fetch: silent(seen) } });
  const response = await within(get("/"), "the head");
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  left.resolve();
  await turn();
  assertEquals(seen, ["cancelled"]);
  await within(server.close(), "the close of the server");
});

for (const [way, { modules }] of Object.entries(WAYS).filter(([, { head }]) => !head)) {
  for (const when of ["while it is waited for", "before"]) {
    Deno.test(`Promise 5: a source that is idle, ${way}, is cancelled when the client leaves ${when}`, async () => {
      const seen: string[] = [];
      const abort = new AbortController();
      const { get, server } = house([
        early(() => when === "before" ? abort.abort() : undefined),
        modules,
        { name: "Account", onTransferEnd: (_context, { outcome }) => void seen.push(outcome) },
      ], { app: { fetch: idle(seen) } });
      const answer = get("/", { signal: abort.signal });
      await turn();
      abort.abort();
      await (await within(answer, "the end")).body?.cancel();
      await turn();
      assertEquals(seen, ["cancelled", "client-gone"]);
      await within(server.close(), "the close of the server");
    });
  }
}

Deno.test("IHttpResponse.addBodyFilter: a filter whose source was cancelled is not told of an end of the body", async () => {
  const seen: string[] = [];
  const { get } = house(
    early((context) =>
      void context.getResponse().addBodyFilter({
        transform: (bytes) => bytes,
        flush: () => void seen.push("flush"),
        cancel: () => void seen.push("cancel"),
      })
    ),
    { app: { fetch: idle(seen) } },
  );
  const reader = (await within(get(), "the head")).body!.getReader();
  await within(reader.read(), "a piece");
  const next = reader.read();
  await turn();
  await reader.cancel();
  await next;
  await turn();
  assertEquals(seen, ["cancelled", "cancel"]);
});
