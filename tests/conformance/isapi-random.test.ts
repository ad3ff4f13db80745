// Does anything an extension does at random shake the server? One callback for each operation, one log line for each request.
import { defineModule } from "../../mod.ts";
import {
  HSE_EXEC_URL_NO_HEADERS,
  HSE_IO_ASYNC,
  HSE_IO_FINAL_SEND,
  HSE_REQ_ASYNC_READ_CLIENT,
  HSE_REQ_CANCEL_IO,
  HSE_REQ_CLOSE_CONNECTION,
  HSE_REQ_EXEC_URL,
  HSE_REQ_IO_COMPLETION,
  HSE_REQ_SEND_RESPONSE_HEADER,
  HSE_REQ_SEND_URL,
  HSE_REQ_SET_FLUSH_FLAG,
  HSE_REQ_TRANSMIT_FILE,
  HSE_REQ_VECTOR_SEND,
  HSE_STATUS_ERROR,
  HSE_STATUS_PENDING,
  HSE_STATUS_SUCCESS,
  HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE,
} from "../../isapi.ts";
import { assert, assertEquals } from "../_assert.ts";
import { ask, done, type Ecb, isapiHouse, post, write, writeAsync } from "./_isapi.ts";
import { turn, within } from "./_notes.ts";

/** Numbers that are the same for the same seed (mulberry32). */
function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** What happened in one request. */
interface Tally {
  started: number;
  called: number;
  logged: number;
}

const blob = new Blob(["file"]);
const stream = () => ReadableStream.from([new Uint8Array(3), new Uint8Array(4)]);

/** One thing an extension may do. Answers whether an asynchronous operation has started. */
const ACTIONS: ((ecb: Ecb, pick: (below: number) => number) => boolean)[] = [
  (ecb) => writeAsync(ecb, "async").ret,
  (ecb) => writeAsync(ecb, new Uint8Array(20_000)).ret,
  (ecb) => {
    write(ecb, "sync");
    return false;
  },
  (ecb) => ask(ecb, HSE_REQ_ASYNC_READ_CLIENT, new Uint8Array(5000), HSE_IO_ASYNC).ret,
  (ecb, pick) =>
    ask(ecb, HSE_REQ_TRANSMIT_FILE, { file: pick(2) ? blob : stream(), flags: HSE_IO_ASYNC }).ret,
  (ecb) =>
    ask(ecb, HSE_REQ_VECTOR_SEND, {
      flags: HSE_IO_ASYNC,
      status: null,
      headers: null,
      elementArray: [{ elementType: HSE_VECTOR_ELEMENT_TYPE_FILE_HANDLE, context: blob }],
    }).ret,
  (ecb) => ask(ecb, HSE_REQ_EXEC_URL, { url: "/app", execUrlFlags: HSE_EXEC_URL_NO_HEADERS }).ret,
  (ecb, pick) => ask(ecb, HSE_REQ_SET_FLUSH_FLAG, pick(2) === 1) && false,
  (ecb) => ask(ecb, HSE_REQ_SEND_RESPONSE_HEADER, "201 Made", "X-A: 1\r\n\r\nbody") && false,
  (ecb, pick) => pick(6) === 0 ? ask(ecb, HSE_REQ_CANCEL_IO) && false : false,
  (ecb, pick) => pick(12) === 0 ? ask(ecb, HSE_REQ_CLOSE_CONNECTION) && false : false,
  (ecb, pick) => pick(12) === 0 ? ask(ecb, HSE_REQ_SEND_URL, "/app") && false : false,
  (_ecb, pick) => {
    if (pick(12) === 0) throw new Error("At random");
    return false;
  },
  (ecb, pick) => {
    const final = pick(12) === 0 ? HSE_IO_FINAL_SEND : 0;
    return (ecb.writeClient(ecb.connID, "f", HSE_IO_ASYNC | final) as { ret: boolean }).ret;
  },
];

/** An extension that does things at random, until it ends at random. */
function wild(tally: Tally, pick: (below: number) => number) {
  const act = (ecb: Ecb): void => {
    for (let i = pick(4); i >= 0; i--) {
      if (ACTIONS[pick(ACTIONS.length)](ecb, pick)) tally.started++;
    }
  };
  return (ecb: Ecb): number | Promise<number> => {
    let left = 3 + pick(8);
    let busy = 0;
    const next = (): void => {
      const before = tally.started;
      if (left-- > 0) act(ecb);
      busy += tally.started - before;
      if (busy > 0) return;
      if (left > 0) setTimeout(step, 0);
      else done(ecb, pick(5) === 0 ? HSE_STATUS_ERROR : undefined);
    };
    const step = (): void => {
      try {
        next();
      } catch {
        done(ecb);
      }
    };
    ask(ecb, HSE_REQ_IO_COMPLETION, () => {
      tally.called++;
      busy--;
      next();
    });
    if (pick(10) === 0) return pick(2) ? HSE_STATUS_SUCCESS : HSE_STATUS_ERROR;
    next();
    const answer = pick(4) === 0 ? HSE_STATUS_SUCCESS : HSE_STATUS_PENDING;
    return pick(2) ? answer : turn().then(() => answer);
  };
}

/** Reads an answer as a client does: to its end, slowly, or not at all. */
async function client(response: Response, pick: (below: number) => number): Promise<void> {
  const reader = response.body?.getReader();
  for (let most = pick(3) === 0 ? pick(4) : Infinity; reader !== undefined; most--) {
    if (most === 0) return void await reader.cancel();
    const part = await reader.read().catch(() => null);
    if (part === null || part.done) return;
    if (pick(3) === 0) await turn();
  }
}

Deno.test("ISAPI: at random, each operation has one callback, each request one log line, and ends", async () => {
  const silent = console.error;
  console.error = () => {};
  try {
    for (let seed = 1; seed <= 400; seed++) {
      const pick = random(seed);
      const tally = { started: 0, called: 0, logged: 0 };
      const log = defineModule({
        name: "Log",
        onLogRequest: (context) => void (context.getParentContext() === null && tally.logged++),
      });
      const app = { fetch: () => new Response("app") };
      const { get, server } = isapiHouse(wild(tally, pick), log, { app });
      const init = pick(2) === 0 ? post(pick(70_000)) : {};
      const response = await within(get("/a.dll", init), `the head, seed ${seed}`);
      await within(client(response, pick), `the body, seed ${seed}`);
      await within(server.close(), `the end, seed ${seed}`);
      await turn();
      assertEquals([tally.called, tally.logged], [tally.started, 1], `seed ${seed}`);
      assert(response.status >= 200, `seed ${seed}`);
    }
  } finally {
    console.error = silent;
  }
});
