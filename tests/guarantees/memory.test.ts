// Promises 4 and 5: how much is held for a reader that is slow? What was made, less what was taken, whichever way it goes.
import { defineModule, type IHttpContext4 } from "../../mod.ts";
import { house } from "../../testing.ts";
import { assert, assertEquals, assertLessOrEqual } from "../_assert.ts";
import { turn, within } from "../conformance/_notes.ts";
import { hushed, memory } from "../regressions/_kit.ts";
import { PIECE, Source, WAYS } from "../runtime/houses/bounds.ts";

const at = new Request("http://localhost/");

for (const [way, { held, serve }] of Object.entries(WAYS)) {
  Deno.test(`Promises 4 and 5, ${way}: of a GiB only what was read is made, and ${held} pieces more`, async () => {
    const source = new Source();
    const { account } = source;
    const response = await within(Promise.resolve(serve(source)(at)), "the head");
    const reader = response.body!.getReader();
    for (let reads = 0; reads < 20; reads++) {
      const { value } = await within(reader.read(), "a piece");
      account.taken += value!.byteLength;
      await turn();
      const ahead = (account.made - account.taken) / PIECE;
      assertLessOrEqual(ahead, held + 0.1, `${ahead} pieces ahead after ${reads + 1} reads`);
    }
    await reader.cancel("enough");
    for (let turns = 0; turns < 20 && !account.cancelled; turns++) await turn();
    assert(account.cancelled, "the source was not told");
  });
}

Deno.test("Promise 4: a thousand slow readers hold a piece of 64 KiB each, and no more", async () => {
  const { serve } = WAYS["the app's stream, counted"];
  const all = Array.from({ length: 1_000 }, () => new Source());
  const readers = await Promise.all(
    all.map(async (source) => (await serve(source)(at)).body!.getReader()),
  );
  await Promise.all(readers.map((reader) => reader.read()));
  await turn();
  const made = all.reduce((sum, { account }) => sum + account.made / PIECE, 0);
  assertLessOrEqual(made - 1_000, 1_000);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

Deno.test("Promises 4 and 5: an endless upload is taken only as fast as it is read", async (t) => {
  const read = async (read: () => Promise<unknown>, { account }: Source): Promise<void> => {
    for (let reads = 1; reads <= 20; reads++) {
      await read();
      await turn();
      assertLessOrEqual(account.made / PIECE, reads + 2);
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
      const made = new Source();
      const init = { method: "POST", body: made.stream(), duplex: "half" } as RequestInit;
      const response = await within(build(made).get("/", init), "the answer");
      assert(response.status === 200 || response.status === 404);
      await response.body?.cancel();
    });
  }
});

Deno.test("Promise 4: an upload that nobody reads is not taken at all", async () => {
  const made = new Source();
  const { text } = house([], { app: { fetch: () => new Response("no, thanks") } });
  const init = { method: "POST", body: made.stream(), duplex: "half" } as RequestInit;
  assertEquals(await text("/", init), "no, thanks");
  assertLessOrEqual(made.account.made, PIECE);
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
