// Does an extension stream? Ten thousand asynchronous writes, a slow reader, bounded memory, and producers for nobody.
import { ERROR_NOT_ENOUGH_MEMORY } from "../../mod.ts";
import {
  type HSE_IO_RESULT,
  HSE_IO_SYNC,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
} from "../../isapi.ts";
import { assert, assertEquals, assertLess, assertRejects } from "../_assert.ts";
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

for (const flushes of [true, false]) {
  const how = flushes ? "flushed" : "buffered";

  Deno.test(`WriteClient: ${how}, synchronous calls that nobody waits for take their turns, and nothing is lost`, async () => {
    const results: Promise<HSE_IO_RESULT>[] = [];
    const buffer = new Uint8Array(SIZE); // one for all, as who thinks of a call that blocks has it
    const { get } = isapiHouse((ecb) => {
      if (flushes) unbuffered(ecb);
      for (let i = 0; i < 10_000; i++) {
        buffer.set(piece(i));
        results.push(write(ecb, buffer));
      }
      return HSE_STATUS_SUCCESS;
    });
    const read = await readAll((await get("/a.dll")).body!, () => {});
    assertEquals([read, (await Promise.all(results)).every(({ ret }) => ret)], [10_000, true]);
  });

  Deno.test(`WriteClient: ${how}, more than 16 MiB that nobody waits for breaks the transfer, and says so`, async () => {
    const results: Promise<HSE_IO_RESULT>[] = [];
    const { get } = isapiHouse((ecb) => {
      if (flushes) unbuffered(ecb);
      for (let i = 0; i < 30; i++) results.push(write(ecb, new Uint8Array(1_000_000)));
      return HSE_STATUS_SUCCESS;
    });
    await assertRejects(async () => void await (await get("/a.dll")).bytes());
    assert((await Promise.all(results)).some(({ error }) => error === ERROR_NOT_ENOUGH_MEMORY));
  });

  Deno.test(`HSE_REQ_VECTOR_SEND: ${how}, synchronous calls beyond the limit are refused until there is room again`, async () => {
    const context = new Uint8Array(1_000_000);
    const elementArray = [{ elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER, context }];
    const vector = { flags: HSE_IO_SYNC, status: null, headers: null, elementArray };
    const drained = Promise.withResolvers<void>();
    const sent: number[] = [];
    const { get } = isapiHouse(async (ecb) => {
      if (flushes) unbuffered(ecb);
      const send = () => ask(ecb, HSE_REQ_VECTOR_SEND, vector);
      const fill = (): number => {
        for (let i = 0; i < 20; i++) if (!send().ret) return sent.push(i);
        return sent.push(20);
      };
      fill();
      assertEquals(send().error, ERROR_NOT_ENOUGH_MEMORY);
      await drained.promise;
      fill();
      return HSE_STATUS_SUCCESS;
    });
    const reader = (await get("/a.dll")).body!.getReader();
    let bytes = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      bytes += read.value.byteLength;
      if (bytes >= 5_000_000) setTimeout(drained.resolve, 10);
    }
    assertEquals([sent, bytes], [[5, 5], 10_000_000]);
  });
}

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
