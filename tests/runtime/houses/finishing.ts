// How does an answer leave at last? Compressed, with a page where it is an error, and noted in the access log.
import { createWebServer, type IHttpContext, memoryFiles, type ModuleInput } from "../../../mod.ts";
import { compression } from "../../../middleware/compression/index.ts";
import { customErrors, type HttpErrors } from "../../../middleware/custom-errors/index.ts";
import { httpLogging } from "../../../middleware/http-logging/index.ts";
import { staticFile } from "../../../middleware/static-file/index.ts";
import { patternBytes } from "./sending.ts";
import { count, flush, heard, type House, ledger, PAUSE, sleep, write } from "./_kit.ts";

/** What is compressed: a text that repeats itself. */
export const TEXT = "All work and no play makes a dull river. ".repeat(50);

/** What was compressed before it came here; it need not be what it says. */
export const PACKED = "packed by somebody else, and long enough for another go. ".repeat(10);

type Answer = (path: string) => Response | Promise<Response>;

const plain = { "Content-Type": "text/plain; charset=utf-8" };

/** A server of some modules in front of an app that answers by the last part of the path. */
function serve(modules: ModuleInput[], answer: Answer): House {
  const server = createWebServer({
    modules,
    files,
    app: { fetch: (request) => answer(new URL(request.url).pathname.split("/").at(-1)!) },
  });
  return (request, env, executionContext) => server.fetch(request, env, executionContext);
}

const files = memoryFiles({
  "/finishing/packed/page.txt": TEXT,
  "/errors/404.html": "<p>lost",
  "/errors/filtered.txt": "lost by its extension",
});

/** A GiB of bytes that no compressor makes shorter; what is made of it is counted. */
function endless(): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= 1024 ** 3) return controller.close();
      const noise = patternBytes(at * 7, 65_536);
      for (let i = 0; i < noise.length; i++) noise[i] ^= Math.random() * 256;
      controller.enqueue(noise);
      at += noise.length;
      ledger["packed-made"] = at;
    },
    cancel: () => void count("packed-stopped"),
  }, { highWaterMark: 0 });
}

/** How many events there are. */
export const EVENTS = 6;

const eventStream = { "Content-Type": "text/event-stream" };

const event = (index: number): string => `id: ${index}\n\n`;

/** Events as a stream of the app, each when the client has the one before. */
function events(what: string): Response {
  let index = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (index === EVENTS) return controller.close();
      if (index > 0) await heard(what);
      controller.enqueue(new TextEncoder().encode(event(index++)));
    },
  });
  return new Response(body, { headers: eventStream });
}

/** Events that a module flushes one by one. */
async function flushedEvents(context: IHttpContext, what: string): Promise<void> {
  context.getResponse().setHeader("Content-Type", eventStream["Content-Type"], true);
  for (let index = 0; index < EVENTS; index++) {
    if (index > 0) await heard(what);
    write(context, event(index));
    await flush(context);
  }
}

const packed = serve([
  compression({ staticCompressionIgnoreHitFrequency: true }),
  staticFile(),
  {
    name: "Pieces",
    async onExecuteRequestHandler(context) {
      const room = context.getScriptName().split("/").at(-1);
      if (room?.startsWith("flushed-events")) return await flushedEvents(context, room);
      if (room !== "pieces") return;
      context.getResponse().setHeader("Content-Type", "text/plain", true);
      for (const text of ["one ", "two ", "three"]) {
        write(context, text);
        await flush(context);
        if (text !== "three") await heard("packed");
      }
    },
  },
], (room) => {
  if (room === "endless") return new Response(endless(), { headers: plain });
  if (room.startsWith("events")) return events(room);
  if (room === "before") {
    return new Response(PACKED, { headers: { ...plain, "Content-Encoding": "x-own" } });
  }
  return new Response(TEXT, { headers: { ...plain, ETag: '"strong"', Vary: "Cookie" } });
});

/** Lines of the access log, in the ledger. */
const log = httpLogging({
  logFile: {
    logExtFileFlags: "Method,UriStem,HttpStatus,HttpSubStatus,Win32Status,BytesSent",
    flushByEntryCountW3CLog: 1,
  },
  sink: (lines) => {
    const kept = ledger.log as string[] | undefined ?? [];
    ledger.log = [...kept, ...lines.filter((line) => !line.startsWith("#"))];
  },
});

const logged = serve([
  log,
  {
    name: "Parts",
    async onExecuteRequestHandler(context) {
      const room = context.getScriptName().split("/").at(-1);
      if (room !== "parts" && room !== "reset" && room !== "left") return;
      write(context, "one ");
      await flush(context);
      if (room === "reset") return void context.getResponse().resetConnection();
      for (let tries = room === "left" ? 20 : 1; tries > 0; tries--) {
        if (room === "parts") await heard("parts");
        else await sleep(PAUSE);
        write(context, "two");
        if (await flush(context) < 0) return;
      }
    },
  },
], (room) => room === "missing" ? new Response("lost", { status: 404 }) : new Response("grüße"));

const pages: HttpErrors = {
  errorMode: "Custom",
  error: [
    { statusCode: 404, path: "/errors/404.html" },
    { statusCode: 404, subStatusCode: 7, path: "/errors/filtered.txt" },
    { statusCode: 403, path: "/finishing/errors/closed?why", responseMode: "ExecuteURL" },
  ],
};

/** Sets what a path such as "/404.7" or "/404.7.skip" says. */
const failing = {
  name: "Failing",
  onExecuteRequestHandler(context: IHttpContext) {
    const room = context.getScriptName().split("/").at(-1)!;
    const [, status, sub = "0", skip] = /^(4\d\d)(?:\.(\d+))?(\.skip)?$/.exec(room) ?? [];
    if (status === undefined) return;
    const response = context.getResponse();
    response.setStatus(Number(status), "Failed", Number(sub), 0, null, skip !== undefined);
    if (skip !== undefined) write(context, "own words");
  },
};

const ofErrors: Answer = (room) =>
  room === "closed" ? new Response("closed, by another URL") : new Response("app", { status: 404 });

const rooms: Record<string, House> = {
  packed,
  logged,
  errors: serve([customErrors(pages), failing], ofErrors),
  passed: serve([customErrors({ ...pages, existingResponse: "PassThrough" }), failing], ofErrors),
  replaced: serve([customErrors({ ...pages, existingResponse: "Replace" }), failing], ofErrors),
};

export const finishing: House = (request, env, executionContext) =>
  rooms[new URL(request.url).pathname.split("/")[2]](request, env, executionContext);
