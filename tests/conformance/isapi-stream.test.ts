// Does an extension stream? Ten thousand asynchronous writes, a slow reader, bounded memory, and producers for nobody.
import {
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
} from "../../isapi.ts";
import { assert, assertEquals, assertLess } from "../_assert.ts";
import {
  ask,
  done,
  type Ecb,
  isapiHouse,
  onCompletion,
  unbuffered,
  write,
  writeAsync,
} from "./_isapi.ts";
import { turn, within } from "./_notes.ts";

const WRITES = 10_000;
const SIZE = 1024;

/** A piece of bytes that tells its number. */
function piece(number: number): Uint8Array {
  const bytes = new Uint8Array(SIZE).fill(number % 256);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** Writes one piece after the other, each in the callback of the one before. */
function streaming(ecb: Ecb, ahead: (written: number) => void): number {
  onCompletion(ecb, [], (e, count) => {
    ahead(count);
    return count === WRITES ? done(e) : writeAsync(e, piece(count));
  });
  writeAsync(ecb, piece(0));
  return HSE_STATUS_PENDING;
}

/** Reads pieces out of a body, and sees that each comes once and in order. */
async function readAll(body: ReadableStream<Uint8Array>, pause: (read: number) => unknown) {
  let expected = 0;
  let held = new Uint8Array(0);
  for await (const bytes of body) {
    const whole = new Uint8Array(held.byteLength + bytes.byteLength);
    whole.set(held);
    whole.set(bytes, held.byteLength);
    let at = 0;
    for (; at + SIZE <= whole.byteLength; at += SIZE, expected++) {
      const number = new DataView(whole.buffer, at).getUint32(0);
      assert(number === expected && whole[at + SIZE - 1] === expected % 256, `${number}`);
    }
    held = whole.slice(at);
    await pause(expected);
  }
  return expected;
}

Deno.test("WriteClient: 10,000 asynchronous calls reach a slow reader once, in order, none made ahead", async () => {
  let written = 0;
  let furthest = 0;
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    return streaming(ecb, (count) => written = count);
  });
  const { body } = await within(get("/a.dll"), "the head");
  const read = await readAll(body!, async (read) => {
    if (read % 100 === 0) await turn();
    furthest = Math.max(furthest, written - read);
  });
  assertEquals([read, written], [WRITES, WRITES]);
  assertLess(furthest, 4);
});

Deno.test("WriteClient: buffered, 10,000 asynchronous calls hold no more than the buffer limit", async () => {
  let written = 0;
  let furthest = 0;
  const { get } = isapiHouse(
    (ecb) => streaming(ecb, (count) => written = count),
    [],
  );
  const answer = get("/a.dll");
  const { body, headers } = await within(answer, "the head");
  assertEquals(headers.get("Content-Length"), null);
  const read = await readAll(body!, async (read) => {
    if (read % 100 === 0) await turn();
    furthest = Math.max(furthest, written - read);
  });
  assertEquals([read, written], [WRITES, WRITES]);
  assertLess(furthest * SIZE, 2 * 4_194_304);
});

Deno.test("WriteClient: more writes than a response may have chunks are sent on the way", async () => {
  const { get } = isapiHouse(async (ecb) => {
    for (let i = 0; i < 70_000; i++) await write(ecb, "x");
    return HSE_STATUS_SUCCESS;
  });
  const text = await (await within(get("/a.dll"), "the head", 20_000)).text();
  assertEquals([text.length, text.replaceAll("x", "")], [70_000, ""]);
});

Deno.test("WriteClient: so it is when the flush flag comes late, or a vector", async () => {
  const { get } = isapiHouse(async (ecb) => {
    for (let i = 0; i < 65_534; i++) await write(ecb, "x");
    unbuffered(ecb);
    const elementArray = Array(10).fill({
      elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
      context: "y",
    });
    const vector = { flags: 0, status: null, headers: null, elementArray };
    assertEquals(ask(ecb, HSE_REQ_VECTOR_SEND, vector).error, 0);
    return HSE_STATUS_SUCCESS;
  });
  const text = await (await within(get("/a.dll"), "the head", 20_000)).text();
  assertEquals(text, "x".repeat(65_534) + "y".repeat(10));
});

Deno.test("WriteClient: synchronous calls that nobody waits for are refused beyond the limit, nothing is lost before", async () => {
  const results: Promise<{ ret: boolean; error: number }>[] = [];
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    for (let i = 0; i < 10_000; i++) results.push(write(ecb, piece(i)));
    return HSE_STATUS_SUCCESS;
  });
  const { body } = await get("/a.dll");
  const read = await readAll(body!, () => {});
  const said = await Promise.all(results);
  assertEquals(said.filter(({ ret }) => ret).length, read);
  assertLess(read, 4200);
  assertEquals(said.at(-1)!.error, 8);
});

for (const how of ["flushed", "buffered"] as const) {
  Deno.test(`WriteClient: ${how}, who streams without end to a client that has left is told so`, async () => {
    const ended = Promise.withResolvers<number>();
    const { get } = isapiHouse((ecb) => {
      if (how === "flushed") unbuffered(ecb);
      const bytes = new Uint8Array(65_536);
      onCompletion(ecb, [], () => {});
      const go = async () => {
        for (let i = 0;; i++) {
          const { ret, error } = await Promise.resolve(ecb.writeClient(ecb.connID, bytes, 1));
          if (ret) continue;
          ended.resolve(error);
          return done(ecb);
        }
      };
      go();
      return HSE_STATUS_PENDING;
    });
    const response = await within(get("/a.dll"), "the head");
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    assertEquals(await within(ended.promise, "the end"), 995);
  });

  Deno.test(`WriteClient: ${how}, who streams without end in answer to HEAD is stopped`, async () => {
    const ended = Promise.withResolvers<number>();
    const { get } = isapiHouse((ecb) => {
      if (how === "flushed") unbuffered(ecb);
      const bytes = new Uint8Array(65_536);
      const go = async () => {
        for (;;) {
          const { ret, error } = await ecb.writeClient(ecb.connID, bytes, 1);
          if (ret) continue;
          ended.resolve(error);
          return done(ecb);
        }
      };
      go();
      return HSE_STATUS_PENDING;
    });
    assertEquals(await (await get("/a.dll", { method: "HEAD" })).text(), "");
    assertEquals(await within(ended.promise, "the end"), 995);
  });
}
