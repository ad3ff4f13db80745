// What is running now? The requests that have begun and whose last byte has not left, each with its place.
import type { IHttpContext, IHttpContext4 } from "../../mod.ts";
import { NOTIFICATION_NAMES } from "../_shared/notification-names.ts";

/** A request that runs. Times are in milliseconds; some edge runtimes stop the clock while code runs. */
export interface RunningRequest {
  /** A number that no other request of this server has. */
  readonly id: number;
  /** The method. */
  readonly verb: string;
  /** Path and query string, as they are now. */
  readonly url: string;
  /** The host, with its port if there is one. */
  readonly host: string;
  /** The address of the client; empty where the runtime does not tell. */
  readonly client: string;
  /** The name of the user; empty for nobody. */
  readonly user: string;
  /** The stage that it is in, "ExecuteRequestHandler"; "SendResponse" where only bytes have to leave. */
  readonly stage: string;
  /** The module that runs or is waited for; empty where none is. */
  readonly module: string;
  /** Whether something is waited for. */
  readonly isWaiting: boolean;
  /** Since it began. */
  readonly time: number;
  /** Since the stage came to what it does now. */
  readonly timeInStage: number;
  /** Since the module was called. */
  readonly timeInModule: number;
  /** The number of the site. */
  readonly siteId: number;
}

/** More are not listed: Workers end requests without telling anybody, and those would stay for ever. */
const MOST = 10_000;

interface Watched {
  readonly id: number;
  /** When END_REQUEST was, in milliseconds since the request began; -1 before. */
  ended: number;
}

/** The requests of one module. */
export class RunningList {
  readonly #requests = new Map<IHttpContext, Watched>();
  #last = 0;

  begun(context: IHttpContext4): void {
    if (this.#requests.has(context)) return;
    if (this.#requests.size >= MOST) this.#requests.delete(this.#requests.keys().next().value!);
    // Whoever has looked once is told of every later wait when it began.
    if (this.#last === 0) context.getCurrentExecutionStats();
    this.#requests.set(context, { id: ++this.#last, ended: -1 });
  }

  ended(context: IHttpContext4): void {
    const request = this.#requests.get(context);
    if (request !== undefined) request.ended = context.getRequestElapsedTime();
  }

  gone(context: IHttpContext4): void {
    this.#requests.delete(context);
  }

  /** What runs for at least `elapsed` milliseconds, the longest first; the request of who asks is left out. */
  list(elapsed: number, asking: IHttpContext | null): RunningRequest[] {
    return [...this.#requests].filter(([context]) => context !== asking)
      .map(([context, watched]) => snapshot(context as IHttpContext4, watched))
      .filter(({ time }) => time >= elapsed);
  }
}

function snapshot(context: IHttpContext4, { id, ended }: Watched): RunningRequest {
  const request = context.getRequest();
  const { host, absPath, queryString } = request.getRawHttpRequest().cookedUrl;
  return {
    id,
    verb: request.getHttpMethod(),
    url: absPath + queryString,
    host,
    client: request.getRemoteAddress()?.address ?? "",
    user: context.getUser()?.getUserName() ?? "",
    ...(ended < 0 ? placeOf(context) : sendingSince(context, ended)),
    time: context.getRequestElapsedTime(),
    siteId: request.getSiteId(),
  };
}

type Place = Pick<
  RunningRequest,
  "stage" | "module" | "isWaiting" | "timeInStage" | "timeInModule"
>;

function placeOf(context: IHttpContext4): Place {
  const stats = context.getCurrentExecutionStats();
  const now = context.getRequestStartTime() + context.getRequestElapsedTime();
  return {
    stage: NOTIFICATION_NAMES.get(stats.notification) ?? "",
    module: stats.module,
    isWaiting: stats.asyncNotification !== 0,
    timeInStage: Math.max(0, now - stats.notificationStartTickCount),
    timeInModule: Math.max(0, now - stats.moduleStartTickCount),
  };
}

function sendingSince(context: IHttpContext4, ended: number): Place {
  const timeInStage = context.getRequestElapsedTime() - ended;
  return { stage: "SendResponse", module: "", isWaiting: true, timeInStage, timeInModule: 0 };
}
