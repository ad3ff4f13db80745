// Promise 5, back-pressure: does a source hear that its client has left before anybody has begun to read it?
import { EXECUTE_FLAG_NO_HEADERS } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { isRoot } from "../conformance/_child.ts";
import { turn, within, write } from "../conformance/_notes.ts";
import { child, filter, idle, silent, WAYS } from "./_idle.ts";

Deno.test("Promise 5: a source that is idle is cancelled where the client has left before the app answers, each piece a send", async () => {
  const seen: string[] = [];
  const left = Promise.withResolvers<void>();
  const { get, server } = house([
    {
      name: "Flushing",
      async onBeginRequest(context) {
        context.getResponse().disableBuffering();
        await context.getResponse().flush(false, true);
        await left.promise;
      },
      onSendResponse() {},
    },
  ], { app: { fetch: silent(seen) } });
  await (await within(get("/"), "the head")).body!.cancel();
  left.resolve();
  await turn();
  assertEquals(seen, ["cancelled"]);
  await within(server.close(), "the close of the server");
});

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

for (const what of ["transform", "TransformStream"]) {
  Deno.test(`Promise 5: a body filter (${what}) through which nothing has passed hears once that its client has left`, async () => {
    const seen: string[] = [];
    const abort = new AbortController();
    const cancel = (reason: unknown): void => void seen.push(`cancelled: ${reason}`);
    const { get, server } = house([
      {
        name: "Joining",
        onBeginRequest(context) {
          write(context, "in front of ");
          const filter = what === "transform"
            ? { transform: (bytes: Uint8Array) => bytes, cancel }
            : new TransformStream<Uint8Array, Uint8Array>({ cancel } as Transformer);
          context.getResponse().addBodyFilter(filter);
        },
      },
    ], { app: { fetch: silent(seen) } });
    const answer = get("/", { signal: abort.signal });
    await turn();
    abort.abort("left");
    await within(answer, "the end");
    await turn();
    assertEquals(seen.toSorted(), ["cancelled", "cancelled: left"]);
    await within(server.close(), "the close of the server");
  });
}
