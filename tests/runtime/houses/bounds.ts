// How much is held for a client that is slow? What was made of a body, less what its runtime has taken, whichever way it goes.
import {
  createWebServer,
  defineModule,
  type IHttpContext,
  type IHttpContext4,
  type ModuleInput,
  type WebServerOptions,
} from "../../../mod.ts";
import { chunk, type House, ledger } from "./_kit.ts";

/** Bytes of a piece. */
export const PIECE = 65_536;
/** Pieces of a body of one GiB. */
const GIB = 1_024 * 1_024 * 1_024 / PIECE;

/** What is known of a long body. */
export interface Account {
  /** Bytes that were asked of its source. */
  made: number;
  /** Bytes that the runtime has taken. */
  taken: number;
  /** The source has heard that nobody wants more. */
  cancelled: boolean;
}

/** A GiB of bytes that no compressor makes shorter; it counts what was asked of it. */
export class Source {
  readonly account: Account = { made: 0, taken: 0, cancelled: false };
  readonly #bytes = crypto.getRandomValues(new Uint8Array(PIECE));

  /** The next piece. */
  next(): Uint8Array {
    this.account.made += PIECE;
    return this.#bytes.slice();
  }

  get isOver(): boolean {
    return this.account.made >= GIB * PIECE;
  }

  /** All pieces as a stream, each made when it is asked for. */
  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      pull: (out) => this.isOver ? out.close() : out.enqueue(this.next()),
      cancel: () => void (this.account.cancelled = true),
    }, { highWaterMark: 0 });
  }
}

const passOn = {
  transform: (bytes: Uint8Array, out: { enqueue(b: Uint8Array): void }) => out.enqueue(bytes),
};
const gzip = () =>
  new CompressionStream("gzip") as unknown as TransformStream<Uint8Array, Uint8Array>;
const filtering = (filter: () => typeof passOn | TransformStream<Uint8Array, Uint8Array>) =>
  defineModule({
    name: "Filtering",
    onBeginRequest: (context: IHttpContext4) => void context.getResponse().addBodyFilter(filter()),
  });

/** A module that makes its pieces itself, and waits for each. */
function flushing(source: Source, unbuffered: boolean): ModuleInput {
  return defineModule({
    name: "Flushing",
    async onExecuteRequestHandler(context: IHttpContext4) {
      const response = context.getResponse();
      if (unbuffered) response.disableBuffering();
      for (let hr = 0; hr >= 0 && !source.isOver;) {
        ({ hr } = await response.writeEntityChunks([chunk(source.next())], false, true));
        if (!unbuffered) ({ hr } = await response.flush(false, true));
      }
      source.account.cancelled = true;
    },
  });
}

const child = defineModule({
  name: "Parent",
  onExecuteRequestHandler(context: IHttpContext4) {
    if (context.getParentContext() !== null) return;
    const { httpContext } = context.cloneContext(0);
    context.executeRequest(true, httpContext!, 0, null);
  },
});

const seeing = defineModule({
  name: "Seeing",
  onBeginRequest: (context: IHttpContext) => context.getResponse().disableBuffering(),
  onSendResponse() {},
});

const chunked = (source: Source) =>
  defineModule({
    name: "Chunk",
    onExecuteRequestHandler(context: IHttpContext) {
      const stream = { dataChunkType: 1 as const, fileHandle: source.stream() };
      context.getResponse().disableBuffering();
      context.getResponse().writeEntityChunks([stream], true, true);
    },
  });

type Serve = (source: Source) => (request: Request) => Response | Promise<Response>;

const serve = (modules: ModuleInput | ModuleInput[], options: WebServerOptions = {}) =>
  createWebServer({ ...options, modules }).fetch;
/** The body is the app's. */
const behind =
  (modules: ModuleInput | ModuleInput[], options: WebServerOptions = {}): Serve => (source) =>
    serve(modules, { ...options, app: { fetch: () => new Response(source.stream()) } });

/** Every way that a long body may go, with the pieces that may be held for one reader on it. */
export const WAYS: Readonly<Record<string, { readonly held: number; readonly serve: Serve }>> = {
  "the app's stream": { held: 1, serve: behind([]) },
  "the app's stream, counted": {
    held: 1,
    serve: behind({ name: "Counting", onTransferEnd() {} }),
  },
  "the app's stream, each piece a send": { held: 2, serve: behind(seeing) },
  "the app's stream through a filter": { held: 2, serve: behind(filtering(() => passOn)) },
  "the app's stream through compression": { held: 2, serve: behind(filtering(gzip)) },
  "the app's stream under a time limit": {
    held: 1,
    serve: behind([], { limits: { requestTimeout: 60_000 } }),
  },
  "a child request's stream": { held: 2, serve: behind(child) },
  "flushes of a module": { held: 1, serve: (source) => serve(flushing(source, false)) },
  "unbuffered writes of a module": { held: 1, serve: (source) => serve(flushing(source, true)) },
  "a stream in a chunk of a module": { held: 2, serve: (source) => serve(chunked(source)) },
};

/** The same answer, with what is taken of it counted. */
function counted(response: Response, account: Account): Response {
  const reader = response.body!.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      const { done, value } = await reader.read();
      if (done) return out.close();
      account.taken += value.byteLength;
      out.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
  return new Response(body, response);
}

/** `/bounds/<way>/<name>`: the account is in the ledger under the name. */
export const bounds: House = async (request) => {
  const [way, name] = new URL(request.url).pathname.split("/").slice(2).map(decodeURIComponent);
  const source = new Source();
  ledger[name] = source.account;
  return counted(await WAYS[way].serve(source)(request), source.account);
};
