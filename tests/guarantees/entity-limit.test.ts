// Promise 8, bad input: how much may a request bring? What `limits.maxEntityBytes` says; beyond it stands a 413.
import { Hono } from "hono";
import {
  createWebServer,
  defineModule,
  type IHttpContext,
  type Limits,
  pipeline,
} from "../../mod.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../_assert.ts";
import { house } from "../_house.ts";
import { app, code, HANDLERS, LATE, noted, noting, within, write } from "../conformance/_notes.ts";
import { hushed } from "../regressions/_kit.ts";

const LIMITS: Limits = { maxEntityBytes: 10 };

/** A body of unknown length, in pieces. */
function pieces(...texts: string[]): RequestInit {
  const body = ReadableStream.from(texts).pipeThrough(new TextEncoderStream());
  return { method: "POST", body, duplex: "half" } as RequestInit;
}

const announced = (length: number | string): RequestInit => ({
  method: "POST",
  headers: { "Content-Length": String(length) },
});

Deno.test("maxEntityBytes: a longer Content-Length is answered with 413 before any stage but LOG and END", async () => {
  const { get, seen } = house((seen: string[]) => noting("A", seen), { app, limits: LIMITS });
  const response = await get("/", announced(11));
  assertEquals([response.status, await response.text()], [413, ""]);
  assertEquals(response.headers.get("Connection"), "close");
  assertEquals(seen, noted("A", LATE));
});

Deno.test("maxEntityBytes: a body of just that length is let in, announced or not", async () => {
  const echo = { fetch: async (request: Request) => new Response(await request.text()) };
  const { text } = house([], { app: echo, limits: LIMITS });
  assertEquals(await text("/", { ...announced(10), body: "1234567890" }), "1234567890");
  assertEquals(await text("/", pieces("12345", "67890")), "1234567890");
  assertEquals(await text("/", { method: "POST" }), "");
});

Deno.test("maxEntityBytes: an app that reads beyond it has its answer replaced by 413", async () => {
  const echo = { fetch: async (request: Request) => new Response(await request.text()) };
  const { get, seen } = house((seen: string[]) => noting("A", seen), { app: echo, limits: LIMITS });
  let status = 0;
  await hushed(async () => {
    status = (await within(get("/", pieces("12345", "67890", "x")), "an answer")).status;
  });
  assertEquals(status, 413);
  const skipped = ["onPostExecuteRequestHandler", ...HANDLERS.slice(16, 20)];
  assertEquals(seen, noted("A", HANDLERS.filter((handler) => !skipped.includes(handler))));
});

Deno.test("maxEntityBytes: a Hono app that catches the failed read does not hide the 413", async () => {
  const hono = new Hono();
  hono.use(pipeline([], { limits: LIMITS }));
  hono.post("/", async (c) => c.text(await c.req.text().catch(() => "never mind")));
  hono.post("/parsed", async (c) => c.json(await c.req.json()));
  hono.onError((_error, c) => c.text("mine", 500));
  await hushed(async () => {
    for (const path of ["/", "/parsed"]) {
      const response = await hono.request(path, pieces("0123456789abc"));
      assertEquals([response.status, await response.text()], [413, ""]);
    }
  });
});

// @see ihttprequest-readentitybody-method
Deno.test("IHttpRequest.readEntityBody fails with ERROR_FILE_TOO_LARGE beyond maxEntityBytes, again and again", async () => {
  const { get, seen } = house((seen: string[]) => [
    defineModule({
      name: "Reader",
      async onBeginRequest(context) {
        for (let i = 0; i < 4; i++) {
          const read = await context.getRequest().readEntityBody(new Uint8Array(8), false);
          seen.push(`${code(read.hr)} ${read.bytesReceived}`);
        }
      },
    }),
  ], { app, limits: LIMITS });
  assertEquals((await get("/", pieces("12345678", "9abc"))).status, 413);
  assertEquals(seen, ["0x00000000 8", "0x800700DF 0", "0x800700DF 0", "0x800700DF 0"]);
});

