// Which answers are kept for the next request? One fetch for all who want one, and nothing but whole bodies.
import { assert, assertEquals, assertGreater } from "../../tests/_assert.ts";
import { sleep, within } from "../../tests/_waits.ts";
import { defineModule, type IHttpContext } from "../../mod.ts";
import { compression } from "../compression/index.ts";
import { traceOf } from "../../tests/conformance/_trace.ts";
import { virtualClock } from "../../testing.ts";
import { fresh, site } from "./_site.ts";
import { Flights } from "./flights.ts";
import { httpCache } from "./index.ts";

/** Milliseconds for an answer; whoever leads is waited for five seconds. */
const PATIENCE = 4000;

Deno.test("httpCache: a hundred who want the same at once are one fetch", async () => {
  const app = async (_request: Request, n: number) => {
    await sleep(50);
    return new Response(String(n), { headers: { "Cache-Control": "max-age=60" } });
  };
  const { get, asked } = site(app);
  const all = await Promise.all(Array.from({ length: 100 }, () => get()));
  assertEquals([new Set(all.map(({ text }) => text)).size, asked()], [1, 1]);
});

/** An app that answers a moment later, and how many it has been busy with at once. */
function busy(answer: (n: number) => Response) {
  let [now, most] = [0, 0];
  const app = async (_request: Request, n: number) => {
    most = Math.max(most, ++now);
    await sleep(20);
    now--;
    return answer(n);
  };
  return { app, most: () => most };
}

Deno.test("httpCache: those who wait for an answer that is not kept do not wait for each other", async () => {
  const { app, most } = busy((n) => new Response(String(n)));
  const { get, asked } = site(app);
  await Promise.all(Array.from({ length: 50 }, () => get()));
  await Promise.all(Array.from({ length: 50 }, () => get()));
  assertEquals(asked(), 100);
  assertGreater(most(), 25);
});

Deno.test("httpCache: whoever leads and fails leaves nobody waiting", async () => {
  const app = async (_request: Request, n: number) => {
    await sleep(20);
    if (n === 1) throw new Error("broken");
    return new Response(String(n), { headers: { "Cache-Control": "max-age=60" } });
  };
  const { error } = console;
  console.error = () => {};
  const { get } = site(app);
  const all = await Promise.all([get(), get(), get()]);
  console.error = error;
  assertEquals(all.map(({ status }) => status).sort(), [200, 200, 500]);
});

Deno.test("httpCache: a stream is kept as it passes, and one that breaks is not", async () => {
  const app = (broken: boolean) => (_request: Request, n: number) => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await sleep(5);
        if (pieces++ < 3) return controller.enqueue(new TextEncoder().encode(String(n)));
        if (broken) controller.error(new Error("broken"));
        else controller.close();
      },
    });
    return new Response(body, { headers: { "Cache-Control": "max-age=60" } });
  };
  assertEquals(await site(app(false)).times(2), "111,111");
  const { get, asked } = site(app(true));
  await get().catch(() => {});
  await get().catch(() => {});
  assertEquals(asked(), 2);
});

Deno.test("httpCache: a body that breaks at once breaks, and leaves nobody waiting", async () => {
  const app = (_request: Request, n: number) => {
    const headers = { "Cache-Control": "max-age=60" };
    if (n > 1) return new Response(String(n), { headers });
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(new Uint8Array(1));
        else controller.error(new Error("broken"));
      },
    }, { highWaterMark: 0 });
    return new Response(body, { headers });
  };
  const { error } = console;
  const said: unknown[] = [];
  console.error = (...words) => said.push(words[0]);
  const { get, asked } = site(app);
  const first = await get().then(({ status }) => status, () => "broken");
  const next = await within(get(), "the next answer", PATIENCE);
  console.error = error;
  assertEquals([next.text, asked()], ["2", 2]);
  assert(first === "broken" || first === 500);
  assertEquals(said.filter((one) => String(one).includes("HttpCacheModule")), []);
});

Deno.test("httpCache: nothing that a module writes into a sent body changes what is kept", async () => {
  const scribble = defineModule({
    name: "Scribble",
    onSendResponse(context: IHttpContext) {
      const response = context.getResponse();
      response.clear();
      response.writeEntityChunks([{ dataChunkType: 0, buffer: "other" }], true, true);
    },
  });
  const { times, asked } = site(fresh(), {}, scribble);
  assertEquals([await times(3), asked()], ["other,other,other", 1]);
});

