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
  readonly fetch: Fetch;
}

/** A Hono app with these middlewares in front of its one route. */
export function honoApp(...chain: MiddlewareHandler[]): Hono {
  const app = new Hono();
  for (const middleware of chain) app.use(middleware);
  app.get("/", (c) => c.text(BODY));
  return app;
}

const bare: Fetch = () => new Response(BODY);
const hono = (...chain: MiddlewareHandler[]): Fetch => {
  const app = honoApp(...chain);
  return (request) => app.fetch(request);
};
const around = (modules: ModuleInput): Fetch => {
  const server = createWebServer({ modules, app: honoApp() });
  return (request) => server.fetch(request);
};
const own = (...modules: ModuleInput[]): Fetch => {
  const server = createWebServer({ modules: [...modules.flat(), handler] as ModuleInput });
  return (request) => server.fetch(request);
};
const inside = (modules: ModuleInput): Fetch => hono(pipeline(modules));
const apart = (modules: readonly ModuleInput[]): Fetch => hono(...modules.map((m) => pipeline(m)));

/** The contestants, in the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [
  { id: "bare", name: "bare function", fetch: bare },
  { id: "hono-0", name: "Hono, no middleware", fetch: hono() },
  { id: "hono-10", name: "Hono, ten middlewares", fetch: hono(...middlewares(10)) },
  { id: "hono-30", name: "Hono, thirty middlewares", fetch: hono(...middlewares(30)) },
  { id: "own-10", name: "Sluice, ten modules, own handler", fetch: own(passThrough(10)) },
  { id: "around-0", name: "Sluice around Hono, no module", fetch: around([]) },
  { id: "around-10", name: "Sluice around Hono, ten modules", fetch: around(passThrough(10)) },
  { id: "around-30", name: "Sluice around Hono, thirty modules", fetch: around(passThrough(30)) },
  { id: "both-10", name: "  ten with handlers on both sides", fetch: around(bothSides(10)) },
  { id: "classes-10", name: "  ten classes, objects per request", fetch: around(classes(10)) },
  { id: "async-10", name: "  ten that answer with a promise", fetch: around(asynchronous(10)) },
  { id: "async-1", name: "  one of ten answers so", fetch: around(asynchronous(10, 1)) },
  { id: "inside-10", name: "Hono, pipeline of ten modules", fetch: inside(passThrough(10)) },
  { id: "merged-10", name: "Hono, ten pipelines that merge", fetch: apart(passThrough(10)) },
];
