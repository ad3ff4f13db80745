// Does it last? Mixed load with faults for some minutes: deno task soak --minutes N. Fails on a leak, a lost or doubled log line, an unhandled rejection.
import {
  defineModule,
  type IHttpContext4,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../mod.ts";
import { house, RawSocket } from "../../testing.ts";
import { write } from "../_chunks.ts";
import { sleep } from "../_waits.ts";
import { files, headersOf, page, READY, readyModules, remember } from "./_soak-modules.ts";

const MINUTES = Number(Deno.args[Deno.args.indexOf("--minutes") + 1] ?? NaN);
if (!(MINUTES > 0 && MINUTES <= 600)) {
  console.error(`soak: --minutes is ${Deno.args.join(" ") || "missing"}, wished for 0 to 600`);
  Deno.exit(2);
}

/** Requests at a time. */
const CLIENTS = 24;
/** Most requests whose log lines are counted; a byte for each. */
const MOST = 1 << 25;
/** Growth of the heap over the last half that is still noise: bytes in all, and bytes for each request. */
const NOISE = { total: 6 * 1_024 * 1_024, perRequest: 16 };

async function stream(context: IHttpContext4, pieces: number, size: number): Promise<void> {
  const bytes = new Uint8Array(size);
  for (let n = 0; n < pieces; n++) {
    write(context, bytes);
    if ((await context.getResponse().flush(false, true)).hr < 0) return;
  }
}

/** What a request has the server do, by its path. The last ones are faults. */
const WORK: Record<string, (context: IHttpContext4) => RQResult> = {
  plain: (context) => write(context, "plain"),
  promised: (context) => sleep(1).then(() => write(context, "promised")),
  parked(context) {
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE), 1);
    return RQ_NOTIFICATION_PENDING;
  },
  streamed: (context) => stream(context, 8, 16_384),
  async read(context) {
    let sum = 0;
    const buffer = new Uint8Array(4_096);
    for (;;) {
      const { hr, bytesReceived } = await context.getRequest().readEntityBody(buffer, false);
      if (hr < 0) break;
      sum += bytesReceived;
    }
    write(context, String(sum));
  },
  child(context) {
    if (context.getParentContext() !== null) return;
    const { httpContext } = context.cloneContext(0);
    httpContext!.getRequest().setUrl("/plain", true);
    const { completionExpected } = context.executeRequest(true, httpContext!, 0, null);
    return completionExpected ? RQ_NOTIFICATION_PENDING : undefined;
  },
  long: (context) => stream(context, 400, 65_536),
  throws() {
    throw new Error("on purpose");
  },
  rejects: () => Promise.reject(new Error("on purpose")),
  never: () => new Promise<void>(() => {}),
  late: (context) => {
    setTimeout(() => context.indicateCompletion(RQ_NOTIFICATION_CONTINUE), 80);
    return RQ_NOTIFICATION_PENDING;
  },
  reset: (context) => stream(context, 1, 100).then(() => context.getResponse().resetConnection()),
  breaks: (context) =>
    stream(context, 1, 100).then(() => {
      throw new Error("on purpose");
    }),
};
const FAULTS = new Set(["long", "throws", "rejects", "never", "late", "reset", "breaks", "gone"]);

const lines = new Uint8Array(MOST);
/** Lines of the access log; a request of which nobody knows the number is no line too many. */
const accessLines = new Uint8Array(MOST);
const problems: string[] = [];
const requests = { sent: 0, faults: 0, bytes: 0, logged: 0, ready: 0 };
const logged = (query: string): void => {
  if (++accessLines[Number(query)] > 1) problems.push(`request ${query} is logged twice`);
};

const built = house([
  ...readyModules(logged),
  defineModule({
    name: "Working",
    onExecuteRequestHandler(context: IHttpContext4) {
      const work = context.getScriptName().slice(1);
      return WORK[work]?.(context);
    },
    onAsyncCompletion() {},
    onTransferEnd(context) {
      const id = Number(
        new URL(context.getRequest().getRawHttpRequest().cookedUrl.fullUrl).search.slice(1),
      );
      requests.logged++;
      if ((++lines[id] & 0x7f) > 1) {
        problems.push(`request ${id} has ${lines[id] & 0x7f} log lines`);
      }
    },
  }),
], {
  app: { fetch: page },
  files,
  limits: { moduleTimeout: 2_000, requestTimeout: 20_000, maxEntityBytes: 1 << 20 },
});

