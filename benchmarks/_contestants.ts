// How fast is it? Everything that is compared with ten modules that do nothing: all answer the same request with the same text.
import { createWebServer, type ModuleInput, pipeline } from "@sluice/sluice";
import { type Contestant, type Fetch, hono, honoApp, row } from "./_contestant.ts";
import { BODY, middlewares, plainMiddlewares } from "./_middlewares.ts";
import { asynchronous, bothSides, classes, handler, passThrough } from "./_modules.ts";

const around = (modules: ModuleInput): Fetch => createWebServer({ modules, app: honoApp() }).fetch;
const own = (count: number): Fetch =>
  createWebServer({ modules: [...passThrough(count), handler] }).fetch;
const plain = (modules: ModuleInput): Fetch =>
  createWebServer({ modules, app: { fetch: () => new Response(BODY) } }).fetch;
const inside = (modules: ModuleInput): Fetch => hono(pipeline(modules));
const merged = (count: number): Fetch => hono(...passThrough(count).map((m) => pipeline(m)));
const h3 = async (count: number): Promise<Fetch> => (await import("./_peer-h3.ts")).h3(count);
const oak = async (count: number): Promise<Fetch> => (await import("./_peer-oak.ts")).oak(count);
const elysia = async (count: number, kinds: "one kind" | "all kinds"): Promise<Fetch> =>
  (await import("./_peer-elysia.ts")).elysia(count, kinds);

/** The contestants, in the order of the table. */
export const CONTESTANTS: readonly Contestant[] = [
  row("bare", "bare function", () => () => new Response(BODY)),
  row("hono-0", "Hono", () => hono()),
  row("hono-1", "Hono, 1 middleware", () => hono(...middlewares(1))),
  row("hono-10", "Hono, 10 middlewares", () => hono(...middlewares(10))),
  row("hono-30", "Hono, 30 middlewares", () => hono(...middlewares(30))),
  row("hono-next-10", "Hono, 10 that only return next()", () => hono(...plainMiddlewares(10))),
  row("h3-10", "h3, 10 middlewares", () => h3(10)),
  row("h3-30", "h3, 30 middlewares", () => h3(30)),
  row("elysia-10", "Elysia, 10 hooks of five kinds", () => elysia(10, "all kinds")),
  row("elysia-one-10", "Elysia, 10 hooks of one kind", () => elysia(10, "one kind")),
  row("elysia-30", "Elysia, 30 hooks of five kinds", () => elysia(30, "all kinds")),
  row("oak-10", "oak, 10 middlewares", () => oak(10)),
  row("plain-0", "Sluice, own entry, no modules", () => plain([])),
  row("plain-10", "Sluice, own entry, 10 modules", () => plain(passThrough(10))),
  row("plain-20", "Sluice, own entry, 20 modules", () => plain(passThrough(20))),
  row("plain-30", "Sluice, own entry, 30 modules", () => plain(passThrough(30))),
  row("own-10", "  10 and one that writes the answer", () => own(10)),
  row("both-10", "  10 with a handler on both sides", () => plain(bothSides(10))),
  row("classes-10", "  10 with objects for every request", () => plain(classes(10))),
  row("async-1", "  10 of which one is asynchronous", () => plain(asynchronous(10, 1))),
  row("async-10", "  10 that are asynchronous", () => plain(asynchronous(10))),
  row("around-0", "Sluice around Hono, no modules", () => around([])),
  row("around-10", "Sluice around Hono, 10 modules", () => around(passThrough(10))),
  row("around-30", "Sluice around Hono, 30 modules", () => around(passThrough(30))),
  row("around-async-1", "  10 of which one is asynchronous", () => around(asynchronous(10, 1))),
  row("around-async-10", "  10 that are asynchronous", () => around(asynchronous(10))),
  row("inside-0", "Hono, pipeline of no modules", () => inside([])),
  row("inside-10", "Hono, pipeline of 10 modules", () => inside(passThrough(10))),
  row("inside-30", "Hono, pipeline of 30 modules", () => inside(passThrough(30))),
  row("merged-10", "Hono, 10 pipelines that merge", () => merged(10)),
];
