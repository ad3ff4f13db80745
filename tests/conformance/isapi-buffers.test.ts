// Whose is a buffer? With the end of its operation it is the extension's again: ports use one for all of their writes.
import {
  HSE_IO_ASYNC,
  HSE_IO_SYNC,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER,
} from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { ask, done, type Ecb, isapiHouse, onCompletion, unbuffered, writeAsync } from "./_isapi.ts";

const WRITES = 50;
const SIZE = 100;

/** The numbers that the pieces of a body are filled with, as long as each is filled with one. */
async function fillings(response: Response): Promise<number[]> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const pieces = Array.from({ length: WRITES }, (_, i) => bytes.subarray(i * SIZE, (i + 1) * SIZE));
  return pieces.map((piece) => piece.every((byte) => byte === piece[0]) ? piece[0] : -1);
}

const inOrder = Array.from({ length: WRITES }, (_, i) => i);

const vector = (context: Uint8Array, flags: number) => ({
  flags,
  status: null,
  headers: null,
  elementArray: [{ elementType: HSE_VECTOR_ELEMENT_TYPE_MEMORY_BUFFER, context }],
});

/** Each sends the same buffer again and again. */
const SENDS: Readonly<Record<string, (ecb: Ecb, buffer: Uint8Array) => unknown>> = {
  WriteClient: writeAsync,
  HSE_REQ_VECTOR_SEND: (ecb, buffer) => ask(ecb, HSE_REQ_VECTOR_SEND, vector(buffer, HSE_IO_ASYNC)),
  HSE_REQ_TRANSMIT_FILE: (ecb, tail) =>
    ask(ecb, HSE_REQ_TRANSMIT_FILE, { file: null, tail, flags: HSE_IO_ASYNC }),
};

for (const [name, send] of Object.entries(SENDS)) {
  for (const flushes of [true, false]) {
    Deno.test(`${name}: a buffer may be used again in the callback, ${flushes ? "flushed" : "buffered"}`, async () => {
      const { get } = isapiHouse((ecb) => {
        const buffer = new Uint8Array(SIZE);
        if (flushes) unbuffered(ecb);
        onCompletion(ecb, [], (e, count) => {
          buffer.fill(count);
          return count === WRITES ? done(e) : send(e, buffer);
        });
        send(ecb, buffer);
        return HSE_STATUS_PENDING;
      });
      assertEquals(await fillings(await get("/a.dll")), inOrder);
    });
  }
}

Deno.test("HSE_REQ_VECTOR_SEND: a buffer of a synchronous call may be used again behind it", async () => {
  const { get } = isapiHouse((ecb) => {
    const buffer = new Uint8Array(SIZE);
    unbuffered(ecb);
    for (let i = 0; i < WRITES; i++) {
      ask(ecb, HSE_REQ_VECTOR_SEND, vector(buffer.fill(i), HSE_IO_SYNC));
    }
    return HSE_STATUS_SUCCESS;
  });
  assertEquals(await fillings(await get("/a.dll")), inOrder);
});
