// Would a wrong byte be noticed? Behaviours of bodies that faults planted by hand have shown to be unwatched.
import { type BodyFilter, defineModule, type IHttpContext4 } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { code, turn, within, write } from "./_notes.ts";
import { hushed } from "../regressions/_kit.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Texts by what their characters are in UTF-8. */
const TEXTS: Record<string, string> = {
  "one byte": "abc",
  "two bytes": "äöü",
  "three bytes": "€ 水 ｗ",
  "four bytes": "😀 𝄞",
  "a lone high surrogate": "x\ud83dx",
  "a lone low surrogate": "x\ude00x",
  "all of them": "a ä € 😀 \ud83d",
};

for (const [what, text] of Object.entries(TEXTS)) {
  const size = encode(text).byteLength;
  const writing = (context: IHttpContext4): void => void write(context, text);

  Deno.test(`HttpDataChunkFromMemory: a text of ${what} has its length in UTF-8 for Content-Length`, async () => {
    const { get } = house({ name: "Writing", onExecuteRequestHandler: writing });
    const response = await get();
    const { byteLength } = await response.arrayBuffer();
    assertEquals([byteLength, response.headers.get("Content-Length")], [size, String(size)]);
  });

  Deno.test(`IHttpResponse.flush: a text of ${what} counts as its bytes for bytesSent, and is sent whole behind a length`, async () => {
    let sent = 0;
    const { get } = house({
      name: "Writing",
      async onExecuteRequestHandler(context) {
        context.getResponse().setHeader("Content-Length", String(size), true);
        writing(context);
        sent = (await context.getResponse().flush(false, true)).bytesSent;
      },
    });
    assertEquals(decode(new Uint8Array(await (await get()).arrayBuffer())), decode(encode(text)));
    assertEquals(sent, size);
  });
}

/** Keeps everything back, and lets go of it, marked, when it is told to. */
function holding(mark: string, told: "flush" | "sync"): BodyFilter {
  let held = "";
  return {
    transform: (bytes) => void (held += decode(bytes)),
    [told]: () => {
      const text = `${mark}(${held})`;
      held = "";
      return encode(text);
    },
  };
}
const filtering = (...filters: BodyFilter[]) =>
  defineModule({
    name: "Filtering",
    onBeginRequest(context) {
      for (const filter of filters) context.getResponse().addBodyFilter(filter);
    },
  });

Deno.test("IHttpResponse.addBodyFilter: what a filter lets go of at the end passes the ones behind it, in their order", async () => {
  const shouting: BodyFilter = { transform: (bytes) => encode(decode(bytes).toUpperCase()) };
  const filters = [holding("a", "flush"), shouting, holding("b", "flush"), holding("c", "flush")];
  const { text } = house(filtering(...filters), { app: { fetch: () => new Response("body") } });
  assertEquals(await text(), "c(b(A(BODY)))");
});

Deno.test("IHttpResponse.addBodyFilter: what a filter lets go of at a flush passes the ones behind it", async () => {
  const { text } = house([filtering(holding("a", "sync"), holding("b", "sync")), {
    name: "Flushing",
    async onExecuteRequestHandler(context) {
      for (const piece of ["1", "2"]) {
        write(context, piece);
        await context.getResponse().flush(false, true);
      }
    },
  }]);
  assertEquals(await text(), "b(a(1))b(a(2))");
});

for (const streams of [false, true]) {
  Deno.test(`IHttpResponse.addBodyFilter: a Content-Length that was set for another body is not sent (${streams ? "streamed" : "buffered"})`, async () => {
    const body = () =>
      streams
        ? new ReadableStream<Uint8Array>({
          async pull(controller) {
            await turn();
            controller.enqueue(encode("body"));
            controller.close();
          },
        })
        : "body";
    const doubling: BodyFilter = { transform: (bytes) => encode(decode(bytes).repeat(2)) };
    const { get } = house([filtering(doubling), {
      name: "Measuring",
      onLogRequest: (context) => void context.getResponse().setHeader("Content-Length", "4", true),
    }], { app: { fetch: () => new Response(body(), { headers: { "Content-Length": "4" } }) } });
    const response = await get();
    const length = response.headers.get("Content-Length");
    assertEquals([await response.text(), length ?? "8"], ["bodybody", "8"]);
  });
}

Deno.test("IHttpResponse.writeEntityChunks: a stream that fails behind the head breaks the transfer, and the connection is not told as connected", async () => {
  const seen: unknown[] = [];
  let cancelled = false;
  const failing = new ReadableStream<Uint8Array>({
    pull() {
      throw new Error("on purpose");
    },
  });
  const late = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const { get } = house({
    name: "Streaming",
    async onExecuteRequestHandler(context: IHttpContext4) {
      const response = context.getResponse();
      write(context, "one");
      await response.flush(false, true);
      for (const fileHandle of [failing, late]) {
        await response.writeEntityChunks([{ dataChunkType: 1, fileHandle }], false, true);
        seen.push(code((await response.flush(false, true)).hr));
        seen.push(context.getConnection().isConnected());
      }
    },
  });
  await hushed(async () => {
    const text = await within((await get()).text().catch(() => "broken"), "the break");
    assertEquals(text, "broken");
    await turn();
  });
  assertEquals(seen, ["0x800704CD", false, "0x800704CD", false]);
  assertEquals(cancelled, true, "what is written behind the break is told that nobody wants it");
});
