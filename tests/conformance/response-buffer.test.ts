// What is in the buffer, and when does it leave? Chunks by copy and by reference, positions, limits of count and size.
import {
  defineModule,
  E_INVALIDARG,
  ERROR_ARITHMETIC_OVERFLOW,
  HRESULT_FROM_WIN32,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { answer, begin, everything, handler, memory, sending, write } from "./_response.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

// @see ihttpresponse-writeentitychunks-method
Deno.test("Buffer IHttpResponse.writeEntityChunks keeps the order of chunks and of calls", async () => {
  const { text, headers } = await answer(handler((context) => {
    write(context, "one ", "two ");
    write(context, "three");
  }));
  assertEquals([text, headers.get("content-length")], ["one two three", "13"]);
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("12.56 IHttpResponse.getRawHttpResponse counts the buffered chunks in OnSendResponse", async () => {
  const { text } = await answer([
    handler((context) => write(context, "a", "b", "c")),
    sending((context) => {
      const count = context.getResponse().getRawHttpResponse().entityChunkCount;
      context.getResponse().clear();
      write(context, `Data chunks in response buffer: ${count}`);
    }),
  ]);
  assertEquals(text, "Data chunks in response buffer: 3");
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("12.57 entityChunkCount set to 0 in OnSendResponse leaves an empty body", async () => {
  const { text, status } = await answer([
    handler((context) => write(context, "a", "b", "c")),
    sending((context) => {
      context.getResponse().getRawHttpResponse().entityChunkCount = 0;
    }),
  ]);
  assertEquals([status, text], [200, ""]);
});

// @see ihttpresponse-getrawhttpresponse-method
Deno.test("Buffer IHttpResponse.getRawHttpResponse edits chunks and status in place", async () => {
  const { text, status } = await answer([
    handler((context) => write(context, "old", " kept")),
    sending((context) => {
      const raw = context.getResponse().getRawHttpResponse();
      raw.entityChunks[0] = memory("new")[0];
      raw.statusCode = 202;
    }),
  ]);
  assertEquals([status, text], [202, "new kept"]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.60 IHttpResponse.writeEntityChunks takes 65,535 chunks and refuses one more", async () => {
  const hrs: number[] = [];
  const { text } = await answer(handler((context) => {
    const response = context.getResponse();
    const chunks = memory(...new Array<string>(65_535).fill("x"));
    hrs.push(response.writeEntityChunks(chunks, true, true).hr);
    hrs.push(response.writeEntityChunks(memory("y"), true, true).hr);
  }));
  assertEquals(hrs, [S_OK, HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW)]);
  assertEquals(text, "x".repeat(65_535));
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("A-10 chunks of many small writes are counted one by one, and a write fails as a whole", async () => {
  const failed: number[] = [];
  const { text } = await answer(handler((context) => {
    const response = context.getResponse();
    const one = memory("x");
    for (let count = 0; count < 65_534; count++) response.writeEntityChunks(one, true, true);
    failed.push(response.writeEntityChunks(memory("y", "z"), true, true).hr);
    failed.push(response.writeEntityChunks(memory("!"), true, true).hr);
  }));
  assertEquals(failed, [HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW), S_OK]);
  assertEquals(text, "x".repeat(65_534) + "!");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.61 IHttpResponse.writeEntityChunks(null) answers INVALID_PARAMETER", async () => {
  const hrs: number[] = [];
  const nothing = null as unknown as HTTP_DATA_CHUNK[];
  await answer(handler(async (context) => {
    hrs.push(context.getResponse().writeEntityChunks(nothing, true, true).hr);
    hrs.push((await context.getResponse().writeEntityChunks(nothing, false, true)).hr);
    context.getResponse().setStatus(200, "OK");
  }));
  assertEquals(hrs, [E_INVALIDARG, E_INVALIDARG]);
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("12.62 IHttpResponse.writeEntityChunkByReference puts 0 in front and -1 behind", async () => {
  const { text } = await answer(handler((context) => {
    write(context, "body");
    const response = context.getResponse();
    response.writeEntityChunkByReference(memory(utf8("suffix"))[0], -1);
    response.writeEntityChunkByReference(memory(utf8("prefix"))[0], 0);
  }));
  assertEquals(text, "prefixbodysuffix");
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("A-21 IHttpResponse.writeEntityChunkByReference inserts before the chunk at the position", async () => {
  const hrs: number[] = [];
  const { text } = await answer(handler((context) => {
    write(context, "a", "c");
    const response = context.getResponse();
    hrs.push(response.writeEntityChunkByReference(memory("b")[0], 1));
    hrs.push(response.writeEntityChunkByReference(memory("d")[0], 3));
  }));
  assertEquals([text, hrs], ["abcd", [S_OK, S_OK]]);
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("A-21 IHttpResponse.writeEntityChunkByReference refuses any other position", async () => {
  const hrs: number[] = [];
  const { text } = await answer(handler((context) => {
    write(context, "a", "b");
    const response = context.getResponse();
    hrs.push(response.writeEntityChunkByReference(memory("x")[0], 3));
    hrs.push(response.writeEntityChunkByReference(memory("x")[0], -2));
  }));
  assertEquals([text, hrs], ["ab", [E_INVALIDARG, E_INVALIDARG]]);
});

// @see ihttpresponse-writeentitychunkbyreference-method
Deno.test("12.63 IHttpResponse.writeEntityChunkByReference sends what the buffer holds at the send", async () => {
  const { text } = await answer(handler((context) => {
    const buffer = utf8("old");
    context.getResponse().writeEntityChunkByReference(memory(buffer)[0]);
    buffer.set(utf8("new"));
  }));
  assertEquals(text, "new");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.63 IHttpResponse.writeEntityChunks sends what the buffer held at the call", async () => {
  const { text } = await answer(handler((context) => {
    const buffer = utf8("old");
    context.getResponse().writeEntityChunks(memory(buffer), true, true);
    buffer.set(utf8("new"));
  }));
  assertEquals(text, "old");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("12.65 IHttpResponse.writeEntityChunks sends inside the write that reaches responseBufferLimit", async () => {
  const seen: string[] = [];
  const { text } = await answer(
    [
      handler(async (context) => {
        const response = context.getResponse();
        await response.writeEntityChunks(memory("123456"), false, true);
        seen.push("first");
        const second = response.writeEntityChunks(memory("abcdef"), false, true);
        seen.push("second");
        await second;
        write(context, "!");
      }),
      sending(() => void seen.push("send")),
    ],
    "/",
    undefined,
    everything({ responseBufferLimit: 10 }),
  );
  assertEquals([text, seen], ["123456abcdef!", ["first", "send", "second", "send"]]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("Buffer a Blob chunk is written whole, or the range that it names", async () => {
  const { text, headers } = await answer(handler((context) => {
    const dataChunkType = HttpDataChunkFromFileHandle;
    const fileHandle = new Blob(["0123456789"]);
    const byteRange = { startingOffset: 2, length: 3 };
    const chunks = [{ dataChunkType, fileHandle }, { dataChunkType, fileHandle, byteRange }];
    context.getResponse().writeEntityChunks(chunks, true, true);
  }));
  assertEquals([text, headers.get("content-length")], ["0123456789234", "13"]);
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("Buffer a stream chunk keeps its place between memory chunks", async () => {
  const { text } = await answer(handler((context) => {
    const fileHandle = new Blob(["streamed"]).stream();
    write(context, "before ");
    const chunk = { dataChunkType: HttpDataChunkFromFileHandle, fileHandle };
    context.getResponse().writeEntityChunks([chunk], true, true);
    write(context, " after");
  }));
  assertEquals(text, "before streamed after");
});

// @see ihttpresponse-clear-method
Deno.test("A-09 IHttpResponse.clear after a flush drops the bytes that were not sent", async () => {
  const { text } = await answer([
    begin(async (context) => {
      write(context, "sent ");
      await context.getResponse().flush(false, true);
      write(context, "dropped ");
      context.getResponse().clear();
    }),
    handler((context) => write(context, "later")),
  ]);
  assertEquals(text, "sent later");
});

// @see ihttpresponse-writeentitychunks-method
Deno.test("Buffer what END_REQUEST writes is part of the answer when nobody flushed", async () => {
  const { text, headers } = await answer([
    handler((context) => write(context, "body")),
    defineModule({ name: "End", onEndRequest: (context) => write(context, " end") }),
  ]);
  assertEquals([text, headers.get("content-length")], ["body end", "8"]);
});
