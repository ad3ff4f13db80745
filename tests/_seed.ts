// What is random in the tests? The same in every run of the gate, so that it fails for a reason; new when somebody explores.

/** The seed of a run of the gate. */
const KEPT = 20261121;

/**
 * What random programs and orders are made from.
 *
 * `SEED=new` takes a new one, `SEED=<number>` that one; without it, every run tries the same.
 *
 * @throws {TypeError} Neither of these.
 */
export const SEED: number = seedOf(Deno.env.get("SEED"));

function seedOf(wished: string | undefined): number {
  if (wished === undefined) return KEPT;
  if (wished === "new") return Date.now() % 2 ** 31;
  const seed = Number(wished);
  if (Number.isInteger(seed) && wished !== "") return seed;
  throw new TypeError(`SEED is "${wished}", wished for "new" or a whole number`);
}
