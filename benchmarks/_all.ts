// How fast is it? Every contestant there is, by its id.
import type { Contestant } from "./_contestant.ts";
import { CONTESTANTS } from "./_contestants.ts";
import { FIRSTS } from "./_first.ts";
import { OFFERS } from "./_offers.ts";
import { REAL } from "./_real.ts";
import { STREAMS } from "./_streams.ts";

/** The contestant of this id; throws a `RangeError` where there is none. */
export function contestant(id: string): Contestant {
  const found = [...CONTESTANTS, ...STREAMS, ...FIRSTS, ...OFFERS, ...REAL].find((one) =>
    one.id === id
  );
  if (found === undefined) throw new RangeError(`No contestant is called "${id}"`);
  return found;
}
