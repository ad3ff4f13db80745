// Does it change an answer that somebody listens? Random programs of one module, with and without a listener beside it.
import fc from "fast-check";
import {
  defineModule,
  type HTTP_DATA_CHUNK,
  HttpDataChunkFromFileHandle,
  HttpDataChunkFromMemory,
  type IHttpResponse4,
  type ModuleDefinition,
  type WebServerOptions,
} from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";

type Step = (response: IHttpResponse4) => unknown;

const PROGRAMS = 1500;
const RANGE = { startingOffset: 0, length: -1 };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const writes = (chunk: () => HTTP_DATA_CHUNK): Step => (response) =>
  response.writeEntityChunks([chunk()], true, true);
const memory = (buffer: string | Uint8Array): Step =>
  writes(() => ({ dataChunkType: HttpDataChunkFromMemory, buffer }));
const file = (fileHandle: () => Blob | ReadableStream<Uint8Array>): Step =>
  writes(() => ({
    dataChunkType: HttpDataChunkFromFileHandle,
    fileHandle: fileHandle(),
    byteRange: RANGE,
  }));
const byHand = memory("HTTP/1.1 403 By hand\r\nX-Hand: 1\r\nSet-Cookie: hand=1\r\n\r\nwritten");

/** What a module does with its response. */
const STEPS: Record<string, Step> = {
  text: memory("text "),
  long: memory("x".repeat(3000)),
  nothing: memory(""),
  bytes: memory(encode("bytes ")),
  blob: file(() => new Blob(["blob "])),
  stream: file(() => new Blob(["stream "]).stream()),
  flush: (response) => response.flush(false, true),
  created: (response) => response.setStatus(201, "Created"),
  missing: (response) => response.setStatus(404, "Not Found"),
  empty: (response) => response.setStatus(204, "No Content"),
  type: (response) => response.setHeader("Content-Type", "text/html", true),
  cookie: (response) => response.setHeader("Set-Cookie", "a=1", false),
  mark: (response) => response.addBodyFilter({ transform: (chunk) => encode(`!${decode(chunk)}`) }),
  replace: (response) =>
    response.addBodyFilter({
      transform: () => {},
      flush: (controller) => controller.enqueue(encode("END")),
    }),
  clear: (response) => response.clear(),
  "buffer off": (response) => response.disableBuffering(),
  redirect: (response) => response.redirect("/else"),
  "by hand": (response) => {
    response.suppressHeaders();
    return byHand(response);
  },
  disconnect: (response) => response.setNeedDisconnect(),
};

const APPS: Record<string, WebServerOptions["app"]> = {
  none: undefined,
  text: { fetch: () => new Response("the app", { status: 202 }) },
  page: { fetch: () => new Response("<p>", { headers: { "Content-Type": "text/html" } }) },
  stream: { fetch: () => new Response(new Blob(["a stream"]).stream()) },
  nothing: { fetch: () => new Response(null, { status: 404 }) },
  cookies: {
    fetch: () => new Response("", { headers: [["Set-Cookie", "u=1"], ["Set-Cookie", "v=2"]] }),
  },
};

interface Program {
  readonly method: string;
  readonly app: string;
  /** Whether the module answers before the app's turn, or in it. */
  readonly early: boolean;
  readonly steps: readonly string[];
  /** What it does in END_REQUEST, when nobody can wait any more. */
  readonly last: readonly string[];
}

const name = fc.constantFrom(...Object.keys(STEPS));
const program: fc.Arbitrary<Program> = fc.record({
  method: fc.constantFrom("GET", "GET", "HEAD"),
  app: fc.constantFrom(...Object.keys(APPS)),
  early: fc.boolean(),
  steps: fc.array(name, { minLength: 1, maxLength: 5 }),
  last: fc.array(name.filter((step) => step !== "flush"), { maxLength: 1 }),
});

/** What a client gets: a body whose length is promised has that length, or the transfer is seen to be broken. */
async function answer({ method, app, early, steps, last }: Program, listener: object) {
  const work = async (response: IHttpResponse4) => {
    for (const step of steps) await STEPS[step](response);
  };
  const module: ModuleDefinition = {
    name: "Program",
    onBeginRequest: async (context) => early ? await work(context.getResponse()) : undefined,
    onExecuteRequestHandler: async (context) =>
      early ? undefined : await work(context.getResponse()),
    onEndRequest: (context) => last.forEach((step) => STEPS[step](context.getResponse())),
  };
  const modules = [defineModule(module), { name: "Listener", ...listener }];
  const response = await house(modules, { app: APPS[app] }).get("/", { method });
  const { status, headers } = response;
  const body = await response.text().catch(() => "broken");
  const promised = headers.get("content-length");
  headers.delete("content-length");
  const kept = promised === null || method === "HEAD" || body === "broken" ||
    Number(promised) === encode(body).byteLength;
  return { status, headers: [...headers], body, kept };
}

const LISTENERS = {
  onTransferEnd: { onTransferEnd() {} },
  onSendResponse: { onSendResponse() {} },
};

for (const [who, listener] of Object.entries(LISTENERS)) {
  Deno.test(`${who}: who only listens changes no answer, whatever a module does with it`, async () => {
    const same = fc.asyncProperty(program, async (one) => {
      const heard = await answer(one, listener);
      assertEquals(heard, { ...await answer(one, {}), kept: true });
    });
    await fc.assert(same, { numRuns: PROGRAMS, seed: 4 });
  });
}
