// A watched answer that Deno's server takes at once: what is told of it, and when, is what a stream would have told.
import type { HTTP_DATA_CHUNK, IHttpContext4, TransferEnd } from "../../mod.ts";
import { createWebServer, defineModule } from "../../mod.ts";
import { assertEquals } from "../_assert.ts";
import { sleep } from "../_waits.ts";
import { isRoot, nesting } from "./_child.ts";

type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>;
type Fetch = ReturnType<typeof createWebServer>["fetch"];

const told = ({ outcome, bytes }: TransferEnd): string => `${outcome} ${bytes}`;

/** Answers by a child request, which uses its buffer again as soon as its own send is over. */
function byChild(ends: string[], method: string): Promise<Response> {
  const child = defineModule({
    name: "Child",
    async onExecuteRequestHandler(context) {
      if (isRoot(context)) return;
      const buffer = new TextEncoder().encode("abc");
      context.getResponse().writeEntityChunkByReference(chunk(buffer));
      await context.getResponse().flush(false, false);
      buffer.fill(0);
    },
    onTransferEnd: (_context, end) => void ends.push(told(end)),
  });
  const { fetch } = createWebServer({ modules: [nesting([], "/child"), child] });
  return Promise.resolve(fetch(new Request("http://localhost/", { method })));
}

for (const [method, wished] of [["GET", "abc"], ["HEAD", ""]]) {
  Deno.test(`onTransferEnd: a child's whole answer to ${method} is its parent's, as it was when it left`, async () => {
    const ends: string[] = [];
    const response = await byChild(ends, method);
    assertEquals([response.headers.get("content-length"), await response.text()], ["3", wished]);
    assertEquals(ends, [`complete ${wished.length}`]);
  });
}

/** Asks a house that writes these chunks, over a real socket, and tells what it was told of the end. */
async function asked(
  chunks: HTTP_DATA_CHUNK[],
  head: (context: IHttpContext4) => unknown = () => {},
  wrap: (fetch: Fetch, told: string[]) => Handler = (fetch) => (request, info) =>
    fetch(request, info),
): Promise<{ answer: string; body: number; length: string | null; ends: string[] }> {
  const ends: string[] = [];
  const writer = defineModule({
    name: "Writer",
    async onExecuteRequestHandler(context) {
      await head(context);
      context.getResponse().writeEntityChunks(chunks, false, false);
    },
    onEndRequest: () => void ends.push("end"),
    onTransferEnd: (_context, end) => void ends.push(told(end)),
  });
  const server = createWebServer({ modules: writer });
  const served = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {}, onError: () => new Response("wrong") },
    wrap(server.fetch, ends),
  );
  const response = await fetch(`http://127.0.0.1:${served.addr.port}/`);
  const body = await response.arrayBuffer().then((bytes) => bytes.byteLength, () => -1);
  await server.close();
  await served.shutdown();
  const { status, headers } = response;
  const answer = `${status} ${headers.get("content-type")}`;
  return { answer, body, length: headers.get("content-length"), ends };
}

const chunk = (buffer: Uint8Array | string): HTTP_DATA_CHUNK => ({ dataChunkType: 0, buffer });
const bytes = (size: number): HTTP_DATA_CHUNK => chunk(new Uint8Array(size));

const CASES: Record<string, [chunks: HTTP_DATA_CHUNK[], size: number]> = {
  "one byte": [[bytes(1)], 1],
  "a text, counted as UTF-8": [[chunk("käse")], 5],
  "several chunks": [[bytes(10), chunk("text"), bytes(3)], 17],
  "as much as is taken at once": [[bytes(65_536)], 65_536],
  "one byte more, which is a stream": [[bytes(65_537)], 65_537],
};
for (const [name, [chunks, size]] of Object.entries(CASES)) {
  Deno.test(`onTransferEnd: ${name}: complete with ${size} bytes, once, behind END_REQUEST`, async () => {
    for (const head of [() => {}, () => sleep(1)]) {
      const { answer, body, length, ends } = await asked(chunks, head);
      assertEquals([answer, body, length], ["200 null", size, String(size)]);
      assertEquals(ends, ["end", `complete ${size}`]);
    }
  });
}

Deno.test("onTransferEnd: a Content-Length that promises more than there is breaks the transfer", async () => {
  const promise = (context: IHttpContext4) =>
    context.getResponse().setHeader("Content-Length", "20", true);
  const { body, ends } = await asked([bytes(10)], promise);
  assertEquals([body, ends], [-1, ["end", "error 10"]]);
});

Deno.test("onTransferEnd: who wraps the answer and breaks it is told of as a client that has left", async () => {
  const broken = (fetch: Fetch): Handler => async (request, info) => {
    const { body } = await fetch(request, info);
    const breaks = new TransformStream<Uint8Array, Uint8Array>({
      transform: (_chunk, controller) => controller.error(new Error("broken behind the server")),
    });
    return new Response(body!.pipeThrough(breaks));
  };
  const { body, ends } = await asked([bytes(10)], () => {}, broken);
  assertEquals(body, -1);
  assertEquals(ends, ["end", "client-gone 10"]);
});

Deno.test("onTransferEnd: who takes the body out and drops it has sent nothing", async () => {
  const dropped = (fetch: Fetch): Handler => async (request, info) => {
    const { body } = await fetch(request, info);
    await body!.cancel("not this one");
    return new Response("another");
  };
  const { body, ends } = await asked([bytes(10)], () => {}, dropped);
  assertEquals([body, ends], [7, ["end", "client-gone 0"]]);
});

Deno.test("onTransferEnd: what waits on the way out holds the end back", async () => {
  const slow = (fetch: Fetch, told: string[]): Handler => async (request, info) => {
    const response = await fetch(request, info);
    assertEquals(response.body, response.body);
    await sleep(30);
    told.push("handed over");
    return response;
  };
  const { body, length, ends } = await asked([bytes(10)], () => {}, slow);
  assertEquals([body, length, ends], [10, "10", ["end", "handed over", "complete 10"]]);
});
