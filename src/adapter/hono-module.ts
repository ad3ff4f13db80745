// Who knocks? A Hono middleware as a module: what it does before its next() at one stage, the rest at the mirrored one.
import type { IHttpContext4 } from "../terms/http-context.ts";
import { CHttpModule } from "../terms/http-module.ts";
import { S_OK } from "../terms/hresult.ts";
import {
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import * as RQ from "../terms/notifications.ts";
import type { NamedRegistration } from "../plan/read-modules.ts";
import { STAGES } from "../plan/stages.ts";
import type { HttpContext } from "../context/http-context.ts";
import type { RequestLife } from "../server/request-life.ts";
import { contextFor } from "./hono-context.ts";
import type { HonoContext, HonoMiddleware } from "./hono-types.ts";
import { showResponse } from "./show-response.ts";

/** Where a middleware stands. */
export interface HonoModuleOptions {
  /** The stage at which it runs, up to its next(); RQ_EXECUTE_REQUEST_HANDLER or an earlier one. */
  readonly at: number;
  /** The module's name; the middleware's own name where nothing is said. */
  readonly name?: string;
}

/** Where the code behind next() runs (ruling 27): the bit, and whether it is the post event. */
const MIRROR: ReadonlyMap<number, { readonly bit: number; readonly post: boolean }> = new Map([
  [RQ.RQ_BEGIN_REQUEST, { bit: RQ.RQ_END_REQUEST, post: false }],
  [RQ.RQ_AUTHENTICATE_REQUEST, { bit: RQ.RQ_LOG_REQUEST, post: false }],
  [RQ.RQ_AUTHORIZE_REQUEST, { bit: RQ.RQ_UPDATE_REQUEST_CACHE, post: false }],
  [RQ.RQ_RESOLVE_REQUEST_CACHE, { bit: RQ.RQ_RELEASE_REQUEST_STATE, post: false }],
  [RQ.RQ_MAP_REQUEST_HANDLER, { bit: RQ.RQ_EXECUTE_REQUEST_HANDLER, post: true }],
  [RQ.RQ_ACQUIRE_REQUEST_STATE, { bit: RQ.RQ_EXECUTE_REQUEST_HANDLER, post: true }],
  [RQ.RQ_PRE_EXECUTE_REQUEST_HANDLER, { bit: RQ.RQ_EXECUTE_REQUEST_HANDLER, post: true }],
  [RQ.RQ_EXECUTE_REQUEST_HANDLER, { bit: RQ.RQ_EXECUTE_REQUEST_HANDLER, post: true }],
]);

/**
 * Makes a module of a Hono middleware.
 *
 * A Response that the middleware returns without calling `next()` is adopted, and means FINISH_REQUEST.
 *
 * Throws a `TypeError` if `middleware` is no function, a `RangeError` if `at` is no stage up to EXECUTE_REQUEST_HANDLER.
 */
export function honoModule(
  middleware: HonoMiddleware,
  options: HonoModuleOptions,
): NamedRegistration {
  if (typeof middleware !== "function") {
    throw new TypeError(`honoModule: the middleware is ${middleware}, wished for a function`);
  }
  const mirror = MIRROR.get(options?.at);
  if (mirror === undefined) {
    throw new RangeError(
      `honoModule: at is ${options?.at}, wished for a stage from RQ_BEGIN_REQUEST to RQ_EXECUTE_REQUEST_HANDLER`,
    );
  }
  // LOG_REQUEST catches what FINISH has skipped; what is mirrored there or behind it cannot be skipped.
  const late = !mirror.post && mirror.bit >= RQ.RQ_LOG_REQUEST;
  const pre = options.at | (mirror.post ? 0 : mirror.bit) | (late ? 0 : RQ.RQ_LOG_REQUEST);
  const post = mirror.post ? mirror.bit : 0;
  const make = (): CHttpModule => new StagedMiddleware(middleware, options.at, mirror.bit);
  return {
    name: options.name ?? (middleware.name || "HonoModule"),
    registerModule: (_version, info) => {
      const getHttpModule = () => ({ hr: S_OK, module: make() });
      return info.setRequestNotifications({ getHttpModule, terminate() {} }, pre, post);
    },
  };
}

/** One middleware in one request. */
class WrappedMiddleware extends CHttpModule {
  /** Lets the code behind next() run; null before next() was called, and again after. */
  private proceed: (() => void) | null = null;
  private finished: Promise<Response | void> | null = null;

  constructor(
    private readonly middleware: HonoMiddleware,
    private readonly at: number,
    private readonly back: number,
  ) {
    super();
  }

  /** Called for the stage, for the mirrored one, and for LOG_REQUEST in case FINISH has skipped the mirrored one. */
  step(context: IHttpContext4, bit: number): RQResult {
    const { parts } = context as HttpContext;
    if (bit === this.at && this.finished === null) return this.enter(parts as RequestLife);
    const leaves = bit === this.back || bit === RQ.RQ_LOG_REQUEST;
    if (leaves && this.proceed !== null) return this.leave(parts as RequestLife);
  }

  private async enter(parts: RequestLife): Promise<0 | 2> {
    const c = contextFor(parts);
    const behind = new Promise<void>((resolve) => this.proceed = resolve);
    let called = false;
    const next = new Promise<void>((resolve) => {
      const call = (): Promise<void> => {
        called = true;
        resolve();
        return behind;
      };
      this.finished = this.start(c, call);
    });
    await Promise.race([next, this.finished]);
    if (called) return RQ_NOTIFICATION_CONTINUE;
    this.proceed = null;
    const response = await this.finished ?? (c.finalized ? c.res : null);
    if (response === null) return RQ_NOTIFICATION_CONTINUE;
    parts.adopt(response);
    return RQ_NOTIFICATION_FINISH_REQUEST;
  }

  /** What a middleware throws with a Response of its own, as HTTPException does, is that Response. */
  private async start(c: HonoContext, next: () => Promise<void>): Promise<Response | void> {
    try {
      return await this.middleware(c, next);
    } catch (error) {
      const { getResponse } = error as { getResponse?(): Response };
      if (typeof getResponse !== "function") throw error;
      return getResponse.call(error);
    }
  }

  private async leave(parts: RequestLife): Promise<void> {
    const c = contextFor(parts);
    const shown = parts.view();
    showResponse(c, shown);
    const { proceed } = this;
    this.proceed = null;
    proceed!();
    const response = await this.finished ?? c.res;
    if (response !== shown || !parts.headersSent()) parts.adopt(response);
  }
}

/** Each stage handler is the same call with the stage's bit; written out, it would be sixteen methods of one line. */
function withHandlers(Class: typeof WrappedMiddleware): typeof WrappedMiddleware {
  for (const { bit, pre, post } of STAGES) {
    const step = function (this: WrappedMiddleware, context: IHttpContext4): RQResult {
      return this.step(context, bit);
    };
    Object.defineProperty(Class.prototype, pre.method, { value: step });
    Object.defineProperty(Class.prototype, post.method, { value: step });
  }
  return Class;
}

// Marked, so that a bundle without a call of honoModule has nothing of it.
const StagedMiddleware = /* @__PURE__ */ withHandlers(WrappedMiddleware);
