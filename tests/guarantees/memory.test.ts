// Promises 4 and 5: how much is held for a reader that is slow? What was made, less what was taken, whichever way it goes.
import { defineModule, type IHttpContext4, type ModuleInput } from "../../mod.ts";
import { house } from "../../testing.ts";
import { assert, assertEquals, assertLessOrEqual } from "../_assert.ts";
import { turn, within } from "../conformance/_notes.ts";
import { hushed, memory } from "../regressions/_kit.ts";

const PIECE = 65_536;
/** Pieces of a body of one GiB. */
const GIB = 1_024 * 1_024 * 1_024 / PIECE;

/** A source of random bytes that counts what was asked of it, and hears that nobody wants more. */
function source(pieces = GIB) {
  const bytes = new Uint8Array(PIECE);
  crypto.getRandomValues(bytes);
  const account = { made: 0, cancelled: false };
  const stream = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull(controller) {
        if (account.made === pieces) return controller.close();
        account.made++;
        controller.enqueue(bytes.slice());
      },
      cancel: () => void (account.cancelled = true),
    }, { highWaterMark: 0 });
  return { account, bytes, stream };
}

type Source = ReturnType<typeof source>;

const passOn = {
  transform: (bytes: Uint8Array, out: { enqueue(b: Uint8Array): void }) => out.enqueue(bytes),
};
const filtering = (filter: () => typeof passOn | TransformStream<Uint8Array, Uint8Array>) =>
  defineModule({
    name: "Filtering",
    onBeginRequest: (context: IHttpContext4) => void context.getResponse().addBodyFilter(filter()),
  });

/** A module that makes its pieces itself, and waits for each. */
function flushing({ account, bytes }: Source, unbuffered: boolean): ModuleInput {
  return defineModule({
    name: "Flushing",
    async onExecuteRequestHandler(context: IHttpContext4) {
      const response = context.getResponse();
      if (unbuffered) response.disableBuffering();
      for (let hr = 0; hr >= 0 && account.made < GIB;) {
        account.made++;
        ({ hr } = await response.writeEntityChunks(memory(bytes.slice()), false, true));
        if (!unbuffered) ({ hr } = await response.flush(false, true));
      }
      account.cancelled = true;
    },
  });
}

const child = defineModule({
  name: "Parent",
  onExecuteRequestHandler(context: IHttpContext4) {
    if (context.getParentContext() !== null) return;
    const { httpContext } = context.cloneContext(0);
    context.executeRequest(true, httpContext!, 0, null);
  },
});

/** Every way that a long body may go, with the pieces that may be held for one reader on it. */
const WAYS: Record<string, { held: number; build(source: Source): ReturnType<typeof house> }> = {
  "the app's stream": {
    held: 1,
    build: ({ stream }) => house([], { app: { fetch: () => new Response(stream()) } }),
  },
  "the app's stream, counted": {
    held: 1,
    build: ({ stream }) =>
      house({ name: "Counting", onTransferEnd() {} }, {
        app: { fetch: () => new Response(stream()) },
      }),
  },
  "the app's stream, each piece a send": {
    held: 2,
    build: ({ stream }) =>
      house({
        name: "Seeing",
        onBeginRequest: (context) => void context.getResponse().disableBuffering(),
        onSendResponse() {},
      }, { app: { fetch: () => new Response(stream()) } }),
  },
  "the app's stream through a filter": {
    held: 2,
    build: ({ stream }) =>
      house(filtering(() => passOn), { app: { fetch: () => new Response(stream()) } }),
  },
  "the app's stream through compression": {
    held: 2,
    build: ({ stream }) =>
      house(
        filtering(() =>
          new CompressionStream("gzip") as unknown as TransformStream<Uint8Array, Uint8Array>
        ),
        { app: { fetch: () => new Response(stream()) } },
      ),
  },
  "the app's stream under a time limit": {
    held: 1,
    build: ({ stream }) =>
      house([], {
        app: { fetch: () => new Response(stream()) },
        limits: { requestTimeout: 60_000 },
      }),
  },
  "a child request's stream": {
    held: 2,
    build: ({ stream }) => house(child, { app: { fetch: () => new Response(stream()) } }),
  },
  "flushes of a module": { held: 1, build: (made) => house(flushing(made, false)) },
  "unbuffered writes of a module": { held: 1, build: (made) => house(flushing(made, true)) },
  "a stream in a chunk of a module": {
    held: 2,
    build: ({ stream }) =>
      house(defineModule({
        name: "Chunk",
        onExecuteRequestHandler: (context: IHttpContext4) => {
          const chunk = { dataChunkType: 1 as const, fileHandle: stream() };
          context.getResponse().disableBuffering();
          context.getResponse().writeEntityChunks([chunk], true, true);
        },
      })),
  },
};