/** One request; some of them leave early, read slowly, or send nonsense. Says whether a log line is owed for certain. */
async function one(port: number, work: string, id: number): Promise<boolean> {
  using socket = await RawSocket.open(port);
  const body = work === "read" ? new Uint8Array(20_000) : undefined;
  const headers = { Connection: "close", ...(WORK[work] ? {} : headersOf(work, id)) };
  await socket.request(body ? "POST" : "GET", `/${work}?${id}`, headers, body);
  if (work === "long") {
    await socket.leaveAt(300_000);
    return true;
  }
  const response = await socket.response().catch(() => null);
  if (response === null) return work === "reset" || work === "breaks";
  const answer = await response.rest(id % 50 === 0 ? 1 : 0, 8_192);
  const { bytes, outcome } = answer;
  remember(work, id, answer.header("Set-Cookie"));
  requests.bytes += bytes.length;
  const broken = work === "reset" || work === "breaks";
  if ((outcome === "broken") !== broken) problems.push(`${work} ${id} was ${outcome}`);
  return true;
}

/** A client that has gone before anything came, and bytes that are no request. */
async function rude(port: number, id: number): Promise<void> {
  using socket = await RawSocket.open(port);
  const head = `GET /streamed?${id} HTTP/1.1\r\nHost: x\r\n`;
  await socket.send(id % 2 === 0 ? `${head}\r\n` : head.slice(0, id % head.length));
}

async function client(port: number, end: number): Promise<void> {
  const kinds = [...Object.keys(WORK), ...READY, "gone"];
  const useful = kinds.filter((kind) => !FAULTS.has(kind));
  while (performance.now() < end && requests.sent < MOST - 1) {
    const id = ++requests.sent;
    const kind = id % 5 === 0 ? kinds[id / 5 % kinds.length] : useful[id % useful.length];
    if (FAULTS.has(kind)) requests.faults++;
    if (!WORK[kind]) requests.ready++;
    try {
      if (kind === "gone") await rude(port, id);
      if (kind === "gone" || !await one(port, kind, id)) lines[id] |= 0x80;
    } catch (error) {
      problems.push(`${kind} ${id}: ${error}`);
    }
    if (problems.length > 20) return;
  }
}

/** The heap when everything that can be collected has been. */
function heap(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Deno.memoryUsage().heapUsed;
}

/** The slope of a straight line through the points, in units of y for one of x. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, p) => sum + p[at], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const top = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return top / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  problems.push(`unhandled rejection: ${event.reason}`);
});
console.error = () => {};

const served = await built.listen();
const began = performance.now();
const end = began + MINUTES * 60_000;
const before = heap();
const samples: [number, number][] = [];
const every = Math.max(500, MINUTES * 60_000 / 60);
const sampling = setInterval(() => samples.push([requests.sent, heap()]), every);
await Promise.all(Array.from({ length: CLIENTS }, () => client(served.port, end)));
clearInterval(sampling);
await sleep(500);
await built.server.close({ deadline: 2_000 });
await served.stop();
await sleep(200);
const after = heap();

let lost = 0;
let unequal = 0;
for (let id = 1; id <= requests.sent; id++) {
  if (lines[id] === 0) lost++;
  if ((lines[id] & 0x7f) !== accessLines[id]) unequal++;
}
if (lost > 0) problems.push(`${lost} requests have no log line`);
if (unequal > 0) {
  problems.push(`${unequal} requests have no line in the access log, or one too many`);
}
const half = samples.slice(samples.length / 2);
const perRequest = half.length > 2 ? slope(half) : 0;
const grown = half.length > 2 ? perRequest * (half.at(-1)![0] - half[0][0]) : 0;
if (perRequest > NOISE.perRequest && grown > NOISE.total) {
  problems.push(`the heap grows by ${perRequest.toFixed(1)} bytes for each request`);
}
const mib = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;
console.log(
  `requests ${requests.sent}, of them faults ${requests.faults}, for ready modules ${requests.ready}, logged ${requests.logged}`,
);
console.log(
  `body bytes ${mib(requests.bytes)} in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
);
console.log(`heap before ${mib(before)}, after ${mib(after)}`);
console.log(
  `heap slope of the last half: ${perRequest.toFixed(2)} bytes for each request (${mib(grown)})`,
);
for (const problem of problems.slice(0, 20)) console.log(`PROBLEM ${problem}`);
console.log(problems.length === 0 ? "The soak has passed" : "The soak has failed");
Deno.exit(problems.length === 0 ? 0 : 1);
