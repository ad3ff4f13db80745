// Who knocks? The rest of a Hono app behind a pipeline, and how answers go in and out of Hono's context.
import { PARTS } from "../server/request-tag.ts";
import type { Downstream, DownstreamRequest } from "../server/downstream.ts";
import type { FetchApp } from "../server/options.ts";
import type { RequestParts } from "../server/request-parts.ts";
import { showResponse } from "./show-response.ts";
import type { Context, Next } from "./hono-types.ts";

interface Tagged {
  [PARTS]?: RequestParts;
}

/** The request behind a Hono context; undefined if no pipeline has seen it. */
export function partsOf(c: Context): RequestParts | undefined {
  return (c as Tagged)[PARTS] ?? (c.req.raw as Tagged)[PARTS];
}

/** Lets everything further down the chain find the request. */
export function tag(c: Context, parts: RequestParts): void {
  (c as Tagged)[PARTS] = parts;
}

/** What a pipeline in a Hono app has behind it. */
export class HonoDownstream implements Downstream {
  /** What was handed to Hono before the rest of the app had answered. */
  private early: Response | null = null;
  private failed: { readonly error: unknown } | null = null;

  constructor(
    readonly context: Context,
    private readonly next: Next,
    private readonly app: FetchApp | null,
  ) {}

  run(request: DownstreamRequest): Promise<Response | null> {
    const { context: c, app } = this;
    if (app !== null && request.rerouted()) {
      return Promise.resolve(app.fetch(request.outgoing(), c.env, this.executionContext()));
    }
    const outgoing = request.outgoing();
    if (outgoing !== c.req.raw) c.req.raw = outgoing;
    return this.next().then(() => this.answered(request), (error) => {
      this.failed = { error };
      throw error;
    });
  }

  executionContext(): unknown {
    try {
      return this.context.executionCtx;
    } catch {
      return undefined;
    }
  }

  /** Hono has given the early answer to the runtime; the next one that it is given must not be dropped (ruling 11). */
  headTaken(): void {
    if (this.early === null || this.context.res !== this.early) return;
    this.context.res = undefined;
    this.context.finalized = false;
  }

  /** Hands an answer to Hono. */
  give(response: Response): Promise<void> {
    const { context: c } = this;
    if (this.failed !== null) return Promise.reject(this.failed.error);
    showResponse(c, response);
    this.early = response;
    return Promise.resolve();
  }

  private answered(request: DownstreamRequest): Response | null {
    const { context: c } = this;
    if (c.error !== undefined && request.headersSent()) throw c.error;
    if (!c.finalized || c.res === this.early) return null;
    return c.res;
  }
}
