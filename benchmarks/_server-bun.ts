// How fast is it? One contestant as a server on Bun; it prints its address. Bundled to stand beside the packages that it names.
import process from "node:process";
import { contestant } from "./_all.ts";
import type { Fetch } from "./_contestant.ts";
import { hooked } from "./_elysia-hooks.ts";
import { BODY } from "./_middlewares.ts";

declare const Bun: {
  serve(options: { hostname: string; port: number; fetch: Fetch }): { port: number };
};
type Elysia = Parameters<typeof hooked>[0];

/** Found at run time, beside the bundle: on Bun Elysia has a server of its own. */
async function elysia(): Promise<number> {
  const name: string = "elysia";
  const made = new (await import(name) as { Elysia: new () => Elysia }).Elysia();
  const app = hooked(made, 10, "all kinds").listen({ hostname: "127.0.0.1", port: 0 });
  return app.server!.port!;
}

async function fetching(id: string): Promise<number> {
  const fetch = id === "raw" ? () => new Response(BODY) : await contestant(id).make();
  return Bun.serve({ hostname: "127.0.0.1", port: 0, fetch }).port;
}

const id = process.argv[2];
const port = await (id === "elysia" ? elysia() : fetching(id));
console.log(`http://127.0.0.1:${port}/`);
