// How fast is it? h3 with middlewares that do nothing.
import { H3 } from "npm:h3@2.0.8";
import { BODY } from "./_middlewares.ts";
import type { Fetch } from "./_contestant.ts";

/** Middlewares in the form that costs h3 least: they return nothing, and do not ask for `next`. */
export function h3(count: number): Fetch {
  const app = new H3();
  for (let i = 0; i < count; i++) app.use(() => {});
  app.get("/", () => BODY);
  return (request) => app.fetch(request);
}
