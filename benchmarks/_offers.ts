// How fast is it? Answers of a whole GiB, or `?chunks=` pieces of 64 KiB, each piece of its own memory, for a client that is slow.
import { createWebServer, defineModule, type IHttpContext4, pipeline } from "@sluice/sluice";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import { type Contestant, type Fetch, hono, row } from "./_contestant.ts";

const PIECE = 65_536;
const { gc } = globalThis as { gc?: () => void };
let made = 0;

/** Where the process has been started with `gc`, what nobody holds is collected every MiB. */
function fresh(): Uint8Array<ArrayBuffer> {
  if (gc !== undefined && ++made % 16 === 0) gc();
  return new Uint8Array(PIECE).fill(1);
}

const chunk = () => ({ dataChunkType: 0 as const, buffer: fresh() });

function count(url: string): number {
  return Number(new URL(url).searchParams.get("chunks"));
}

const countOf = (context: IHttpContext4): number =>
  count(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl);

function raw({ url }: Request): Response {
  let left = count(url);
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(fresh());
        else controller.close();
      },
    }, { highWaterMark: 0 }),
  );
}

function streamOfHono(awaits: boolean): Fetch {
  const app = new Hono();
  app.get("/", (c) =>
    stream(c, async (out) => {
      for (let left = count(c.req.url); left > 0; left--) {
        const written = out.write(fresh());
        if (awaits) await written;
        else written.catch(() => {});
      }
    }));
  return (request) => app.fetch(request);
}

/** Flushes every piece, and goes on when the runtime has taken it. */
const awaited = defineModule({
  name: "Awaited",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    for (let left = countOf(context); left > 0; left--) {
      response.writeEntityChunks([chunk()], true, true);
      if ((await response.flush(false, true)).hr < 0) return;
    }
  },
});

/** Flushes every piece, and never looks what became of it. */
const careless = defineModule({
  name: "Careless",
  onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    for (let left = countOf(context); left > 0; left--) {
      response.writeEntityChunks([chunk()], true, true);
      response.flush(false, true);
    }
  },
});

/** The same without the buffer. */
const unbuffered = defineModule({
  name: "Unbuffered",
  onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    response.disableBuffering();
    for (let left = countOf(context); left > 0; left--) {
      response.writeEntityChunks([chunk()], false, true);
    }
  },
});

/** A body filter that passes everything on. */
const filtering = defineModule({
  name: "Filtering",
  onBeginRequest(context: IHttpContext4) {
    context.getResponse().addBodyFilter({ transform: (bytes, out) => out.enqueue(bytes) });
  },
});

const around = (modules: Parameters<typeof pipeline>[0]): Fetch =>
  createWebServer({ modules, app: { fetch: raw } }).fetch;

/** The contestants; which of them wait. */
export const OFFERS: readonly Contestant[] = [
  row("offer-raw", "pull stream", () => raw),
  row("offer-hono", "Hono's `stream()`, awaited", () => streamOfHono(true)),
  row("offer-hono-free", "Hono's `stream()`, not awaited", () => streamOfHono(false)),
  row("offer-own", "Sluice, flushes awaited", () => createWebServer({ modules: awaited }).fetch),
  row(
    "offer-own-free",
    "Sluice, flushes not awaited",
    () => createWebServer({ modules: careless }).fetch,
  ),
  row(
    "offer-own-unbuffered",
    "Sluice, unbuffered writes not awaited",
    () => createWebServer({ modules: unbuffered }).fetch,
  ),
  row(
    "offer-own-inside",
    "Sluice as Hono middleware, flushes awaited",
    () => hono(pipeline(awaited)),
  ),
  row("offer-own-pass", "Sluice, pull stream of the app", () => around([])),
  row("offer-own-filter", "Sluice, pull stream of the app, filtered", () => around(filtering)),
];
