// How fast is it? Answers whose first chunk is flushed at once and whose second one comes 20 ms later.
import { createWebServer, defineModule, type IHttpContext4, pipeline } from "@sluice/sluice";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import { type Contestant, type Fetch, hono, row } from "./_contestant.ts";

const FIRST = new TextEncoder().encode("first");
const SECOND = new TextEncoder().encode("second");
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const chunk = (buffer: Uint8Array) => ({ dataChunkType: 0 as const, buffer });

function raw(): Response {
  return new Response(
    new ReadableStream({
      async start(controller) {
        controller.enqueue(FIRST);
        await later();
        controller.enqueue(SECOND);
        controller.close();
      },
    }),
  );
}

const flushing = defineModule({
  name: "First",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const response = context.getResponse();
    response.writeEntityChunks([chunk(FIRST)], true, true);
    await response.flush(false, true);
    await later();
    response.writeEntityChunks([chunk(SECOND)], true, false);
  },
});

function streamOfHono(): Fetch {
  const app = new Hono();
  app.get("/", (c) =>
    stream(c, async (out) => {
      await out.write(FIRST);
      await later();
      await out.write(SECOND);
    }));
  return (request) => app.fetch(request);
}

/** The contestants. */
export const FIRSTS: readonly Contestant[] = [
  row("first-raw", "ReadableStream", () => raw),
  row("first-hono", "Hono's `stream()`", streamOfHono),
  row("first-own", "Sluice, own entry, flush", () => createWebServer({ modules: flushing }).fetch),
  row("first-inside", "Sluice as Hono middleware, flush", () => hono(pipeline(flushing))),
];
