// What if something never ends? Whoever waits is ended by a limit, wherever in the request it stands.
import {
  createWebServer,
  defineModule,
  type IHttpContext,
  type IHttpContext4,
  type Limits,
  type ModuleDefinition,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  type WebServer,
} from "../../../mod.ts";
import { type House, ledger, roomOf } from "./_kit.ts";

const never = (): Promise<never> => new Promise(() => {});

/** What is noted of one request. */
export interface Ended {
  log: number;
  end: number;
  transfers: string[];
}

/** Does something in one room only, and not in a child. */
const inRoom = (room: string, work: (context: IHttpContext4) => RQResult) =>
(
  context: IHttpContext4,
): RQResult =>
  context.getParentContext() === null && roomOf(context) === room ? work(context) : undefined;

function waitForChild(context: IHttpContext4): RQResult {
  const { httpContext } = context.cloneContext(0);
  httpContext!.getRequest().setUrl("/stalls/app", true);
  const { completionExpected } = context.executeRequest(true, httpContext!, 0, null);
  return completionExpected ? RQ_NOTIFICATION_PENDING : undefined;
}

const stalling: ModuleDefinition = defineModule({
  name: "Stalling",
  onBeginRequest: inRoom("pending", () => RQ_NOTIFICATION_PENDING),
  onAuthorizeRequest: inRoom("promise", never),
  onMapRequestHandler: inRoom("read", async (context) => {
    await context.getRequest().readEntityBody(new Uint8Array(8), false);
  }),
  onPreExecuteRequestHandler: inRoom("child", waitForChild),
  onSendResponse: inRoom("send", never),
  onLogRequest: inRoom("log", never),
});

function note(context: IHttpContext, add: (ended: Ended) => void): void {
  if (context.getParentContext() !== null) return;
  const all = (ledger.stalls ??= {}) as Record<string, Ended>;
  add(all[roomOf(context)] ??= { log: 0, end: 0, transfers: [] });
}

const noting: ModuleDefinition = {
  name: "Noting",
  onLogRequest: (context) => note(context, (ended) => ended.log++),
  onEndRequest: (context) => note(context, (ended) => ended.end++),
  onTransferEnd: (context, { outcome }) => note(context, (ended) => ended.transfers.push(outcome)),
};

/** A body that begins, and does not go on. */
const stopping = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode("first")) });

const serving = (limits: Limits): WebServer =>
  createWebServer({
    modules: [stalling, noting],
    app: {
      fetch: ({ url }: Request): Response | Promise<Response> =>
        url.endsWith("/app") ? never() : new Response(url.endsWith("/stream") ? stopping() : "app"),
    },
    limits,
  });

/** Who is passed over and goes on has time enough for the rest. */
const byModule = serving({ moduleTimeout: 100, requestTimeout: 10_000 });
const byRequest = serving({ requestTimeout: 400 });

export const stalls: House = (request, env, context) =>
  (request.url.endsWith("/stream") ? byRequest : byModule).fetch(request, env, context);
