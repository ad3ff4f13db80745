// How much is taken of an upload, and of what a module writes without end? No more than somebody reads, or has room for.
import {
  createWebServer,
  defineModule,
  type IHttpContext4,
  type Limits,
  type ModuleInput,
} from "../../../mod.ts";
import { chunk, type House, ledger, sleep } from "./_kit.ts";

/** Bytes of a piece, as the house cuts what comes. */
export const SLICE = 16_384;
/** Bytes that are read by whoever reads. */
const WANTED = 10 * SLICE;
/** Milliseconds that a request waits when it has read what it wanted; the client leaves before. */
const LONG = 20_000;
const FLOOD = { responseBufferLimit: 1 << 18, piece: 65_536, times: 1_000 };

/** What is known of an upload. */
interface Account {
  /** Bytes that were asked of the runtime. */
  pulled: number;
  /** Bytes that somebody has read. */
  read: number;
}

/** A module that reads so much. */
const reading = (wanted: number, account: Account) =>
  defineModule({
    name: "Reader",
    async onBeginRequest(context: IHttpContext4) {
      const buffer = new Uint8Array(SLICE);
      while (account.read < wanted) {
        account.read += (await context.getRequest().readEntityBody(buffer, false)).bytesReceived;
        await sleep(5);
      }
      await sleep(LONG);
    },
  });

/** An app that does. */
const app = (account: Account) => ({
  async fetch({ body }: Request) {
    const reader = body!.getReader();
    while (account.read < WANTED) {
      account.read += (await reader.read()).value!.byteLength;
      await sleep(5);
    }
    await sleep(LONG);
    return new Response("enough");
  },
});

interface Way {
  readonly wanted: number;
  serve(account: Account): (request: Request) => Response | Promise<Response>;
}

const byApp = (modules: ModuleInput | ModuleInput[], limits?: Limits): Way => ({
  wanted: WANTED,
  serve: (account) => createWebServer({ modules, limits, app: app(account) }).fetch,
});

/** Who reads, and how much. */
export const UPLOADS: Readonly<Record<string, Way>> = {
  "that a module reads": {
    wanted: WANTED,
    serve: (account) => createWebServer({ modules: reading(WANTED, account) }).fetch,
  },
  "that the app reads": byApp([]),
  "that the app reads behind OnReadEntity": byApp({ name: "Seeing", onReadEntity() {} }),
  "that the app reads, measured": byApp([], { maxEntityBytes: 2 ** 31 }),
  "that nobody reads": {
    wanted: 0,
    serve: (account) => createWebServer({ modules: reading(0, account) }).fetch,
  },
};

/** The same request, cut into slices, with what is asked of it counted. */
function counted(request: Request, account: Account): Request {
  const reader = request.body!.getReader();
  let rest = new Uint8Array(0);
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      if (rest.byteLength === 0) {
        const { done, value } = await reader.read();
        if (done) return out.close();
        rest = value;
      }
      const slice = rest.subarray(0, SLICE);
      rest = rest.subarray(slice.byteLength);
      account.pulled += slice.byteLength;
      out.enqueue(slice);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  const init = { method: "POST", body, duplex: "half", signal: request.signal };
  return new Request(request.url, init as RequestInit);
}

const flood = createWebServer({
  responseBufferLimit: FLOOD.responseBufferLimit,
  modules: defineModule({
    name: "Endless",
    onExecuteRequestHandler(context: IHttpContext4) {
      const told = { taken: 0, refused: 0 };
      for (let n = 0; n < FLOOD.times; n++) {
        const piece = chunk(new Uint8Array(FLOOD.piece));
        const { hr } = context.getResponse().writeEntityChunks([piece], true, true);
        if (hr < 0) told.refused++;
        else told.taken += FLOOD.piece;
      }
      ledger.flood = told;
    },
  }),
});

/** `/uploads/<way>/<name>`: the account is in the ledger under the name. */
export const uploads: House = (request) => {
  const [way, name] = new URL(request.url).pathname.split("/").slice(2).map(decodeURIComponent);
  if (way === "flood") return flood.fetch(request);
  const account: Account = { pulled: 0, read: 0 };
  ledger[name] = account;
  return UPLOADS[way].serve(account)(counted(request, account));
};
