// How fast is it? What is made larger and larger: modules, requests at a time, chunks of a body, bytes of a body.
import { createWebServer, defineModule, type IHttpContext4, pipeline } from "@sluice/sluice";
import { RQ_NOTIFICATION_CONTINUE, RQ_NOTIFICATION_PENDING } from "@sluice/sluice";
import type { ModuleInput } from "@sluice/sluice";
import type { MiddlewareHandler } from "hono";
import { type Fetch, hono } from "./_contestant.ts";
import { BODY, middlewares } from "./_middlewares.ts";
import { passThrough } from "./_modules.ts";
import { pulled } from "./_streams.ts";

/** One point of a line. */
export interface Point {
  readonly x: number;
  /** Does it once. */
  once(): Promise<void>;
  /** How often in a round. */
  readonly repeats: number;
  /** By how much the time of once is divided. */
  readonly units: number;
}

/** One line of a plot: microseconds by x. */
export interface Line {
  readonly id: string;
  readonly plot: string;
  readonly name: string;
  /** The points, of which the last has x at most `most`. */
  points(most: number): Point[];
}

const PIECE = 65_536;
const piece = new Uint8Array(PIECE).fill(1);
const chunk = (buffer: Uint8Array) => ({ dataChunkType: 0 as const, buffer });
const request = (init?: RequestInit): Request => new Request("http://localhost/", init);
const upTo = (most: number, ...xs: readonly number[]): number[] => xs.filter((x) => x <= most);

/** Asks and reads to the end. */
async function ask(fetch: Fetch, init?: RequestInit): Promise<void> {
  const { status, body } = await fetch(request(init));
  if (status !== 200) throw new Error(`The answer was ${status}`);
  const reader = body!.getReader();
  while (!(await reader.read()).done);
}

const plain = (modules: ModuleInput): Fetch =>
  createWebServer({ modules, app: { fetch: () => new Response(BODY) } }).fetch;

function byModules(id: string, name: string, make: (count: number) => Fetch): Line {
  return {
    id,
    plot: "modules",
    name,
    points: (most) =>
      upTo(most, 0, 1, 2, 5, 10, 20, 50, 75, 100, 150, 200).map((x) => {
        const fetch = make(x);
        const once = async (): Promise<void> => void await fetch(request());
        return { x, once, repeats: Math.ceil(most * 10), units: 1 };
      }),
  };
}

/** A gate that opens when so many wait. */
class Gate {
  private waiting: (() => void)[] = [];
  constructor(private readonly size: number) {}

  wait(go: () => void): void {
    if (this.waiting.push(go) < this.size) return;
    const all = this.waiting;
    this.waiting = [];
    for (const one of all) queueMicrotask(one);
  }

  passed = (): Promise<void> => new Promise((resolve) => this.wait(resolve));
}

function parked(gate: Gate): Fetch {
  return plain(defineModule({
    name: "Parked",
    onBeginRequest(context: IHttpContext4) {
      gate.wait(() => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE));
      return RQ_NOTIFICATION_PENDING;
    },
  }));
}

function byRequests(id: string, name: string, make: (gate: Gate) => Fetch): Line {
  return {
    id,
    plot: "concurrent",
    name,
    points: (most) =>
      upTo(most, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000).map((x) => {
        const fetch = make(new Gate(x));
        const once = async (): Promise<void> =>
          void await Promise.all(Array.from({ length: x }, () => fetch(request())));
        return { x, once, repeats: Math.max(1, Math.ceil(most / x)), units: x };
      }),
  };
}

const gated = (gate: Gate): MiddlewareHandler => async (_c, next) => {
  await gate.passed();
  await next();
};

/** How a module writes so many chunks. */
type Writes = (context: IHttpContext4, count: number) => Promise<void> | void;
const small = new TextEncoder().encode("sixteen bytes ..");

const writing = (write: Writes, count: number): Fetch =>
  createWebServer({
    modules: defineModule({
      name: "Writing",
      onExecuteRequestHandler: (context: IHttpContext4) => write(context, count),
    }),
  }).fetch;

function oneCall(context: IHttpContext4, count: number): void {
  const chunks = Array.from({ length: count }, () => chunk(small));
  context.getResponse().writeEntityChunks(chunks, true, false);
}

