// What of a flush for which the client waits already? It leaves inside the call, and whoever has called goes on first all the same.
import { defineModule, type FlushResult, type IHttpContext4, S_OK } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";
import { turn } from "./_notes.ts";
import { memory, within, write } from "./_response.ts";

/** Sends the head, and goes on when the client waits for the body. */
const opened = defineModule({
  name: "Opened",
  async onBeginRequest(context) {
    await context.getResponse().flush(false, true);
    await turn();
  },
});

/** One stage in which `does` is called, and a later one that notes itself in `order`. */
function around(order: string[], does: (context: IHttpContext4) => unknown) {
  return [
    opened,
    defineModule({ name: "Does", onAuthenticateRequest: (context) => void does(context) }),
    defineModule({ name: "Next", onAuthorizeRequest: () => void order.push("next") }),
  ];
}

const flush = (context: IHttpContext4): Promise<FlushResult> =>
  context.getResponse().flush(false, true);

/** Sends a piece. */
const FLUSHES: Readonly<Record<string, (context: IHttpContext4) => Promise<FlushResult>>> = {
  "a flush": (context) => (write(context, "piece"), flush(context)),
  "an unbuffered write": (context) => {
    context.getResponse().disableBuffering();
    return context.getResponse().writeEntityChunks(memory("piece"), false, true);
  },
  "a flush of nothing": flush,
};

for (const [name, send] of Object.entries(FLUSHES)) {
  // @see ihttpresponse-flush-method
  Deno.test(`A-32 ${name} that nobody awaits: its caller goes on before the next handler`, async () => {
    const order: string[] = [];
    const { text } = house(around(order, (context) => {
      send(context).then(() => order.push("told"));
      order.push("called");
    }));
    await within(text());
    assertEquals(order, ["called", "told", "next"]);
  });

  // @see ihttpresponse-flush-method
  Deno.test(`A-32 ${name}: so does a caller who begins to wait a little later`, async () => {
    const order: string[] = [];
    const { text } = house(around(order, (context) => {
      const sent = send(context);
      queueMicrotask(() => sent.then(() => order.push("told")));
    }));
    await within(text());
    assertEquals(order, ["told", "next"]);
  });

  // @see ihttpcontext-indicatecompletion-method
  Deno.test(`A-26 ${name} that is over holds nobody: IndicateCompletion goes on inside the call`, async () => {
    const order: string[] = [];
    const { text } = house([
      opened,
      defineModule({
        name: "Parks",
        onAuthenticateRequest(context) {
          send(context).then(turn).then(() => {
            context.indicateCompletion(0);
            order.push("indicated");
          });
          return 1;
        },
      }),
      defineModule({ name: "Next", onAuthorizeRequest: () => void order.push("next") }),
    ]);
    await within(text());
    assertEquals(order, ["next", "indicated"]);
  });
}

// @see ihttpresponse-flush-method
Deno.test("Ruling 14 flushes that leave at once and flushes that wait are told in the order of the calls", async () => {
  const told: string[] = [];
  const { get } = house([
    opened,
    defineModule({
      name: "Many",
      async onExecuteRequestHandler(context) {
        for (let n = 0; n < 50; n++) {
          write(context, `${n} `);
          const sent = flush(context).then(({ bytesSent }) => told.push(`${n}:${bytesSent}`));
          if (n % 7 === 0) await sent;
          if (n % 5 === 0) await turn();
        }
      },
    }),
  ]);
  const text = await within((await get("/")).text());
  const numbers = Array.from({ length: 50 }, (_, n) => n);
  assertEquals(text, numbers.map((n) => `${n} `).join(""));
  assertEquals(told, numbers.map((n) => `${n}:${`${n} `.length}`));
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 17 what leaves at once is cut at the Content-Length, and counted as it left", async () => {
  const told: number[] = [];
  const { get } = house(defineModule({
    name: "Long",
    async onExecuteRequestHandler(context) {
      context.getResponse().setHeader("Content-Length", "8", true);
      for (const part of ["five ", "five ", "five "]) {
        write(context, part);
        told.push((await flush(context)).bytesSent);
        await turn();
      }
    },
  }));
  assertEquals(await within((await get("/")).text()), "five fiv");
  assertEquals(told, [5, 3, 0]);
});

// @see ihttpresponse-flush-method
Deno.test("Ruling 15 a flush is told of its bytes though the client asks for no more", async () => {
  let bytes: FlushResult | undefined;
  const { get } = house([
    opened,
    defineModule({
      name: "Once",
      async onExecuteRequestHandler(context) {
        write(context, "piece");
        bytes = await flush(context);
        await turn();
      },
    }),
  ]);
  const reader = (await get("/")).body!.getReader();
  assertEquals((await within(reader.read())).value?.byteLength, 5);
  await turn();
  assertEquals(bytes, { hr: S_OK, bytesSent: 5, completionExpected: false });
  await reader.cancel();
});

// @see ihttpresponse-flush-method
Deno.test("many small pieces of one flush leave together, each byte once", async () => {
  let bytes = 0;
  const parts = Array.from({ length: 1000 }, (_, n) => String(n).padStart(100, "."));
  const { get } = house(defineModule({
    name: "Pieces",
    async onExecuteRequestHandler(context) {
      for (const part of parts) {
        const piece = new TextEncoder().encode(part);
        context.getResponse().writeEntityChunks(memory(piece), true, true);
      }
      bytes = (await flush(context)).bytesSent;
    },
  }));
  const came: string[] = [];
  const body = (await get("/")).body!.pipeThrough(new TextDecoderStream());
  await within((async () => {
    for await (const text of body) came.push(text);
  })());
  assertEquals(came.join(""), parts.join(""));
  assertEquals([bytes, came.length], [100_000, 2]);
});
