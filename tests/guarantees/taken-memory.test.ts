// Does a body arrive whole, whatever its reader does with the memory of a piece? Small copies share memory; some readers take it away.
import { defineModule, type IHttpContext4, type IHttpResponse4 } from "../../mod.ts";
import { HSE_STATUS_PENDING } from "../../isapi.ts";
import { assertEquals } from "../_assert.ts";
import { house, memory } from "../regressions/_kit.ts";
import { done, isapiHouse, onCompletion, unbuffered, writeAsync } from "../conformance/_isapi.ts";

const PIECES = 500;
const SIZE = 20;

/** Pieces that all differ, cut off one buffer that is used again. */
const buffer = new Uint8Array(SIZE);
const piece = (n: number): Uint8Array => {
  new TextEncoder().encodeInto(String(n).padStart(SIZE, "."), buffer);
  return buffer;
};
const whole = Array.from({ length: PIECES }, (_, n) => String(n).padStart(SIZE, ".")).join("");

/** The bytes of a piece, whose memory is nobody else's from then on. */
function taken({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  const mine = structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  return new Uint8Array(mine as ArrayBuffer, byteOffset, byteLength);
}

async function readTaking(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of body) text += decoder.decode(taken(bytes));
  return text;
}

/** A stream of bytes takes the memory of what it is given. */
function readAsBytes(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  const bytes = new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  return new Response(bytes).text();
}

type Write = (response: IHttpResponse4, n: number) => unknown;

const put = (response: IHttpResponse4, n: number): unknown =>
  response.writeEntityChunks(memory(piece(n)), true, true);

/** How modules write. */
const WRITES: Readonly<Record<string, Write>> = {
  "each flushed": (response, n) => (put(response, n), response.flush(false, true)),
  "three flushed together": (response, n) => {
    put(response, n);
    return n % 3 === 2 ? response.flush(false, true) : undefined;
  },
  "a hundred flushed together": (response, n) => {
    put(response, n);
    return n % 100 === 99 ? response.flush(false, true) : undefined;
  },
  "each flushed, nobody waits": (response, n) => {
    put(response, n);
    void response.flush(false, true);
  },
  "four that waited together, flushed one by one": async (response, n) => {
    put(response, n);
    const { entityChunks } = response.getRawHttpResponse();
    if (n % 4 < 3) return;
    for (const chunk of entityChunks.splice(0)) {
      entityChunks.push(chunk);
      await response.flush(false, true);
    }
  },
  "each unbuffered": (response, n) => {
    response.disableBuffering();
    return response.writeEntityChunks(memory(piece(n)), false, true);
  },
};

const writing = (write: Write) => async (context: IHttpContext4) => {
  for (let n = 0; n < PIECES; n++) await write(context.getResponse(), n);
};

const watching = defineModule({ name: "Watching", onSendResponse() {} });
const filtering = defineModule({
  name: "Filtering",
  onBeginRequest: (context) =>
    void context.getResponse().addBodyFilter({ transform: (bytes) => taken(bytes) }),
});

for (const [how, write] of Object.entries(WRITES)) {
  const module = defineModule({ name: "Writing", onExecuteRequestHandler: writing(write) });

  Deno.test(`a reader who takes the memory of each piece loses nothing: ${how}`, async () => {
    assertEquals(await readTaking((await house(module).get("/")).body!), whole);
  });

  Deno.test(`a stream of bytes around the body loses nothing: ${how}`, async () => {
    assertEquals(await readAsBytes((await house(module).get("/")).body!), whole);
  });

  Deno.test(`a reader who takes the memory loses nothing of what others see: ${how}`, async () => {
    assertEquals(await readTaking((await house([watching, module]).get("/")).body!), whole);
  });

  Deno.test(`a filter that takes the memory of each piece loses nothing: ${how}`, async () => {
    assertEquals(await (await house([filtering, module]).get("/")).text(), whole);
  });
}

Deno.test("WriteClient: a reader who takes the memory of each piece loses nothing", async () => {
  const { get } = isapiHouse((ecb) => {
    unbuffered(ecb);
    let n = 0;
    onCompletion(ecb, [], (e) => ++n < PIECES ? writeAsync(e, piece(n)) : done(e));
    writeAsync(ecb, piece(0));
    return HSE_STATUS_PENDING;
  });
  assertEquals(await readTaking((await get("/a.dll")).body!), whole);
});

Deno.test("bodies that are written at the same time share nothing", async () => {
  const module = defineModule({
    name: "Writing",
    async onExecuteRequestHandler(context) {
      const mark = context.getRequest().getHeader("X-Mark")!;
      for (let n = 0; n < PIECES; n++) {
        const bytes = new TextEncoder().encode(mark.repeat(SIZE));
        context.getResponse().writeEntityChunks(memory(bytes), true, true);
        if (n % 7 !== 0) await context.getResponse().flush(false, true);
      }
    },
  });
  const { get } = house(module);
  const texts = await Promise.all(["a", "b", "c"].map(async (mark) => {
    const response = await get("/", { headers: { "X-Mark": mark } });
    return await readTaking(response.body!) === mark.repeat(SIZE * PIECES);
  }));
  assertEquals(texts, [true, true, true]);
});
