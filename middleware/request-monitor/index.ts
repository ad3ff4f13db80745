// What is running now? RequestMonitorModule: a page and a query that tell, to those who may know.
import {
  type Awaitable,
  defineModule,
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  HttpDataChunkFromMemory,
  type IGlobalRSCAQueryProvider,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  S_OK,
} from "../../mod.ts";
import { isLocal } from "../_shared/local-client.ts";
import { callable, fitting, readOptions } from "../_shared/options.ts";
import { accepts } from "../_shared/std-http.ts";
import { PAGE_POLICY, pageOf } from "./page.ts";
import { RunningList } from "./running.ts";

export type { RunningRequest } from "./running.ts";

/** Options of the module; IIS has no section for it. */
export interface RequestMonitorOptions {
  /** The path of the page; "/request-monitor" where nothing is said. Null for none. */
  readonly path?: string | null;
  /** Who may see it, asked for each of its requests. Clients on the machine of the server where nothing is said. */
  readonly authorize?: (context: IHttpContext) => Awaitable<boolean>;
}

const NAME = "RequestMonitorModule";

/** What `server.query` is asked. Its parameters are the least time in milliseconds. */
const QUESTION = "GetExecutingRequests";

/**
 * Tells what runs: each request with its stage, module and times, at "/request-monitor", as a page or, for whoever asks for
 * it, as JSON; `?elapsed=1000` only what runs for a second or longer. `server.query("GetExecutingRequests", "1000")`
 * tells the same without a request.
 *
 * The path can be seen from the server's own machine only, as long as `authorize` says nothing else.
 *
 * @param options Path, and who may see it.
 * Throws a `TypeError` that names the option, the value found and the value wished for.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { requestMonitor } from "@sluice/sluice/request-monitor";
 *
 * const slow = () => new Promise<Response>((resolve) => setTimeout(() => resolve(new Response("slow")), 50));
 * const server = createWebServer({ modules: [requestMonitor({ path: null })], app: { fetch: slow } });
 * const answer = server.fetch(new Request("http://localhost/slow"));
 * const [running] = JSON.parse(new TextDecoder().decode(server.query("GetExecutingRequests").data));
 * console.log(running.verb, running.url, running.stage); // GET /slow ExecuteRequestHandler
 * await (await answer).text();
 * ```
 */
export function requestMonitor(options?: RequestMonitorOptions): ModuleDefinition {
  const { path = "/request-monitor", authorize = isLocal } = readOptions<RequestMonitorOptions>(
    `requestMonitor (${NAME})`,
    options,
    {
      path: fitting(
        (value) => value === null || (typeof value === "string" && /^\/[^?#\s]*$/.test(value)),
        'a path such as "/request-monitor", or null',
      ),
      authorize: callable<(context: IHttpContext) => Awaitable<boolean>>(),
    },
  );
  const list = new RunningList();
  return defineModule({
    name: NAME,
    priority: PRIORITY_ALIAS_FIRST,
    onBeginRequest(context) {
      // A child shows in the place of its parent, which waits for it.
      if (context.getParentContext() === null) list.begun(context);
    },
    onExecuteRequestHandler(context) {
      if (path !== null && isAsked(context, path)) return answer(context, list, authorize);
    },
    onEndRequest: (context) => list.ended(context),
    onTransferEnd: (context) => list.gone(context),
    onGlobalRSCAQuery(provider) {
      if (provider.getFunctionName() !== QUESTION) return GL_NOTIFICATION_CONTINUE;
      return answerQuery(provider, list);
    },
  });
}

/** A number of milliseconds; 0 for what is none. */
function elapsedOf(text: string | null): number {
  const elapsed = Number(text ?? "");
  return elapsed > 0 ? elapsed : 0;
}

function answerQuery(provider: IGlobalRSCAQueryProvider, list: RunningList) {
  const requests = list.list(elapsedOf(provider.getFunctionParameters()), null);
  const bytes = new TextEncoder().encode(JSON.stringify(requests));
  const { buffer } = provider.getOutputBuffer(bytes.length);
  buffer.set(bytes);
  provider.setResult(bytes.length, S_OK);
  return GL_NOTIFICATION_HANDLED;
}

function isAsked(context: IHttpContext, path: string): boolean {
  const { absPath } = context.getRequest().getRawHttpRequest().cookedUrl;
  return absPath.toLowerCase() === path.toLowerCase();
}

async function answer(
  context: IHttpContext,
  list: RunningList,
  authorize: NonNullable<RequestMonitorOptions["authorize"]>,
): Promise<void> {
  const response = context.getResponse();
  if (await authorize(context) !== true) {
    response.setStatus(403, "Forbidden");
    return;
  }
  const method = context.getRequest().getHttpMethod();
  if (method === "GET" || method === "HEAD") return write(context, list);
  response.setStatus(405, "Method Not Allowed");
  response.setHeader("Allow", "GET, HEAD", true);
}

function write(context: IHttpContext, list: RunningList): void {
  const request = context.getRequest();
  const response = context.getResponse();
  const { queryString } = request.getRawHttpRequest().cookedUrl;
  const requests = list.list(elapsedOf(new URLSearchParams(queryString).get("elapsed")), context);
  const headers = { get: (name: string) => request.getHeader(name) };
  const isPage = accepts({ headers }, "application/json", "text/html") === "text/html";
  const type = isPage ? "text/html; charset=utf-8" : "application/json";
  response.setStatus(200, "OK");
  response.setHeader("Content-Type", type, true);
  response.setHeader("Cache-Control", "no-store", true);
  response.setHeader("Vary", "Accept", false);
  response.setHeader("X-Content-Type-Options", "nosniff", true);
  if (isPage) response.setHeader("Content-Security-Policy", PAGE_POLICY, true);
  const buffer = isPage ? pageOf(requests) : JSON.stringify(requests);
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer };
  response.writeEntityChunks([chunk], true, false);
}
