// Who builds the house and lets a request in? The last of EXECUTE_REQUEST_HANDLER: the rest of the app.
import { CHttpModule } from "../terms/http-module.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { PARTS } from "./request-tag.ts";
import type { RQResult } from "../terms/notification-status.ts";

export { LATER } from "../engine/later.ts";

/** What stands behind a pipeline: Hono's `next`, or an app. */
export interface Downstream {
  /** The answer goes to an app, not to the runtime's server. */
  readonly inApp?: boolean;
  /** A request has begun that may come here. */
  meet?(request: DownstreamRequest): void;
  /** Has the request answered: adopts a Response, or none where nothing stands there. */
  run(request: DownstreamRequest): void | PromiseLike<void>;
  /** What a child request finds in its place; undefined, or not there, where nothing could be asked once more. */
  again?(): Downstream | undefined;
  /** What keeps the isolate alive behind the response, where the runtime has such a thing. */
  executionContext?(): unknown;
  /** The runtime has taken a head that left before the answer of whoever stands here. */
  headTaken?(): Promise<void> | void;
}

/** The request, for whoever stands behind the pipeline. */
export interface DownstreamRequest {
  /** The Request with everything that modules have changed of it; the URL only for one who routes by it. */
  outgoing(routes: boolean): Request;
  readonly env: unknown;
  readonly executionCtx: unknown;
  /** Whether the head has left, so that the answer can give only its body. */
  headersSent(): boolean;
  /** Whether SetUrl has asked for another handler. */
  rerouted(): boolean;
  /** Takes the answer; null for none. */
  answered(response: Response | null): void;
}

/** The request, for the handler. */
export interface HandledRequest extends DownstreamRequest {
  readonly downstream: Downstream | null;
}

/** Asks the app for the answer, and adopts it. */
export class DownstreamHandler extends CHttpModule {
  declare private readonly requestOf: (context: IHttpContext4) => HandledRequest;

  constructor(requestOf: (context: IHttpContext4) => HandledRequest) {
    super();
    this.requestOf = requestOf;
  }

  override onExecuteRequestHandler(context: IHttpContext4): RQResult {
    const request = this.requestOf(context);
    const { downstream } = request;
    const answer = downstream === null ? request.answered(null) : downstream.run(request);
    return answer as RQResult;
  }
}

/** An app with `fetch` behind a pipeline. */
export class AppDownstream implements Downstream {
  constructor(private readonly app: FetchLike) {}

  again(): Downstream {
    return this;
  }

  run(request: DownstreamRequest): void | Promise<void> {
    const outgoing = request.outgoing(true);
    (outgoing as { [PARTS]?: unknown })[PARTS] = request;
    const answer = this.app.fetch(outgoing, request.env, request.executionCtx);
    if (isPromise(answer)) return answer.then((response) => request.answered(given(response)));
    request.answered(given(answer));
  }
}

function isPromise(answer: Response | Promise<Response>): answer is Promise<Response> {
  return typeof (answer as Partial<Promise<Response>> | undefined)?.then === "function";
}

/** Only where no app is asked, none is an answer. */
function given(response: Response | null): Response {
  if (response !== null) return response;
  throw new TypeError("The app answered with null, wished for a Response");
}

interface FetchLike {
  fetch(request: Request, env?: unknown, executionCtx?: unknown): Response | Promise<Response>;
}
