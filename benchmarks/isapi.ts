// How fast is it? Asynchronous WriteClient against a bare pull stream, as shares: `deno run -A benchmarks/isapi.ts`.
import { createWebServer } from "@sluice/sluice";
import {
  HSE_IO_ASYNC,
  HSE_REQ_DONE_WITH_SESSION,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_SET_FLUSH_FLAG,
  HSE_STATUS_PENDING,
  HSE_VERSION,
  isapiExtension,
} from "@sluice/sluice/isapi";
import { median, quarters } from "./_rounds.ts";

/** Something that answers with `writes` pieces of `size` bytes. */
type Streams = (request: Request) => Response | Promise<Response>;

/** One line: a way to send, its throughput as a share of the bare stream's. */
export interface StreamLine {
  readonly id: string;
  readonly size: number;
  readonly where: "in process" | "over loopback";
  readonly ofRaw: number;
  readonly middle: readonly [number, number];
}

/** Pieces of one answer, and rounds; a short look has few of both. */
interface Effort {
  readonly writes: number;
  readonly rounds: number;
}

const SIZES = [1024, 16_384];
const WARM_UP = 5;

/** What a runtime's own stream does: one piece whenever it is asked for one. */
function raw(writes: number, piece: Uint8Array): Streams {
  return () => {
    let left = writes;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    };
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
  };
}

/** An extension that writes the next piece in the callback of the one before. */
function isapi(writes: number, piece: Uint8Array, flushes: boolean): Streams {
  const scriptProcessor = isapiExtension({
    getExtensionVersion: () => ({ ret: true, extensionVersion: HSE_VERSION, extensionDesc: "" }),
    httpExtensionProc(ecb) {
      const { connID } = ecb;
      let left = writes;
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

/** Milliseconds until an answer has been read to its end. */
async function time(answer: () => Response | Promise<Response>, bytes: number): Promise<number> {
  const began = performance.now();
  const reader = (await answer()).body!.getReader();
  let read = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    read += part.value.byteLength;
  }
  if (read !== bytes) throw new Error(`${read} bytes came, ${bytes} were sent`);
  return performance.now() - began;
}

/** Measures in interleaved rounds, each beginning with another one. */
async function shares(
  ways: Record<string, () => Response | Promise<Response>>,
  bytes: number,
  rounds: number,
): Promise<Map<string, number[]>> {
  const ids = Object.keys(ways);
  const result = new Map<string, number[]>(ids.map((id) => [id, []]));
  for (let round = -WARM_UP; round < rounds; round++) {
    const times = new Map<string, number>();
    for (let i = 0; i < ids.length; i++) {
      const id = ids[(i + round + WARM_UP) % ids.length];
      times.set(id, await time(ways[id], bytes));
    }
    if (round < 0) continue;
    for (const id of ids) result.get(id)!.push(times.get("raw")! / times.get(id)!);
  }
  return result;
}

function toLines(
  all: Map<string, number[]>,
  size: number,
  where: StreamLine["where"],
): StreamLine[] {
  return [...all].filter(([id]) => id !== "raw").map(([id, ratios]) => ({
    id,
    size,
    where,
    ofRaw: median(ratios),
    middle: quarters(ratios),
  }));
}

/** Measures everything, and prints a table. */
export async function measureStreams({ writes, rounds }: Effort): Promise<StreamLine[]> {
  const lines: StreamLine[] = [];
  for (const size of SIZES) {
    const piece = new Uint8Array(size);
    const ways: Record<string, Streams> = {
      raw: raw(writes, piece),
      flushed: isapi(writes, piece, true),
      buffered: isapi(writes, piece, false),
    };
    const request = (): Request => new Request("http://localhost/");
    const near = Object.entries(ways).map(([id, way]) => [id, () => way(request())] as const);
    const inProcess = await shares(Object.fromEntries(near), writes * size, rounds);
    lines.push(...toLines(inProcess, size, "in process"));
    const servers = Object.entries(ways).map(([id, way]) =>
      [id, Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, way)] as const
    );
    const far = servers.map(([id, { addr }]) =>
      [id, () => fetch(`http://127.0.0.1:${addr.port}/`)] as const
    );
    const loopback = await shares(Object.fromEntries(far), writes * size, rounds);
    lines.push(...toLines(loopback, size, "over loopback"));
    await Promise.all(servers.map(([, server]) => server.shutdown()));
  }
  return lines;
}

if (import.meta.main) {
  const smoke = Deno.args.includes("--smoke");
  const effort = smoke ? { writes: 100, rounds: 3 } : { writes: 10_000, rounds: 15 };
  console.log(`${effort.writes} asynchronous calls of WriteClient, of a bare pull stream`);
  for (const { id, size, where, ofRaw, middle } of await measureStreams(effort)) {
    const half = middle.map((share) => share.toFixed(2)).join("..");
    const name = `${id}, ${size} bytes each, ${where}`;
    console.log(`${name.padEnd(48)}${ofRaw.toFixed(2).padStart(8)}${half.padStart(14)}`);
  }
}
