// Who knocks? Hono: a pipeline as one of its middlewares, the rest of the app as the handler of the request.
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { ModuleInput } from "../plan/read-modules.ts";
import { checkOptions, type PipelineOptions } from "../server/options.ts";
import { growPlan } from "../server/plan-set.ts";
import type { RequestLife } from "../server/request-life.ts";
import { HonoDownstream, partsOf } from "./hono-downstream.ts";
import type { HonoContext, HonoMiddleware, HonoNext } from "./hono-types.ts";
import { type Group, Mount } from "./mount.ts";
import { showResponse } from "./show-response.ts";

/**
 * Modules as a Hono middleware. The rest of the app is the handler of RQ_EXECUTE_REQUEST_HANDLER.
 *
 * Pipelines that stand side by side in the chain matched for a request become one. A foreign middleware between two
 * of them is a boundary: what stands behind it starts when it calls `next()`.
 *
 * @param modules One module or a list, in any of the three forms.
 * Throws a `TypeError` or `RangeError` that names what is wrong and what was wished for.
 */
export function pipeline(modules: ModuleInput, options: PipelineOptions = {}): HonoMiddleware {
  checkOptions("pipeline", options);
  const mount = new Mount(modules, options);
  const middleware: HonoMiddleware = (c, next) => enter(mount, c, next);
  mount.brand(middleware);
  return middleware;
}

/**
 * The context of the request that a Hono handler is answering.
 *
 * Throws an `Error` if no pipeline stands in front of the handler.
 */
export function getHttpContext(c: HonoContext): IHttpContext4 {
  const parts = partsOf(c);
  if (parts !== undefined) return parts.context;
  throw new Error(
    "getHttpContext: no pipeline has seen this request, wished for app.use(pipeline(...)) in front of the handler",
  );
}

function enter(mount: Mount, c: HonoContext, next: HonoNext): Promise<void> {
  const running = partsOf(c);
  if (running === undefined || running.run.over) return begin(mount.groupAt(c), c, next);
  if (running.mounts.includes(mount)) return next();
  return nest(running, mount.groupAt(c), c, next);
}

function begin(group: Group, c: HonoContext, next: HonoNext): Promise<void> {
  const downstream = new HonoDownstream(c, next, group, null);
  const parts = group.core.begin(c.req.raw, c.env, undefined, downstream);
  if (parts.delivered !== null) {
    downstream.give(parts.delivered, parts.run.over);
    return Promise.resolve();
  }
  parts.recipient = downstream;
  return downstream.delivered();
}

/** Modules behind a boundary: a nested pass over the same context (ruling 12). */
function nest(
  parts: RequestLife,
  group: Group,
  c: HonoContext,
  next: HonoNext,
): Promise<void> {
  const grown = growPlan(parts.plan, group.core.plans.planOf(c.req.raw));
  const before = parts.downstream instanceof HonoDownstream ? parts.downstream : null;
  const downstream = new HonoDownstream(c, next, group, before?.first ?? null);
  downstream.meet(parts);
  return new Promise((resolve) => {
    parts.nest(grown, downstream, () => {
      showResponse(c, parts.view());
      resolve();
    });
  });
}
