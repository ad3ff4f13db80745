// Does a child stream? What it flushes is with the client before it ends, through its parent, as far as that lets it.
import {
  defineModule,
  EXECUTE_FLAG_BUFFER_RESPONSE,
  EXECUTE_FLAG_NO_HEADERS,
  type ModuleInput,
  RQ_BEGIN_REQUEST,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { COMPLETION, isRoot, nesting } from "./_child.ts";
import { code, ending, turn, within, write } from "./_notes.ts";

/** A handler that flushes a piece each time the test lets it. */
function dripping(seen: string[]) {
  let go: () => void = () => {};
  const module = defineModule({
    name: "Dripping",
    async onExecuteRequestHandler(context) {
      if (isRoot(context)) return;
      context.getResponse().setHeader("X-Child", "yes", true);
      for (const piece of ["one ", "two "]) {
        write(context, piece);
        const { hr } = await context.getResponse().flush(false, true);
        seen.push(`flushed ${code(hr)}`);
        await new Promise<void>((resolve) => go = resolve);
      }
      write(context, "three");
    },
  });
  return { module, go: () => go() };
}

/** Reads piece by piece, each within five seconds. */
function pieces(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await within(reader.read(), "a piece")).value,
    cancel: () => reader.cancel(),
  };
}

for (
  const [title, before] of [
    ["alone", []],
    ["behind what the parent has buffered", [
      defineModule({
        onBeginRequest: (context) => isRoot(context) ? write(context, "zero ") : undefined,
      }),
    ]],
    ["under an account of the transfer", [defineModule({ onTransferEnd: () => {} })]],
  ] as [string, ModuleInput[]][]
) {
  // @see ihttpcontext-executerequest-method
  Deno.test(`IHttpContext.executeRequest: pieces of the child reach the client as they come, ${title}`, async () => {
    const seen: string[] = [];
    const { module, go } = dripping(seen);
    const { get } = house([...before, nesting(seen, "/child"), module]);
    const response = await within(get("/"), "the head, before the child has ended");
    assertEquals(response.headers.get("X-Child"), "yes");
    assertEquals(response.headers.get("Content-Length"), null);
    const { next } = pieces(response);
    if (title.startsWith("behind")) assertEquals(await next(), "zero ");
    assertEquals(await next(), "one ");
    await turn();
    assertEquals(seen, ["flushed 0x00000000"]);
    go();
    assertEquals(await next(), "two ");
    await turn();
    go();
    assertEquals(await next(), "three");
    assertEquals(await next(), undefined);
    await turn();
    assertEquals(seen.slice(2), COMPLETION(RQ_BEGIN_REQUEST));
  });
}

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_NO_HEADERS: a child that flushes sends the parent's head, and the parent goes on", async () => {
  const seen: string[] = [];
  const { module, go } = dripping(seen);
  const { get } = house([
    nesting(seen, "/child", {
      execute: EXECUTE_FLAG_NO_HEADERS,
      at: "onExecuteRequestHandler",
      completed: (context) => write(context, " and four"),
    }),
    module,
  ]);
  const response = await within(get("/"), "the head");
  assertEquals(response.headers.get("X-Child"), null);
  const { next } = pieces(response);
  assertEquals(await next(), "one ");
  await turn();
  go();
  assertEquals(await next(), "two ");
  await turn();
  go();
  assertEquals(await next(), "three");
  assertEquals(await next(), " and four");
  assertEquals(await next(), undefined);
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_BUFFER_RESPONSE: a child that flushes is not waited for by a client, and gets its counts", async () => {
  const seen: string[] = [];
  const { module, go } = dripping(seen);
  const { get } = house([
    nesting(seen, "/child", {
      execute: EXECUTE_FLAG_BUFFER_RESPONSE,
      at: "onExecuteRequestHandler",
    }),
    module,
  ]);
  const answer = get("/");
  for (let i = 0; i < 2; i++) {
    await turn();
    await turn();
    assertEquals(seen.length, i + 1);
    go();
  }
  const response = await within(answer, "the answer");
  assertEquals(response.headers.get("Content-Length"), "13");
  assertEquals(await response.text(), "one two three");
});

// @see ihttpcontext-executerequest-method
Deno.test("EXECUTE_FLAG_BUFFER_RESPONSE: what passes the buffer limit streams through the parent's own send", async () => {
  const size = 5000;
  let made = 0;
  const app = {
    fetch: () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            if (made === size) return controller.close();
            controller.enqueue(new Uint8Array(500).fill(120));
            made += 500;
          },
        }, { highWaterMark: 0 }),
      ),
  };
  const { get } = house((seen: string[]) =>
    nesting(seen, "/child", {
      execute: EXECUTE_FLAG_BUFFER_RESPONSE,
      at: "onExecuteRequestHandler",
      completed: () => void seen.push(`completed, ${made} made`),
    }), { app, responseBufferLimit: 1000 });
  const response = await within(get("/"), "the head");
  assertEquals(made < size, true);
  assertEquals((await within(response.text(), "the body")).length, size);
});

// @see ihttpresponse-flush-method
Deno.test("IHttpContext.executeRequest: a client that leaves ends the child's flush, and both requests end", async () => {
  const seen: string[] = [];
  const { module: last, over } = ending();
  const { module, go } = dripping(seen);
  const { get } = house([nesting(seen, "/child"), module, last]);
  const response = await within(get("/"), "the head");
  const { next, cancel } = pieces(response);
  assertEquals(await next(), "one ");
  await turn();
  await cancel();
  go();
  await turn();
  assertEquals(seen, ["flushed 0x00000000", "flushed 0x800704CD"]);
  go();
  await within(over, "the end of the child");
  await turn();
  assertEquals(seen.slice(2), COMPLETION(RQ_BEGIN_REQUEST));
});
