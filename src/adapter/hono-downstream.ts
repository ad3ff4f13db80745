// Who knocks? The rest of a Hono app behind a pipeline, and how answers go in and out of Hono's context.
import type { Frame } from "../engine/frame.ts";
import { PARTS } from "../server/request-tag.ts";
import {
  AppDownstream,
  type Downstream,
  type DownstreamRequest,
  LATER,
} from "../server/downstream.ts";
import type { FetchApp } from "../server/options.ts";
import type { Recipient, RequestLife } from "../server/request-life.ts";
import { showResponse } from "./show-response.ts";
import type { Group } from "./mount.ts";
import type { HonoContext, HonoNext } from "./hono-types.ts";

interface Tagged {
  [PARTS]?: RequestLife;
}

/** The request behind a Hono context; undefined if no pipeline has seen it. */
export function partsOf(c: HonoContext): RequestLife | undefined {
  const { req } = c;
  return (req as Tagged)[PARTS] ?? (req.raw as Tagged)[PARTS];
}

/** Lets everything further down the chain find the request. */
export function tag(target: object, parts: RequestLife): void {
  (target as Tagged)[PARTS] = parts;
}

/** What a pipeline in a Hono app has behind it. */
export class HonoDownstream implements Downstream, Recipient {
  declare readonly context: HonoContext;
  declare private readonly next: HonoNext;
  declare private readonly group: Group;
  declare private readonly outer: HonoDownstream | null;
  /** Given to Hono before the rest of the app had answered. */
  declare private early: boolean;
  /** What Hono had in the early answer's place when it had handed it on; its context is then free for the app's own. */
  declare private released: Response | null;
  declare private resolve: (() => void) | null;
  declare private reject: ((error: unknown) => void) | null;
  /** The rest of the app has been asked. */
  declare private reached: boolean;
  /** What the app has let through, for Hono to deal with. */
  declare failed: { readonly error: unknown } | null;
  declare private request: RequestLife | null;
  /** Middlewares in front of the pipeline may still look at an early answer. */
  declare private readonly foremost: boolean;

  /** @param outer The downstream of the pipeline in front, where this is a nested pass. */
  constructor(c: HonoContext, next: HonoNext, group: Group, outer: HonoDownstream | null) {
    this.context = c;
    this.next = next;
    this.group = group;
    this.outer = outer;
    this.foremost = c.req.routeIndex === 0;
    this.early = this.reached = false;
    this.released =
      this.failed =
      this.request =
      this.resolve =
      this.reject =
        null;
  }

  get inApp(): boolean {
    return true;
  }

  /** The downstream of the pipeline that stands first. */
  get first(): HonoDownstream {
    return this.outer ?? this;
  }

  meet(request: DownstreamRequest): void {
    const life = this.request = request as RequestLife;
    life.mounts = this.outer === null ? this.group.mounts : [...life.mounts, ...this.group.mounts];
    // Hono's request object rather than its context: that one has so many fields that one more is dear.
    tag(this.context.req, life);
  }

  run(request: DownstreamRequest): PromiseLike<void> {
    const { context: c } = this;
    const { app } = this.group.core.options;
    const reroutes = app !== undefined && request.rerouted();
    const outgoing = request.outgoing(reroutes);
    if (reroutes) {
      tag(outgoing, this.request!);
      const answer = app.fetch(outgoing, c.env, this.executionContext());
      return Promise.resolve(answer).then((response) => request.answered(response));
    }
    if (outgoing !== c.req.raw) c.req.raw = outgoing;
    this.reached = true;
    this.ask(this.request!.run.top);
    return LATER;
  }

  /** The run is told of the end by its name, not through a promise of a promise: that is a third of a mount's price. */
  private ask(frame: Frame): void {
    this.next().then(() => this.through(frame), (error) => this.fell(frame, error));
  }

  /** The rest of the app has answered. */
  private through(frame: Frame): void {
    const request = this.request!;
    const { error } = this.context;
    // What the app failed with behind a head that has left cannot be told with another answer.
    if (error !== undefined && request.headersSent()) return request.run.refused(frame, error);
    try {
      request.answered(this.answer());
    } catch (thrown) {
      return this.fell(frame, thrown);
    }
    request.run.released(frame, undefined);
  }

  /** The rest of the app has failed. */
  private fell(frame: Frame, error: unknown): void {
    this.failed = { error };
    this.request!.run.refused(frame, error);
  }

  /** The whole app, routed anew, which passes by the pipelines that the child has run already. */
  again(): Downstream | undefined {
    const app = this.group.core.options.app ?? this.first.group.core.options.app;
    return app === undefined ? undefined : new ChildDownstream(app, this.first.group.mounts);
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

  /** Settles when there is an answer, which may be long before the rest of the app is through. */
  delivered(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** At once, not behind a promise: what runs on after a flush must already find it in the context. */
  receive(response: Response): void {
    if (this.failed !== null) return this.reject!(this.failed.error);
    this.give(response, this.request!.run.over);
    this.resolve!();
  }

  /** Hands the answer to Hono. */
  give(response: Response, over: boolean): void {
    this.early = !over;
    // What middlewares in front have set goes along, by the merging of Hono's setter; the app's answer has it already.
    if (this.reached) showResponse(this.context, response);
    else this.context.res = response;
  }

  private release(): void {
    if (!this.early || this.released !== null) return;
    this.released = this.context.res;
    this.context.res = undefined;
    this.context.finalized = false;
  }

  private answer(): Response | null {
    const { context: c } = this;
    const { early, released } = this.first;
    if (early && released === null) return null;
    const answer = c.finalized ? c.res : null;
    // A middleware in front that is not through yet must find what it had.
    if (released !== null) showResponse(c, released);
    if (early || answer !== null) return answer;
    // In Hono's own words, so that an app without a pipeline and with one fail alike.
    throw new Error(
      "Context is not finalized. Did you forget to return a Response object or `await next()`?",
    );
  }
}

/** The app behind a child request. */
class ChildDownstream extends AppDownstream {
  constructor(app: FetchApp, private readonly mounts: readonly object[]) {
    super(app);
  }

  meet(request: DownstreamRequest): void {
    (request as RequestLife).mounts = this.mounts;
  }
}
