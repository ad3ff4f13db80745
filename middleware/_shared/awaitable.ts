// What do ready modules share? Going on with what may have to be waited for: at once where it is there.
import type { Awaitable } from "../../mod.ts";

/** Goes on at once with what is there, later with what is promised. */
export function then<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
