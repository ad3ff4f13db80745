// Who builds the house and lets a request in? The last of EXECUTE_REQUEST_HANDLER: the rest of the app.
import { CHttpModule } from "../terms/http-module.ts";
import { ERROR_FILE_NOT_FOUND, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { PARTS } from "./request-tag.ts";
import type { RQResult } from "../terms/notification-status.ts";

/** What stands behind a pipeline: Hono's `next`, or an app. */
export interface Downstream {
  /** Answers with a Response, or null where nothing stands there. */
  run(request: DownstreamRequest): Response | null | Promise<Response | null>;
  /** What keeps the isolate alive behind the response, where the runtime has such a thing. */
  executionContext?(): unknown;
  /** The runtime has taken a head that left before the answer of whoever stands here. */
  headTaken?(): Promise<void> | void;
}

/** The request, for whoever stands behind the pipeline. */
export interface DownstreamRequest {
  /** The Request with everything that modules have changed of it. */
  outgoing(): Request;
  readonly env: unknown;
  readonly executionCtx: unknown;
  /** Whether the head has left, so that the answer can give only its body. */
  headersSent(): boolean;
  /** Whether SetUrl has asked for another handler. */
  rerouted(): boolean;
}

/** The request, for the handler. */
export interface HandledRequest extends DownstreamRequest {
  readonly downstream: Downstream | null;
  adopt(response: Response): void;
}

/** Asks the app for the answer, and adopts it. */
export class DownstreamHandler extends CHttpModule {
  readonly #requestOf: (context: IHttpContext4) => HandledRequest;

  constructor(requestOf: (context: IHttpContext4) => HandledRequest) {
    super();
    this.#requestOf = requestOf;
  }

  override onExecuteRequestHandler(context: IHttpContext4): RQResult {
    const request = this.#requestOf(context);
    const { downstream } = request;
    if (downstream === null) return notFound(context);
    const answer = downstream.run(request);
    if (answer instanceof Promise) {
      return answer.then((response) => adopt(context, request, response));
    }
    adopt(context, request, answer);
  }
}

function adopt(context: IHttpContext4, request: HandledRequest, response: Response | null): void {
  if (response !== null) request.adopt(response);
  else if (!request.headersSent()) notFound(context);
}

function notFound(context: IHttpContext4): void {
  const hr = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
  context.getResponse().setStatus(404, "Not Found", 0, hr);
}

/** An app with `fetch` behind a pipeline. */
export class AppDownstream implements Downstream {
  constructor(private readonly app: FetchLike) {}

  run(request: DownstreamRequest): Response | Promise<Response> {
    const outgoing = request.outgoing();
    (outgoing as { [PARTS]?: unknown })[PARTS] = request;
    return this.app.fetch(outgoing, request.env, request.executionCtx);
  }
}

interface FetchLike {
  fetch(request: Request, env?: unknown, executionCtx?: unknown): Response | Promise<Response>;
}
