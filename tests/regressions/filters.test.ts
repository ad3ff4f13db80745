// What may a body filter be, and what is it told? Ruling 10.
import { type BodyFilter, defineModule } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { code, house, within } from "./_kit.ts";

const filtering = (filter: () => BodyFilter, seen: string[] = []) =>
  defineModule({
    name: "Filtering",
    onBeginRequest(context) {
      seen.push(code(context.getResponse().addBodyFilter(filter())));
    },
  });

// Ruling 10: a filter is how compression works. That this compiles is part of the test.
Deno.test("addBodyFilter takes a CompressionStream", async () => {
  const { get } = house(filtering(() => new CompressionStream("gzip")), {
    app: { fetch: () => new Response("zip me") },
  });
  const { body } = await get();
  const plain = new Response(body!.pipeThrough(new DecompressionStream("gzip")));
  assertEquals(await within(plain.text(), "the body"), "zip me");
});

for (
  const [what, junk] of Object.entries({ null: null, "an empty object": {}, "a text": "gzip" })
) {
  // Contract 1: what is wrong with an argument is an HRESULT, at the call.
  Deno.test(`addBodyFilter answers ${what} with ERROR_INVALID_PARAMETER and forgets it`, async () => {
    const { seen, text } = house((seen) => filtering(() => junk as unknown as BodyFilter, seen), {
      app: { fetch: () => new Response("app") },
    });
    assertEquals(await text(), "app");
    assertEquals(seen, ["0x80070057"]);
  });
}

// A compressor holds memory that nobody frees but itself.
Deno.test("addBodyFilter: a pair of streams is aborted when the client leaves", async () => {
  const aborted = Promise.withResolvers<void>();
  let out: ReadableStreamDefaultController<Uint8Array>;
  const readable = new ReadableStream<Uint8Array>({
    start: (controller) => void (out = controller),
  });
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) => out.enqueue(bytes),
    abort: () => aborted.resolve(),
  });
  const source = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(5)) });
  const { get } = house(filtering(() => ({ readable, writable })), {
    app: { fetch: () => new Response(source()) },
  });
  const reader = (await get()).body!.getReader();
  await within(reader.read(), "the first piece");
  await within(reader.cancel("the client has left"), "leaving");
  await within(aborted.promise, "the abort");
});
