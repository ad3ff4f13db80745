// How fast is it? Everything that is compared in process: each one answers the same request with the same text.
import { Hono, type MiddlewareHandler } from "hono";
import { createWebServer, type ModuleInput, pipeline } from "@sluice/sluice";
import {
  asynchronous,
  BODY,
  bothSides,
  classes,
  handler,
  middlewares,
  passThrough,
} from "./_modules.ts";

/** Something that answers a request. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** One row of the table. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  readonly make: () => Fetch;
}

/** A Hono app with these middlewares in front of its one route. */
export function honoApp(...chain: MiddlewareHandler[]): Hono {
  const app = new Hono();
  for (const middleware of chain) app.use(middleware);
  app.get("/", (c) => c.text(BODY));
  return app;
}

const hono = (...chain: MiddlewareHandler[]): Fetch => {
  const app = honoApp(...chain);
  return (request) => app.fetch(request);
};
const around = (modules: ModuleInput): Fetch => createWebServer({ modules, app: honoApp() }).fetch;
const own = (count: number): Fetch =>
  createWebServer({ modules: [...passThrough(count), handler] }).fetch;
const plain = (count: number): Fetch =>
  createWebServer({ modules: passThrough(count), app: { fetch: () => new Response(BODY) } }).fetch;
const inside = (modules: ModuleInput): Fetch => hono(pipeline(modules));
const merged = (count: number): Fetch => hono(...passThrough(count).map((m) => pipeline(m)));
const row = (id: string, name: string, make: () => Fetch): Contestant => ({ id, name, make });

/** The contestants, in the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [
  row("bare", "bare function", () => () => new Response(BODY)),
  row("hono-0", "Hono", () => hono()),
  row("hono-1", "Hono, 1 middleware", () => hono(...middlewares(1))),
  row("hono-10", "Hono, 10 middlewares", () => hono(...middlewares(10))),
  row("hono-30", "Hono, 30 middlewares", () => hono(...middlewares(30))),
  row("own-10", "Sluice, 10 modules and a module that answers", () => own(10)),
  row("plain-10", "Sluice, 10 modules and a plain function", () => plain(10)),
  row("around-0", "Sluice around Hono", () => around([])),
  row("around-10", "Sluice around Hono, 10 modules", () => around(passThrough(10))),
  row("around-30", "Sluice around Hono, 30 modules", () => around(passThrough(30))),
  row("both-10", "  10 with a handler on both sides", () => around(bothSides(10))),
  row("classes-10", "  10 with objects for every request", () => around(classes(10))),
  row("async-1", "  10 of which one answers with a promise", () => around(asynchronous(10, 1))),
  row("async-10", "  10 that answer with a promise", () => around(asynchronous(10))),
  row("inside-0", "Hono, pipeline of no modules", () => inside([])),
  row("inside-10", "Hono, pipeline of 10 modules", () => inside(passThrough(10))),
  row("merged-10", "Hono, 10 pipelines that merge", () => merged(10)),
];