for (const [way, { held, build }] of Object.entries(WAYS)) {
  Deno.test(`Promises 4 and 5, ${way}: of a GiB only what was read is made, and ${held} pieces more`, async () => {
    const made = source();
    const { get } = build(made);
    const response = await within(get(), "the head");
    const reader = response.body!.getReader();
    let taken = 0;
    for (let reads = 0; reads < 20; reads++) {
      const { value } = await within(reader.read(), "a piece");
      taken += value!.byteLength;
      await turn();
      const ahead = made.account.made - taken / PIECE;
      assertLessOrEqual(ahead, held + 0.1, `${ahead} pieces ahead after ${reads + 1} reads`);
    }
    await reader.cancel("enough");
    for (let turns = 0; turns < 20 && !made.account.cancelled; turns++) await turn();
    assert(made.account.cancelled, "the source was not told");
  });
}

Deno.test("Promise 4: a thousand slow readers hold a piece of 64 KiB each, and no more", async () => {
  const all = Array.from({ length: 1_000 }, () => source());
  let next = 0;
  const { get } = house({ name: "Counting", onTransferEnd() {} }, {
    app: { fetch: () => new Response(all[next++].stream()) },
  });
  const readers = await Promise.all(all.map(async () => (await get()).body!.getReader()));
  await Promise.all(readers.map((reader) => reader.read()));
  await turn();
  const made = all.reduce((sum, { account }) => sum + account.made, 0);
  assertLessOrEqual(made - 1_000, 1_000);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

Deno.test("Promises 4 and 5: an endless upload is taken only as fast as it is read", async (t) => {
  const read = async (read: () => Promise<unknown>, made: Source): Promise<void> => {
    for (let reads = 1; reads <= 20; reads++) {
      await read();
      await turn();
      assertLessOrEqual(made.account.made, reads + 2);
    }
  };
  const ways: Record<string, (made: Source) => ReturnType<typeof house>> = {
    "by a module": (made) =>
      house(defineModule({
        name: "Reader",
        async onBeginRequest(context: IHttpContext4) {
          const buffer = new Uint8Array(PIECE);
          await read(
            () => context.getRequest().readEntityBody(buffer, false) as Promise<unknown>,
            made,
          );
        },
      })),
    "by the app": (made) => house([], { app: app(made) }),
    "by the app, behind a reader of every piece": (made) =>
      house({ name: "Seeing", onReadEntity() {} }, { app: app(made) }),
    "by the app, measured": (made) =>
      house([], { app: app(made), limits: { maxEntityBytes: 1e9 } }),
  };
  const app = (made: Source) => ({
    async fetch({ body }: Request) {
      const reader = body!.getReader();
      await read(() => reader.read(), made);
      reader.cancel();
      return new Response("enough");
    },
  });
  for (const [way, build] of Object.entries(ways)) {
    await t.step(way, async () => {
      const made = source(Infinity);
      const init = { method: "POST", body: made.stream(), duplex: "half" } as RequestInit;
      const response = await within(build(made).get("/", init), "the answer");
      assert(response.status === 200 || response.status === 404);
      await response.body?.cancel();
    });
  }
});

Deno.test("Promise 4: an upload that nobody reads is not taken at all", async () => {
  const made = source(Infinity);
  const { text } = house([], { app: { fetch: () => new Response("no, thanks") } });
  const init = { method: "POST", body: made.stream(), duplex: "half" } as RequestInit;
  assertEquals(await text("/", init), "no, thanks");
  assertLessOrEqual(made.account.made, 1);
});

// What is refused of writes that nobody awaits: tests/regressions/memory.test.ts.
Deno.test("Promise 4: endless buffered writes for a client that does not read end with an error, and little is held", async () => {
  let taken = 0;
  let refused = 0;
  const limit = 1 << 18;
  const { get } = house(
    defineModule({
      name: "Endless",
      onExecuteRequestHandler(context: IHttpContext4) {
        const response = context.getResponse();
        for (let n = 0; n < 1_000; n++) {
          const { hr } = response.writeEntityChunks(memory(new Uint8Array(PIECE)), true, true) as {
            hr: number;
          };
          if (hr < 0) refused++;
          else taken += PIECE;
        }
      },
    }),
    { responseBufferLimit: limit },
  );
  await hushed(async () => {
    const response = await within(get(), "the head");
    await response.body?.cancel();
  });
  assert(refused > 900, `${refused} were refused`);
  assertLessOrEqual(taken, 4 * limit);
});
