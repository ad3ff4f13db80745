// How fast is it? What is compared: anything that answers requests, by an id and a name.
import { Hono, type MiddlewareHandler } from "hono";
import { BODY } from "./_middlewares.ts";

/** Something that answers a request. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** One row of a table. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  /** A contestant that nobody asks is never made, and its package not loaded. */
  readonly make: () => Fetch | Promise<Fetch>;
}

/** Makes a row. */
export function row(id: string, name: string, make: Contestant["make"]): Contestant {
  return { id, name, make };
}

/** A Hono app with these middlewares in front of its one route. */
export function honoApp(...chain: MiddlewareHandler[]): Hono {
  const app = new Hono();
  for (const middleware of chain) app.use(middleware);
  app.get("/", (c) => c.text(BODY));
  return app;
}

/** The same as a function. */
export function hono(...chain: MiddlewareHandler[]): Fetch {
  const app = honoApp(...chain);
  return (request) => app.fetch(request);
}