function manyCalls(context: IHttpContext4, count: number): void {
  const response = context.getResponse();
  for (let n = 0; n < count; n++) response.writeEntityChunks([chunk(small)], true, true);
}

const flushes = (bytes: Uint8Array): Writes => async (context, count) => {
  const response = context.getResponse();
  for (let n = 0; n < count; n++) {
    response.writeEntityChunks([chunk(bytes)], true, true);
    await response.flush(false, true);
  }
};

function byChunks(id: string, name: string, write: Writes): Line {
  return {
    id,
    plot: "chunks",
    name,
    points: (most) =>
      upTo(most, 1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_535).map((x) => {
        const fetch = writing(write, x);
        return { x, once: () => ask(fetch), repeats: Math.ceil(most / 8 / x), units: 1 };
      }),
  };
}

const SIZES = [
  1,
  1_024,
  16_384,
  65_536,
  1 << 18,
  1 << 20,
  1 << 22,
  1 << 24,
  1 << 26,
  1 << 28,
  1 << 30,
];
const pieces = (bytes: number) => ({
  chunks: Math.ceil(bytes / PIECE),
  piece: bytes < PIECE ? piece.subarray(0, bytes) : piece,
});

function byBytes(id: string, name: string, make: (bytes: number) => () => Promise<void>): Line {
  return {
    id,
    plot: "body",
    name,
    points: (most) =>
      upTo(most, ...SIZES).map((x) => ({
        x,
        once: make(x),
        repeats: Math.max(1, Math.min(200, Math.floor((1 << 26) / x))),
        units: 1,
      })),
  };
}

const reading = defineModule({
  name: "Reading",
  async onExecuteRequestHandler(context: IHttpContext4) {
    const buffer = new Uint8Array(PIECE);
    while ((await context.getRequest().readEntityBody(buffer, false)).hr >= 0);
    context.getResponse().writeEntityChunks([{ dataChunkType: 0, buffer: "read" }], true, false);
  },
});

function upload(bytes: number): () => Promise<void> {
  const { fetch } = createWebServer({ modules: reading });
  return () =>
    ask(fetch, { method: "POST", body: pulled(pieces(bytes)), duplex: "half" } as RequestInit);
}

/** A text of as many bytes, buffered whole. */
function buffered(bytes: number): () => Promise<void> {
  const write: Writes = (context, count) => {
    const { piece: one } = pieces(bytes);
    const chunks = Array.from({ length: count }, () => chunk(one));
    context.getResponse().writeEntityChunks(chunks, true, false);
  };
  const fetch = writing(write, pieces(bytes).chunks);
  return () => ask(fetch);
}

/** Every line of every plot. */
export const LINES: readonly Line[] = [
  byModules("modules-own", "Sluice, own entry", (count) => plain(passThrough(count))),
  byModules(
    "modules-inside",
    "Sluice as Hono middleware",
    (count) => hono(pipeline(passThrough(count))),
  ),
  byModules("modules-hono", "Hono, middlewares", (count) => hono(...middlewares(count))),
  byRequests("concurrent-parked", "Sluice, parked with PENDING", parked),
  byRequests(
    "concurrent-promise",
    "Sluice, a promise",
    (gate) => plain(defineModule({ name: "Promised", onBeginRequest: gate.passed })),
  ),
  byRequests("concurrent-hono", "Hono, a middleware that waits", (gate) => hono(gated(gate))),
  byChunks("chunks-one", "one WriteEntityChunks", oneCall),
  byChunks("chunks-many", "a WriteEntityChunks for each", manyCalls),
  byChunks("chunks-flush", "each flushed and awaited", flushes(small)),
  byBytes(
    "body-raw",
    "a stream, without Sluice",
    (bytes) => () => ask(() => new Response(pulled(pieces(bytes)))),
  ),
  byBytes("body-flush", "pieces of 64 KiB, each flushed", (bytes) => {
    const { chunks, piece } = pieces(bytes);
    const fetch = writing(flushes(piece), chunks);
    return () => ask(fetch);
  }),
  byBytes("body-upload", "a request body, read in pieces of 64 KiB", upload),
  byBytes("body-buffered", "written without a flush", buffered),
];
