// Who knocks? One `pipeline(...)` in a Hono app, and the neighbours with which it becomes one.
import type { ModuleInput } from "../plan/read-modules.ts";
import type { PipelineOptions } from "../server/options.ts";
import { Place } from "../server/site.ts";
import { WebCore } from "../server/web-core.ts";
import type { HonoContext } from "./hono-types.ts";
import { matchedHandler } from "./matched-routes.ts";

/** Property by which a middleware is known as a mount. */
const MOUNT = Symbol("sluice.mount");

/** All pipelines that say nothing else are one site: what modules keep there is found from every route. */
const COMMON_PLACE = /* @__PURE__ */ new Place(undefined, undefined);

/** Mounts that stand side by side, with one core for all their modules. */
export interface Group {
  readonly mounts: readonly Mount[];
  readonly core: WebCore;
  /** The groups that this one becomes with one more neighbour. */
  readonly followed: Map<Mount, Group>;
}

/** One pipeline middleware. */
export class Mount {
  readonly alone: Group;

  constructor(modules: ModuleInput, readonly options: PipelineOptions) {
    const { site, application } = options;
    const place = site ?? application ? new Place(site, application) : COMMON_PLACE;
    const core = new WebCore(modules, options, [], place);
    this.alone = { mounts: Object.freeze([this]), core, followed: new Map() };
  }

  /** Marks a middleware as this mount. */
  brand(middleware: object): void {
    Object.defineProperty(middleware, MOUNT, { value: this });
  }

  /** The neighbours from here on in the chain that matched a request. */
  groupAt(c: HonoContext): Group {
    const place = c.req.routeIndex;
    let group = this.alone;
    for (let next = place + 1;; next++) {
      const mount = mountOf(matchedHandler(c, next));
      if (mount === undefined || mount.options.integrate === false) return group;
      // A mount that another middleware calls does not stand in the chain itself, so it has no neighbours.
      const inChain = next > place + 1 || mountOf(matchedHandler(c, place)) === this;
      if (!inChain || this.options.integrate === false) return group;
      if (!group.mounts.includes(mount)) group = join(group, mount);
    }
  }
}

function join(group: Group, next: Mount): Group {
  let joined = group.followed.get(next);
  if (joined === undefined) {
    const mounts = Object.freeze([...group.mounts, next]);
    const registrations = mounts.flatMap((m) => m.alone.core.plans.registrations);
    const options = joinOptions(mounts);
    const core = new WebCore(registrations, options, [], group.core.place);
    for (const mount of mounts) core.join(mount.alone.core);
    joined = { mounts, core, followed: new Map() };
    group.followed.set(next, joined);
  }
  return joined;
}

/** What an earlier mount says of an option holds before what a later one says; a demand for a user holds from any. */
function joinOptions(mounts: readonly Mount[]): PipelineOptions {
  const options = mounts.reduceRight<PipelineOptions>((o, m) => ({ ...o, ...m.options }), {});
  const strict = mounts.some((m) => m.options.anonymous === false);
  return strict ? { ...options, anonymous: false } : options;
}

function mountOf(handler: unknown): Mount | undefined {
  return typeof handler === "function"
    ? (handler as unknown as Record<symbol, Mount | undefined>)[MOUNT]
    : undefined;
}
