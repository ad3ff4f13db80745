// How does a module read what the client sends? In pieces into its own buffer, with bytes put before or in the place of it.
import { Hono } from "hono";
import {
  CHttpModule,
  getHttpContext,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  type IReadEntityProvider,
  pipeline,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
} from "../../../mod.ts";
import { type House, roomOf, rooms, serve, write } from "./_kit.ts";

/** FNV-1a over bytes that come in pieces. */
export class Sum {
  value = 0x811c9dc5;
  bytes = 0;
  pieces = 0;

  add(part: Uint8Array): void {
    for (const byte of part) this.value = Math.imul(this.value ^ byte, 0x01000193) >>> 0;
    this.bytes += part.length;
    this.pieces += 1;
  }
}

const say = (context: IHttpContext, sum: Sum, end: number) =>
  write(context, JSON.stringify({ sum: sum.value, bytes: sum.bytes, pieces: sum.pieces, end }));

/** The IIS way: start a read, park, be re-entered with the count, start the next. */
class AsyncReader extends CHttpModule {
  readonly #buffer = new Uint8Array(8192);
  readonly #sum = new Sum();

  override onExecuteRequestHandler(context: IHttpContext) {
    return this.#read(context);
  }

  override onAsyncCompletion(
    context: IHttpContext,
    _notification: number,
    _post: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo,
  ) {
    return this.#took(context, info.getCompletionBytes(), info.getCompletionStatus())
      ? this.#read(context)
      : RQ_NOTIFICATION_CONTINUE;
  }

  #read(context: IHttpContext): 0 | 1 {
    for (;;) {
      const read = context.getRequest().readEntityBody(this.#buffer, true);
      if (read.completionPending) return RQ_NOTIFICATION_PENDING;
      if (!this.#took(context, read.bytesReceived, read.hr)) return RQ_NOTIFICATION_CONTINUE;
    }
  }

  /** Counts what was read; false at the end, which is then told to the client. */
  #took(context: IHttpContext, bytes: number, hr: number): boolean {
    if (hr >= 0) this.#sum.add(this.#buffer.subarray(0, bytes));
    else say(context, this.#sum, hr);
    return hr >= 0;
  }
}

/** The JavaScript way: the same, awaited. */
async function awaited(context: IHttpContext): Promise<void> {
  const buffer = new Uint8Array(8192);
  const sum = new Sum();
  for (;;) {
    const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
    if (hr < 0) return say(context, sum, hr);
    sum.add(buffer.subarray(0, bytesReceived));
  }
}

async function inserted(context: IHttpContext): Promise<void> {
  context.getRequest().insertEntityBody(new TextEncoder().encode("put before "));
  const buffer = new Uint8Array(64);
  const decoder = new TextDecoder();
  for (;;) {
    const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
    if (hr < 0) return;
    write(context, decoder.decode(buffer.subarray(0, bytesReceived), { stream: true }));
  }
}

/** RQ_READ_ENTITY: what the reader gets is what the last module made of it. */
const shout = {
  name: "Shout",
  onReadEntity(context: IHttpContext, provider: IReadEntityProvider) {
    if (!context.getRequest().getHeader("X-Shout")) return;
    const text = new TextDecoder().decode(provider.getEntity());
    provider.setEntity(new TextEncoder().encode(text.toUpperCase()));
  },
};

async function read(context: IHttpContext): Promise<void> {
  const buffer = new Uint8Array(4096);
  const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
  write(context, `${hr}:${new TextDecoder().decode(buffer.subarray(0, bytesReceived))}`);
}

/** A Hono app whose handlers read the body after modules had to do with it. */
const app = new Hono();
app.use(pipeline([{
  name: "PutsBefore",
  onBeginRequest(context: IHttpContext) {
    if (roomOf(context) !== "app-text") return;
    context.getRequest().insertEntityBody(new TextEncoder().encode("put before "));
  },
}, shout]));
app.post("/entity/app-text", async (c) => c.text(await c.req.text()));
app.post("/entity/app-json", async (c) => c.json({ got: await c.req.json() }));
app.post(
  "/entity/app-remaining",
  (c) => c.text(`${getHttpContext(c).getRequest().getRemainingEntityBytes()}`),
);

const reading = serve(AsyncReader);
const others = rooms({ awaited, inserted, read }, shout);

export const entity: House = (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/entity/pieces") return reading(request);
  return pathname.startsWith("/entity/app-") ? app.fetch(request) : others(request);
};
