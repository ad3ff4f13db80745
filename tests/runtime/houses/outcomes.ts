// How can a request end, and where? Promise 1: every stage, every outcome, every kind of body, and what was noted of each.
import {
  createWebServer,
  type IHttpContext,
  type ModuleDefinition,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
} from "../../../mod.ts";
import { STAGES } from "../../_stages.ts";
import { flush, type House, ledger, sleep, write } from "./_kit.ts";

/** What a handler does in its stage, behind what it writes. */
const ACTS = {
  return: () => RQ_NOTIFICATION_CONTINUE,
  throw: () => {
    throw new Error("secret of the throw");
  },
  reject: () => Promise.reject(new Error("secret of the rejection")),
  timeout: () => new Promise<void>(() => {}),
  abort: () => sleep(100),
  reset: (context) => context.getResponse().resetConnection(),
  finish: () => RQ_NOTIFICATION_FINISH_REQUEST,
  child: executeChild,
} satisfies Record<string, (context: IHttpContext) => RQResult>;

/** What a handler does. */
export type Act = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as Act[];

/** Where the bytes of an answer come from. */
export const BODIES = ["none", "buffered", "flushed", "streamed"] as const;
export type BodyKind = (typeof BODIES)[number];

/** What was noted of one request. */
export interface Account {
  log: number;
  end: number;
  transfers: { outcome: string; bytes: number }[];
}

/** The time of a handler that never ends. */
const MODULE_TIMEOUT = 150;

function executeChild(context: IHttpContext): RQResult {
  const { httpContext } = context.cloneContext(0);
  httpContext?.getRequest().setUrl("/child", true);
  const { completionExpected } = context.executeRequest(true, httpContext!, 0, null);
  return completionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
}

/** Stage, act and body of a request, as its path says; null for a child. */
function asked(
  context: IHttpContext,
): { key: string; act: Act; stage: string; body: string } | null {
  if (context.getParentContext() !== null) return null;
  const { fullUrl } = context.getRequest().getRawHttpRequest().cookedUrl;
  const [, , stage, act, body] = new URL(fullUrl).pathname.split("/");
  return { key: `${stage}/${act}/${body}`, act: act as Act, stage, body };
}

function act(context: IHttpContext, stage: string): RQResult {
  const request = asked(context);
  if (request === null || request.stage !== stage) return RQ_NOTIFICATION_CONTINUE;
  const { act, body } = request;
  if (body === "buffered" || body === "flushed") write(context, "own,");
  return body === "flushed"
    ? flush(context).then(() => ACTS[act](context) as RQResult as void)
    : ACTS[act](context);
}

const handlers = Object.fromEntries(
  STAGES.map((stage) => [`on${stage}`, (context: IHttpContext) => act(context, stage)]),
);

/** Notes one thing of a request that a client has sent. */
function note(context: IHttpContext, add: (account: Account) => void): void {
  const request = asked(context);
  if (request === null) return;
  const accounts = (ledger.outcomes ??= {}) as Record<string, Account>;
  add(accounts[request.key] ??= { log: 0, end: 0, transfers: [] });
}

const counting: ModuleDefinition = {
  name: "Counting",
  onLogRequest: (context) => note(context, (account) => account.log++),
  onEndRequest: (context) => note(context, (account) => account.end++),
  onTransferEnd: (context, { outcome, bytes }) =>
    note(context, ({ transfers }) => transfers.push({ outcome, bytes })),
};

/** A body that comes in pieces. */
function stream(): ReadableStream<Uint8Array> {
  const pieces = ["streamed,", "by the,", "app"];
  return new ReadableStream({
    async pull(controller) {
      await sleep(2);
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  }, { highWaterMark: 0 });
}

const app = {
  fetch: ({ url }: Request): Response =>
    new Response(url.endsWith("/streamed") ? stream() : url.endsWith("/child") ? "child" : "app"),
};

const modules = [
  { name: "Acting", ...handlers, onAsyncCompletion: () => RQ_NOTIFICATION_CONTINUE },
  counting,
] as ModuleDefinition[];
const server = createWebServer({ modules, app });
const limited = createWebServer({ modules, app, limits: { moduleTimeout: MODULE_TIMEOUT } });

export const outcomes: House = (request, env, executionContext) => {
  const { fetch } = request.url.includes("/timeout/") ? limited : server;
  return fetch(request, env, executionContext);
};
