// Who knocks? The rest of a Hono app behind a pipeline, and how answers go in and out of Hono's context.
import { PARTS } from "../server/request-tag.ts";
import type { Downstream, DownstreamRequest } from "../server/downstream.ts";
import type { FetchApp } from "../server/options.ts";
import type { RequestLife } from "../server/request-life.ts";
import { showResponse } from "./show-response.ts";
import type { Context, Next } from "./hono-types.ts";

interface Tagged {
  [PARTS]?: RequestLife;
}

/** The request behind a Hono context; undefined if no pipeline has seen it. */
export function partsOf(c: Context): RequestLife | undefined {
  return (c as Tagged)[PARTS] ?? (c.req.raw as Tagged)[PARTS];
}

/** Lets everything further down the chain find the request. */
export function tag(target: object, parts: RequestLife): void {
  (target as Tagged)[PARTS] = parts;
}

/** What a pipeline in a Hono app has behind it. */
export class HonoDownstream implements Downstream {
  /** Given to Hono before the rest of the app had answered. */
  private early = false;
  /** Hono has handed the early answer on, so that its context is free for the app's own. */
  private released = false;
  private failed: { readonly error: unknown } | null = null;
  /** Middlewares in front of the pipeline may still look at an early answer. */
  private readonly foremost: boolean;

  /** @param outer The downstream of the pipeline in front, where this is a nested pass. */
  constructor(
    readonly context: Context,
    private readonly next: Next,
    private readonly app: FetchApp | null,
    private readonly outer: HonoDownstream | null,
  ) {
    this.foremost = context.req.routeIndex === 0;
  }

  /** The downstream of the pipeline that stands first. */
  get first(): HonoDownstream {
    return this.outer ?? this;
  }

  async run(request: DownstreamRequest): Promise<Response | null> {
    const { context: c, app } = this;
    const outgoing = request.outgoing();
    if (app !== null && request.rerouted()) {
      tag(outgoing, request as RequestLife);
      return await app.fetch(outgoing, c.env, this.executionContext());
    }
    if (outgoing !== c.req.raw) c.req.raw = outgoing;
    try {
      await this.next();
    } catch (error) {
      this.failed = { error };
      throw error;
    }
    return this.answered(request);
  }

  executionContext(): unknown {
    try {
      return this.context.executionCtx;
    } catch {
      return undefined;
    }
  }

  /**
   * The early answer has been asked for its body: the next one that Hono is given must not be dropped (ruling 11).
   *
   * If nothing stands in front, only the runtime can have asked, so Hono is done with it. Otherwise a middleware may
   * have, on its way out; it is given the rest of the turn.
   */
  headTaken(): Promise<void> | void {
    if (this.outer !== null) return this.outer.headTaken();
    if (this.foremost) return this.release();
    return new Promise<void>((resolve) => setTimeout(resolve, 0)).then(() => this.release());
  }

  /** Hands the answer to Hono. */
  give(response: Response, over: boolean): Promise<void> {
    if (this.failed !== null) return Promise.reject(this.failed.error);
    showResponse(this.context, response);
    this.early = !over;
    return Promise.resolve();
  }

  private release(): void {
    if (!this.early || this.released) return;
    this.released = true;
    this.context.res = undefined;
    this.context.finalized = false;
  }

  private answered(request: DownstreamRequest): Response | null {
    const { context: c } = this;
    if (c.error !== undefined && request.headersSent()) throw c.error;
    const { early, released } = this.first;
    if (!c.finalized || (early && !released)) return null;
    return c.res;
  }
}
