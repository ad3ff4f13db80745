// What did later versions of IIS add? Trailers, hints of what to fetch, a read and a write outstanding together.
import {
  createWebServer,
  type IHttpContext,
  type IHttpContext4,
  type PFN_ASYNC_COMPLETION,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../../mod.ts";
import { chunk, flush, heard, type House, rooms, write } from "./_kit.ts";

function whole(context: IHttpContext): void {
  context.getResponse().setTrailer("X-Sum", "abc", true);
  write(context, "a body with a trailer");
}

async function streamed(context: IHttpContext): Promise<void> {
  write(context, "first ");
  await flush(context);
  write(context, "last");
  context.getResponse().setTrailer("X-Sum", "late", true);
}

function hinted(context: IHttpContext): void {
  context.getResponse().pushPromise("GET", "/site.css", "v=1", null, null);
  write(context, "page");
}

async function reset(context: IHttpContext): Promise<void> {
  write(context, "begun");
  await flush(context);
  await heard("reset");
  (context as IHttpContext4).getResponse().resetStream(8);
}

function goaway(context: IHttpContext): void {
  context.getResponse().setNeedGoAway();
  write(context, "the last answer");
}

const answering = rooms({
  whole,
  reset,
  goaway,
  streamed,
  hinted,
  capabilities: (context) => {
    write(context, JSON.stringify(createWebServer().capabilities()));
  },
});

/** Sends back what comes, as it comes: while one piece leaves, the next one is read already. */
class Duplex {
  readonly #buffers = [new Uint8Array(64), new Uint8Array(64)];
  #turn = 0;

  constructor(readonly context: IHttpContext4) {
    context.enableFullDuplex();
    context.getResponse().disableBuffering();
  }

  read(): RQResult {
    const buffer = this.#buffers[this.#turn ^= 1];
    const taken: PFN_ASYNC_COMPLETION = (_context, info) =>
      this.#taken(buffer, info.getCompletionBytes());
    this.context.getRequest().readEntityBody(buffer, true, taken, null);
    return RQ_NOTIFICATION_PENDING;
  }

  #taken(buffer: Uint8Array, bytes: number): RQResult {
    if (bytes === 0) return RQ_NOTIFICATION_CONTINUE;
    const part = chunk(buffer.slice(0, bytes));
    const sent: PFN_ASYNC_COMPLETION = () => RQ_NOTIFICATION_PENDING;
    this.context.getResponse().writeEntityChunks([part], true, true, sent, null);
    return this.read();
  }
}

const duplex = createWebServer({
  modules: {
    name: "Duplex",
    onExecuteRequestHandler: (context) => new Duplex(context).read(),
  },
});

export const later: House = (request, env, executionContext) =>
  new URL(request.url).pathname.endsWith("/duplex")
    ? duplex.fetch(request, env, executionContext)
    : answering(request, env, executionContext);