for (const at of ["onBeginRequest", "onExecuteRequestHandler"] as const) {
  for (const [said, wished] of [[200, 413], [302, 413], [400, 400]]) {
    // @see ihttpresponse-setstatus-method
    Deno.test(`maxEntityBytes: ${at} that takes the beginning for all of it, and says ${said}, is ${wished}`, async () => {
      const { get } = house(
        defineModule({
          name: "Reader",
          async [at](context: IHttpContext) {
            const read = () => context.getRequest().readEntityBody(new Uint8Array(8), false);
            while ((await read()).hr === 0);
            context.getResponse().setStatus(said, "Said");
            context.getResponse().setHeader("Content-Type", "text/x-own", true);
            write(context, "own");
          },
        }),
        { limits: LIMITS },
      );
      const response = await get("/", pieces("12345678", "9abc"));
      const own = said === wished;
      assertEquals([response.status, await response.text()], [wished, own ? "own" : ""]);
      assertEquals(response.headers.get("Content-Type"), own ? "text/x-own" : null);
      assertEquals(response.headers.get("Connection"), "close");
    });
  }
}

Deno.test("maxEntityBytes: a success that was flushed behind the failed read breaks", async () => {
  const { get } = house(
    defineModule({
      name: "Reader",
      async onExecuteRequestHandler(context) {
        while ((await context.getRequest().readEntityBody(new Uint8Array(8), false)).hr === 0);
        context.getResponse().setStatus(200, "OK");
        write(context, "own");
        await context.getResponse().flush(false, true);
      },
    }),
    { limits: LIMITS },
  );
  await hushed(async () => {
    const response = await get("/", pieces("12345678", "9abc"));
    assertEquals(response.status, 200);
    await assertRejects(() => within(response.text(), "the break"));
  });
});

Deno.test("maxEntityBytes: an endless upload is cancelled as soon as it goes beyond", async () => {
  let made = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(++made && 4)),
    cancel: () => void (cancelled = true),
  }, { highWaterMark: 0 });
  const { get } = house([], {
    app: { fetch: async (request: Request) => new Response(await request.bytes()) },
    limits: LIMITS,
  });
  await hushed(async () => {
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    assertEquals((await within(get("/", init), "an answer")).status, 413);
  });
  assert(cancelled);
  assert(made <= 4, `${made} pieces were made`);
});

Deno.test("maxEntityBytes: behind a head that has left the transfer breaks", async () => {
  const { get } = house(
    defineModule({
      name: "Reader",
      async onExecuteRequestHandler(context) {
        write(context, "begun");
        await context.getResponse().flush(false, true);
        await context.getRequest().readEntityBody(new Uint8Array(99), false, true as never);
      },
    }),
    { limits: LIMITS },
  );
  await hushed(async () => {
    const response = await get("/", pieces("0123456789abc"));
    assertEquals(response.status, 200);
    assertEquals(await response.text().catch(() => "broken"), "broken");
  });
});

Deno.test("maxEntityBytes: what a module puts in front of the body does not count", async () => {
  const { text } = house(
    defineModule({
      name: "Inserter",
      onBeginRequest: (context) => {
        context.getRequest().insertEntityBody(new TextEncoder().encode("0123456789"));
      },
    }),
    {
      app: { fetch: async (request: Request) => new Response(await request.text()) },
      limits: LIMITS,
    },
  );
  assertEquals(await text("/", pieces("abc")), "0123456789abc");
});

const MISUSE: readonly (readonly [unknown, string])[] = [
  [5, 'option "limits" is 5, wished for an object'],
  [null, 'option "limits" is null, wished for an object'],
  [{ stageTimeOut: 5 }, "limits.stageTimeOut is unknown, wished for one of requestTimeout,"],
  [{ stageTimeout: 0 }, "limits.stageTimeout is 0, wished for milliseconds, 1 to 2147483647"],
  [{ moduleTimeout: "5" }, "limits.moduleTimeout is 5, wished for milliseconds"],
  [{ requestTimeout: Infinity }, "limits.requestTimeout is Infinity, wished for milliseconds"],
  [{ requestTimeout: 2 ** 31 }, "limits.requestTimeout is 2147483648, wished for milliseconds"],
  [{ maxEntityBytes: -1 }, "limits.maxEntityBytes is -1, wished for a number of bytes, 0 or more"],
];
for (const [limits, message] of MISUSE) {
  Deno.test(`option limits: ${JSON.stringify(limits)} is refused at start`, () => {
    const wrong = limits as Limits;
    assertThrows(
      () => createWebServer({ limits: wrong }),
      TypeError,
      `createWebServer: ${message}`,
    );
    assertThrows(() => pipeline([], { limits: wrong }), TypeError, `pipeline: ${message}`);
  });
}
