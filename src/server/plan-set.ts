// Who builds the house and lets a request in? The plans of one list of modules: one for each set of locations that match.
import { compileEntryWalk, compilePlan, nestedWalk } from "../plan/compile-plan.ts";
import type { CoreModules, Plan, Registration, Walk } from "../plan/plan.ts";
import { decodePath } from "../context/decode-path.ts";

/** The path of a URL, without making a URL of it. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  if (start < 0) return "/";
  const end = url.slice(start).search(/[?#]/);
  return decodePath(end < 0 ? url.slice(start) : url.slice(start, start + end));
}

/** Whether a location holds for a path: the exact path, or everything below with `/*`; case is ignored (ruling 28). */
function locationMatches(location: string, path: string): boolean {
  const [wanted, found] = [location.toLowerCase(), path.toLowerCase()];
  if (wanted === "*" || wanted === "/*") return true;
  if (!wanted.endsWith("/*")) return wanted === found;
  const base = wanted.slice(0, -2);
  return found === base || found.startsWith(`${base}/`);
}

/** Compiled plans by the locations that a path has matched. */
export class PlanSet {
  declare readonly registrations: readonly Registration[];
  declare readonly core: CoreModules;
  declare private readonly plans: Map<string, Plan>;
  declare private readonly locations: readonly string[];
  declare private readonly everywhere: Plan | null;
  /** Problems that do not stop a start. */
  declare readonly warnings: readonly string[];

  constructor(registrations: readonly Registration[], core: CoreModules) {
    this.registrations = registrations;
    this.core = core;
    this.plans = new Map<string, Plan>();
    this.locations = [...new Set(registrations.flatMap((r) => r.locations))];
    // Compiled now even if it will never be used: what cannot be ordered has to fail at the start.
    const all = compilePlan(registrations, core);
    this.warnings = all.warnings;
    this.everywhere = this.locations.length === 0 ? all : null;
  }

  /** The plan for a request; where all requests have the same, none is asked for its URL, which is dear on Deno. */
  planOf(request: Request): Plan {
    return this.everywhere ?? this.planFor(request.url);
  }

  /** The plan for a URL. */
  planFor(url: string): Plan {
    return this.everywhere ?? this.planAt(pathOf(url));
  }

  private planAt(path: string): Plan {
    const matched = this.locations.filter((location) => locationMatches(location, path));
    const key = matched.join("\n");
    let plan = this.plans.get(key);
    if (plan === undefined) {
      const holds = (r: Registration): boolean => r.locations.every((l) => matched.includes(l));
      plan = compilePlan(this.registrations.filter(holds), this.core);
      this.plans.set(key, plan);
    }
    return plan;
  }
}

/** Walks that one plan keeps for its entries. */
const MOST_WALKS = 1000;

const entryWalks = new WeakMap<Plan, Map<string, Walk>>();

/** The walk of a plan for the modules of the handler entry that was selected. */
export function entryWalk(plan: Plan, names: readonly string[]): Walk {
  const key = names.join();
  const walks = entryWalks.get(plan) ?? new Map<string, Walk>();
  entryWalks.set(plan, walks);
  let walk = walks.get(key);
  if (walk !== undefined) return walk;
  // A module may bring names of its own with each request.
  if (walks.size >= MOST_WALKS) walks.clear();
  walks.set(key, walk = compileEntryWalk(plan, names));
  return walk;
}

/** A plan that has grown by the modules of a nested pass. */
export interface GrownPlan {
  readonly plan: Plan;
  /** What the nested pass walks. */
  readonly nested: Walk;
}

const grown = new WeakMap<Plan, WeakMap<Plan, GrownPlan>>();

/** The plan of a request whose pipeline reaches further modules behind a boundary (ruling 12). */
export function growPlan(outer: Plan, inner: Plan): GrownPlan {
  const known = grown.get(outer) ?? new WeakMap<Plan, GrownPlan>();
  grown.set(outer, known);
  let result = known.get(inner);
  if (result === undefined) {
    const registrations = [...outer.registrations, ...inner.registrations];
    const plan = compilePlan(registrations, outer.core);
    // What the inner pipeline asks of its users holds for its own stages, whatever the one in front says.
    const core = { ...outer.core, userCheck: inner.core.userCheck, handlerMapping: null };
    const from = outer.registrations.length;
    result = { plan, nested: nestedWalk(compilePlan(registrations, core), from) };
    known.set(inner, result);
  }
  return result;
}
