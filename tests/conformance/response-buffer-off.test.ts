// What happens without a buffer? DisableBuffering: every write is a send, and what was buffered goes out in front.
import {
  defineModule,
  HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
  type IHttpContext,
  type ISendResponseProvider,
  S_OK,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { answer, begin, handler, memory, sending, write } from "./_response.ts";

const send = (context: IHttpContext, text: string, more = true) =>
  context.getResponse().writeEntityChunks(memory(text), false, more);

function noteMore(
  list: boolean[],
): (context: IHttpContext, provider: ISendResponseProvider) => void {
  return (_context, provider) => {
    list.push((provider.getFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) !== 0);
  };
}

const unbuffered = begin((context) => context.getResponse().disableBuffering());

// @see ihttpresponse-disablebuffering-method
Deno.test("12.64 IHttpResponse.disableBuffering makes each write a send, and the end one more", async () => {
  const more: boolean[] = [];
  const { text } = await answer([
    unbuffered,
    handler(async (context) => {
      for (const part of ["a", "b", "c"]) await send(context, part);
    }),
    sending(noteMore(more)),
  ]);
  assertEquals([text, more], ["abc", [true, true, true, false]]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("Ruling 18 an unbuffered write that says it is the last makes the send of the end unnecessary", async () => {
  const more: boolean[] = [];
  const { text } = await answer([
    unbuffered,
    handler(async (context) => {
      await send(context, "a");
      await send(context, "b", false);
    }),
    sending(noteMore(more)),
  ]);
  assertEquals([text, more], ["ab", [true, false]]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("12.64 what OnSendResponse writes joins the send, also without buffering", async () => {
  let sends = 0;
  const { text } = await answer([
    unbuffered,
    handler(async (context) => void await send(context, "body", false)),
    sending((context) => {
      sends++;
      write(context, " joined");
    }),
  ]);
  assertEquals([text, sends], ["body joined", 1]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("12.64 an unbuffered write reports its bytes", async () => {
  const results: unknown[] = [];
  await answer([
    unbuffered,
    handler(async (context) => {
      results.push(await send(context, "12345"));
    }),
  ]);
  assertEquals(results, [{ hr: S_OK, bytesSent: 5, completionExpected: false }]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("A-22 IHttpResponse.disableBuffering sends nothing by itself", async () => {
  const sent: boolean[] = [];
  const { text } = await answer(handler((context) => {
    write(context, "buffered");
    context.getResponse().disableBuffering();
    sent.push(context.getResponseHeadersSent());
  }));
  assertEquals([text, sent], ["buffered", [false]]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("A-22 what was buffered goes out in front of the first unbuffered write, in one send", async () => {
  const more: boolean[] = [];
  const { text } = await answer([
    handler(async (context) => {
      write(context, "buffered ");
      context.getResponse().disableBuffering();
      await send(context, "direct");
    }),
    sending(noteMore(more)),
  ]);
  assertEquals([text, more], ["buffered direct", [true, false]]);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("A-22 what was buffered goes out with a flush", async () => {
  let bytes = 0;
  const { text } = await answer(handler(async (context) => {
    write(context, "buffered");
    context.getResponse().disableBuffering();
    bytes = (await context.getResponse().flush(false, true)).bytesSent;
  }));
  assertEquals([text, bytes], ["buffered", 8]);
});

// @see ihttpresponse-clear-method
Deno.test("A-40 IHttpResponse.clear does not switch buffering on again", async () => {
  let sends = 0;
  await answer([
    unbuffered,
    handler(async (context) => {
      context.getResponse().clear();
      await send(context, "a");
      await send(context, "b", false);
    }),
    sending(() => void sends++),
  ]);
  assertEquals(sends, 2);
});

// @see ihttpresponse-disablebuffering-method
Deno.test("12.64 buffering is off for one request only", async () => {
  let sends = 0;
  const modules = [
    defineModule({
      name: "Sometimes",
      onBeginRequest(context) {
        const raw = context.getRequest().getRawHttpRequest();
        if (raw.cookedUrl.absPath === "/direct") context.getResponse().disableBuffering();
      },
    }),
    handler(async (context) => {
      await send(context, "a");
      await send(context, "b");
    }),
    sending(() => void sends++),
  ];
  await answer(modules, "/direct");
  assertEquals(sends, 3);
  await answer(modules, "/");
  assertEquals(sends, 4);
});

Deno.test("WriteEntityChunks: without buffering a buffer may be used again behind the call (ihttpresponse-writeentitychunks-method)", async () => {
  const { get } = house(defineModule({
    name: "Reusing",
    async onExecuteRequestHandler(context) {
      const buffer = new Uint8Array(4);
      const response = context.getResponse();
      response.disableBuffering();
      for (let i = 0; i < 20; i++) {
        buffer.fill(i);
        const chunk = { dataChunkType: 0, buffer } as const;
        await response.writeEntityChunks([chunk], false, true);
      }
    },
  }));
  const bytes = new Uint8Array(await (await get("/")).arrayBuffer());
  assertEquals(bytes, Uint8Array.from({ length: 80 }, (_, i) => Math.floor(i / 4)));
});
