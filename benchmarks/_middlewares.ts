// How fast is it? What everybody answers, and Hono's middlewares that do nothing; nothing of Sluice is loaded with it.
import type { MiddlewareHandler } from "hono";

/** What every contestant answers. */
export const BODY = "Hello from the other side of the gate";

/** So many, each a function of its own. */
const each = (count: number, make: () => MiddlewareHandler): MiddlewareHandler[] =>
  Array.from({ length: count }, make);

/** Hono middlewares that do nothing. */
export function middlewares(count: number): MiddlewareHandler[] {
  return each(count, () => async (_c, next) => {
    await next();
  });
}

/** Hono middlewares that do nothing either, without an async function of their own. */
export function plainMiddlewares(count: number): MiddlewareHandler[] {
  return each(count, () => (_c, next) => next());
}
