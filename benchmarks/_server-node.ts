// How fast is it? One contestant as a server on Node; it prints its address. Bundled to stand beside the packages that it names.
import { serve } from "@hono/node-server";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { contestant } from "./_all.ts";
import { BODY } from "./_middlewares.ts";

type Next = () => unknown;
/** The part of each package that is used here; they are found at run time, beside the bundle. */
interface Fastify {
  addHook(stage: string, hook: (...args: never[]) => void): void;
  get(path: string, handler: () => Promise<string>): void;
  listen(where: { host: string; port: number }): Promise<string>;
}
interface Koa {
  use(middleware: (context: { body: unknown }, next: Next) => Promise<void>): void;
  callback(): RequestListener;
}
type Express = RequestListener & {
  use(middleware: (request: unknown, response: unknown, next: Next) => void): void;
  get(path: string, handler: (request: unknown, response: ExpressResponse) => void): void;
};
interface ExpressResponse {
  type(name: string): ExpressResponse;
  send(body: string): void;
}

const load = async (name: string) => (await import(name)).default;
const say = (port: number): void => console.log(`http://127.0.0.1:${port}/`);

function listen(listener: RequestListener): void {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1", () => say((server.address() as AddressInfo).port));
}

async function fastify(): Promise<void> {
  const app = (await load("fastify") as () => Fastify)();
  const stages = ["onRequest", "preParsing", "preValidation", "preHandler"];
  for (let i = 0; i < 10; i++) {
    const stage = stages[i % stages.length];
    if (stage !== "preParsing") {
      app.addHook(stage, (_r: unknown, _a: unknown, done: Next) => done());
    } else app.addHook(stage, (_r: unknown, _a: unknown, _b: unknown, done: Next) => done());
  }
  app.get("/", () => Promise.resolve(BODY));
  console.log(`${await app.listen({ host: "127.0.0.1", port: 0 })}/`);
}

async function koa(): Promise<void> {
  const app = new (await load("koa") as new () => Koa)();
  for (let i = 0; i < 10; i++) app.use(async (_context, next) => void await next());
  app.use((context) => Promise.resolve(void (context.body = BODY)));
  listen(app.callback());
}

async function express(): Promise<void> {
  const app = (await load("express") as () => Express)();
  for (let i = 0; i < 10; i++) app.use((_request, _response, next) => void next());
  app.get("/", (_request, response) => response.type("text/plain").send(BODY));
  listen(app);
}

function raw(): void {
  listen((_request, response) => {
    response.setHeader("Content-Type", "text/plain; charset=UTF-8");
    response.end(BODY);
  });
}

async function fetching(id: string): Promise<void> {
  const fetch = await contestant(id).make();
  serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }: AddressInfo) => say(port));
}

const own: Record<string, () => void> = { raw, fastify, koa, express };
const id = process.argv[2];
await (own[id]?.() ?? (id in own ? undefined : fetching(id)));