Deno.test("httpCache: with compression: kept plain, compressed for each; or kept compressed", async () => {
  const words = "the same again ".repeat(50);
  const app = () =>
    new Response(words, {
      headers: { "Cache-Control": "max-age=60", "Content-Type": "text/plain" },
    });
  for (const dynamicCompressionBeforeCache of [false, true]) {
    const { get, asked } = site(app, {}, compression({ dynamicCompressionBeforeCache }));
    const coding = async (accept: string) =>
      (await get("/", { headers: { "Accept-Encoding": accept } })).headers.get("Content-Encoding");
    assertEquals([await coding("gzip"), await coding("gzip")], ["gzip", "gzip"]);
    assertEquals(await coding("identity"), null);
    assertEquals(asked(), dynamicCompressionBeforeCache ? 2 : 1);
  }
});

Deno.test("httpCache: when whoever leads fails, one of those who wait asks for all others", async () => {
  const app = async (_request: Request, n: number) => {
    await sleep(20);
    if (n === 1) return new Response("broken", { status: 503 });
    return new Response(String(n), { headers: { "Cache-Control": "max-age=60" } });
  };
  const { get, asked } = site(app);
  const all = await Promise.all(Array.from({ length: 50 }, () => get()));
  assertEquals([all.filter(({ text }) => text === "2").length, asked()], [49, 2]);
});

Deno.test("httpCache: an origin that fails every time is not asked by one after the other", async () => {
  const { app, most } = busy(() => new Response("broken", { status: 503 }));
  const { get, asked } = site(app);
  await Promise.all(Array.from({ length: 50 }, () => get()));
  assertEquals(asked(), 50);
  assertGreater(most(), 25);
});

Deno.test("httpCache: when the client of whoever leads leaves, the others get a whole answer", async () => {
  let pulled = () => {};
  const begun = new Promise<void>((resolve) => pulled = resolve);
  const app = (_request: Request, n: number) => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        pulled();
        await sleep(10);
        if (pieces++ < 4) controller.enqueue(new TextEncoder().encode(String(n)));
        else controller.close();
      },
    });
    return new Response(body, { headers: { "Cache-Control": "max-age=60" } });
  };
  const { server, get, asked } = site(app);
  const leaving = server.fetch(new Request("http://localhost/"));
  await begun;
  const others = [get(), get(), get()];
  await (await leaving).body!.cancel();
  const texts = (await Promise.all(others)).map(({ text }) => text);
  assertEquals([texts.join(), asked()], ["2222,2222,2222", 2]);
});

Deno.test("httpCache: a body that goes on for ever holds nobody up", async () => {
  const app = (_request: Request, n: number) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(`event ${n}`)),
    });
    return new Response(body, { headers: { "Cache-Control": "no-cache" } });
  };
  const { server } = site(app);
  for (let i = 0; i < 3; i++) {
    const { body } = await within(
      server.fetch(new Request("http://localhost/")),
      "the head",
      PATIENCE,
    );
    const reader = body!.getReader();
    assertEquals(new TextDecoder().decode((await reader.read()).value), `event ${i + 1}`);
    await reader.cancel();
  }
});

Deno.test("httpCache: whoever leads for too long is no longer waited for", async () => {
  using clock = virtualClock();
  const flights = new Flights();
  assertEquals(flights.join("a"), "leads");
  const patient = flights.join("a");
  await clock.tick(4999);
  assertEquals(typeof flights.join("a"), "object");
  await clock.tick(2);
  assertEquals([await patient, flights.join("a"), typeof flights.join("a")], [
    "late",
    "leads",
    "object",
  ]);
});

Deno.test("httpCache: traces tell of each lookup whether it has found an answer", async () => {
  const app = { fetch: () => new Response("made", { headers: { "Cache-Control": "max-age=60" } }) };
  const cache = httpCache();
  const lookup = async () => {
    const { lines } = await traceOf([cache], "/", {}, { app });
    return lines.filter((one) => one.startsWith("OUTPUT_CACHE"));
  };
  const told = (
    result: string,
  ) => ["OUTPUT_CACHE_LOOKUP_START", `OUTPUT_CACHE_LOOKUP_END Result="${result}"`];
  assertEquals([await lookup(), await lookup()], [told("NOT_FOUND"), told("FOUND")]);
});

Deno.test("httpCache: a fetch that lands while somebody begins to wait has been waited for", async () => {
  const flights = new Flights();
  const { value } = Object.getOwnPropertyDescriptor(globalThis, "setTimeout") ?? {};
  const real = value ?? setTimeout;
  assertEquals(flights.join("a"), "leads");
  Object.defineProperty(globalThis, "setTimeout", {
    configurable: true,
    get() {
      flights.end("a", "kept");
      return real;
    },
  });
  const joined = flights.join("a");
  Object.defineProperty(globalThis, "setTimeout", {
    configurable: true,
    writable: true,
    value: real,
  });
  assertEquals(await joined, "kept");
});
