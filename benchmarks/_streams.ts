// How fast is it? Everything that answers with a body in pieces: `?chunks=` of them, each of `&size=` bytes.
import { stream } from "hono/streaming";
import { createWebServer, defineModule, type IHttpContext4, pipeline } from "@sluice/sluice";
import {
  HSE_IO_ASYNC,
  HSE_REQ_DONE_WITH_SESSION,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_SET_FLUSH_FLAG,
  HSE_STATUS_PENDING,
  HSE_VERSION,
  isapiExtension,
} from "@sluice/sluice/isapi";
import { Hono } from "hono";
import { type Contestant, type Fetch, hono, row } from "./_contestant.ts";

/** What a request asks for. */
interface Wish {
  readonly chunks: number;
  /** One piece, the same every time; the way of the bytes is measured, not their making. */
  readonly piece: Uint8Array<ArrayBuffer>;
}

const pieces = new Map<number, Uint8Array<ArrayBuffer>>();

/** Reads `?chunks=…&size=…`. */
function wish(url: string): Wish {
  const query = new URL(url).searchParams;
  const size = Number(query.get("size") ?? 16_384);
  let piece = pieces.get(size);
  if (piece === undefined) pieces.set(size, piece = new Uint8Array(size).fill(120));
  return { chunks: Number(query.get("chunks") ?? 1), piece };
}

const urlOf = (context: IHttpContext4): string =>
  context.getRequest().getRawHttpRequest().cookedUrl.fullUrl;
const chunk = (buffer: Uint8Array) => ({ dataChunkType: 0 as const, buffer });

/** What a runtime's own stream does: one piece whenever it is asked for one. */
export function pulled({ chunks, piece }: Wish): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = chunks;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

function streamOfHono(): Fetch {
  const app = new Hono();
  app.get("/", (c) => {
    const { chunks, piece } = wish(c.req.url);
    return stream(c, async (out) => {
      for (let n = 0; n < chunks; n++) await out.write(piece);
    });
  });
  return (request) => app.fetch(request);
}

/** Writes, and waits until the runtime has taken the bytes, as often as there are pieces. */
const flushing = defineModule({
  name: "Flushing",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    const { chunks, piece } = wish(urlOf(context));
    for (let n = 0; n < chunks; n++) {
      response.writeEntityChunks([chunk(piece)], true, true);
      if ((await response.flush(false, true)).hr < 0) return;
    }
  },
});

/** The same without a copy: what Hono's writer promises, the piece stays as it is. */
const referring = defineModule({
  name: "Referring",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    const { chunks, piece } = wish(urlOf(context));
    for (let n = 0; n < chunks; n++) {
      response.writeEntityChunkByReference(chunk(piece));
      if ((await response.flush(false, true)).hr < 0) return;
    }
  },
});

/** The same with one call for each piece. */
const unbuffered = defineModule({
  name: "Unbuffered",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    const { chunks, piece } = wish(urlOf(context));
    response.disableBuffering();
    for (let n = 0; n < chunks; n++) {
      if ((await response.writeEntityChunks([chunk(piece)], false, true)).hr < 0) return;
    }
  },
});

/** An extension that writes the next piece in the callback of the one before. */
function isapi(flushes: boolean): Fetch {
  const scriptProcessor = isapiExtension({
    getExtensionVersion: () => ({ ret: true, extensionVersion: HSE_VERSION, extensionDesc: "" }),
    httpExtensionProc(ecb) {
      const { connID } = ecb;
      const { chunks, piece } = wish(`http://localhost/?${ecb.queryString}`);
      let left = chunks;
      ecb.serverSupportFunction(connID, HSE_REQ_SET_FLUSH_FLAG, flushes);
      ecb.serverSupportFunction(connID, HSE_REQ_IO_COMPLETION, (block) => {
        if (--left > 0) block.writeClient(connID, piece, HSE_IO_ASYNC);
        else block.serverSupportFunction(connID, HSE_REQ_DONE_WITH_SESSION);
      }, null);
      ecb.writeClient(connID, piece, HSE_IO_ASYNC);
      return HSE_STATUS_PENDING;
    },
  });
  const entry = { name: "all", path: "*", verb: "*", modules: "IsapiModule", scriptProcessor };
  return createWebServer({ handlers: [entry] }).fetch;
}

const raw: Fetch = ({ url }) => new Response(pulled(wish(url)));

/** The contestants; an answer is measured to its last piece. */
export const STREAMS: readonly Contestant[] = [
  row("stream-raw", "pull stream", () => raw),
  row("stream-hono", "Hono's `stream()`, each write awaited", streamOfHono),
  row("stream-flush", "Sluice, write and flush, each awaited", () => {
    return createWebServer({ modules: flushing }).fetch;
  }),
  row("stream-reference", "Sluice, write by reference and flush, each awaited", () => {
    return createWebServer({ modules: referring }).fetch;
  }),
  row("stream-unbuffered", "Sluice, unbuffered writes, each awaited", () => {
    return createWebServer({ modules: unbuffered }).fetch;
  }),
  row(
    "stream-inside",
    "Sluice in Hono, write and flush, each awaited",
    () => hono(pipeline(flushing)),
  ),
  row("stream-pass", "Sluice, pull stream of the app that no module touches", () => {
    return createWebServer({ modules: [], app: { fetch: raw } }).fetch;
  }),
  row("stream-isapi-flush", "ISAPI, asynchronous WriteClient, flushed", () => isapi(true)),
  row("stream-isapi", "ISAPI, asynchronous WriteClient, buffered", () => isapi(false)),
];
