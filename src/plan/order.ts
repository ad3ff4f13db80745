// What will run, in which order? Priority class, then listed order, then before/after constraints.
import { RQ_EXECUTE_REQUEST_HANDLER, RQ_SEND_RESPONSE } from "../terms/notifications.ts";
import type { PriorityRank, Registration } from "./plan.ts";

const MEDIUM: PriorityRank = 2;

/** Who has to stand before whom, by place in the list of registrations, with everything that follows from it. */
export interface Constraints {
  /** `earlier[i]` holds the places that have to come before place i. */
  readonly earlier: readonly ReadonlySet<number>[];
  readonly warnings: readonly string[];
}

/** Nobody says anything. */
const FREE: Constraints = { earlier: [], warnings: [] };

/** The class of a registration for one notification; a post event without its own has that of the pre event. */
function rankOf(registration: Registration, bit: number, post: boolean): PriorityRank {
  const own = post ? registration.postPriorities.get(bit) : undefined;
  return own ?? registration.priorities.get(bit) ?? MEDIUM;
}

/**
 * Reads the `before` and `after` lists.
 *
 * What follows from two constraints holds too: a before b before c puts a before c also where b is not registered.
 * Throws a `RangeError` that prints the path if they form a cycle; an unknown name is a warning.
 */
export function readConstraints(registrations: readonly Registration[]): Constraints {
  const free = registrations.every(({ before, after }) => before.length + after.length === 0);
  return free ? FREE : collectConstraints(registrations);
}

function collectConstraints(registrations: readonly Registration[]): Constraints {
  const earlier = registrations.map(() => new Set<number>());
  const warnings: string[] = [];
  const places = new Map<string, number[]>();
  registrations.forEach((r, i) => places.set(r.name, [...(places.get(r.name) ?? []), i]));
  const named = (owner: Registration, word: string, name: string): readonly number[] => {
    const found = places.get(name);
    if (found === undefined) {
      warnings.push(`Module "${owner.name}": ${word} names "${name}", which is not in the list`);
    }
    return found ?? [];
  };
  registrations.forEach((r, i) => {
    for (const name of r.before) for (const j of named(r, "before", name)) earlier[j].add(i);
    for (const name of r.after) for (const j of named(r, "after", name)) earlier[i].add(j);
  });
  if (earlier.some((set) => set.size > 0)) close(registrations, earlier);
  return { earlier, warnings };
}

/** Adds to every set what its members need, and refuses a cycle. */
function close(registrations: readonly Registration[], earlier: Set<number>[]): void {
  const done = new Set<number>();
  const visit = (place: number, path: number[]): void => {
    const start = path.indexOf(place);
    if (start >= 0) throw cycle(registrations, [...path.slice(start), place]);
    if (done.has(place)) return;
    for (const before of [...earlier[place]]) {
      visit(before, [...path, place]);
      for (const further of earlier[before]) earlier[place].add(further);
    }
    done.add(place);
  };
  registrations.forEach((_, place) => visit(place, []));
}

/** The path was walked from later to earlier; it is printed in the order in which the modules would have to run. */
function cycle(registrations: readonly Registration[], path: number[]): RangeError {
  const names = path.reverse().map((place) => registrations[place].name).join(" -> ");
  return new RangeError(
    `Cannot order the modules: before/after form a cycle, found ${names}, wished for an order without a cycle`,
  );
}

/**
 * Sorts the places of the modules registered for one notification.
 *
 * RQ_SEND_RESPONSE alone turns both classes and list round; constraints mean the same everywhere.
 * @see request-processing-constants
 */
export function orderPlaces(
  registrations: readonly Registration[],
  places: readonly number[],
  bit: number,
  post: boolean,
  constraints: Constraints,
): readonly number[] {
  if (places.length < 2) return places;
  const turn = bit === RQ_SEND_RESPONSE ? -1 : 1;
  // Handlers of the implicit entry are asked in the order of the list, whatever their class.
  const listed = bit === RQ_EXECUTE_REQUEST_HANDLER && !post;
  const rank = new Map(places.map((p) => [p, listed ? 0 : rankOf(registrations[p], bit, post)]));
  const sorted = [...places].sort((a, b) => turn * ((rank.get(a)! - rank.get(b)!) || (a - b)));
  return constraints === FREE ? sorted : constrain(sorted, constraints.earlier);
}

/** Takes, again and again, the first place that nothing left over has to precede. */
function constrain(sorted: readonly number[], earlier: readonly ReadonlySet<number>[]): number[] {
  const left = [...sorted];
  const result: number[] = [];
  while (left.length > 0) {
    const next = left.findIndex((p) => !left.some((q) => earlier[p].has(q)));
    result.push(...left.splice(next, 1));
  }
  return result;
}
