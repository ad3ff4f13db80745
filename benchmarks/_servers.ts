// How fast is it? What is asked over loopback: on each runtime a raw server, the peers and Sluice, with ten of everything.

/** One server. */
export interface Entry {
  /** Its own, unlike every other's. */
  readonly id: string;
  readonly name: string;
  readonly runtime: "Deno" | "Node" | "Bun";
  /** What its program is started with; its id where nothing is said. */
  readonly contestant?: string;
}

/** Servers that are compared with each other. */
export interface Group {
  readonly title: string;
  readonly raw: { readonly id: string; readonly name: string };
  readonly hono: { readonly id: string; readonly name: string };
  readonly entries: readonly Entry[];
}

const on = (runtime: Entry["runtime"], prefix: string) =>
(
  contestant: string,
  name: string,
): Entry => ({ id: prefix + contestant, name, runtime, contestant });
const deno = on("Deno", "");
const node = on("Node", "node-");
const bun = on("Bun", "bun-");

/** The tables, in their order. */
export const GROUPS: readonly Group[] = [
  {
    title: "Over loopback on Deno, ten that do nothing",
    raw: { id: "bare", name: "raw" },
    hono: { id: "hono-10", name: "Hono" },
    entries: [
      deno("bare", "raw Deno.serve"),
      deno("hono-0", "Hono without middleware"),
      deno("hono-1", "Hono, one middleware"),
      deno("hono-10", "Hono"),
      deno("h3-10", "h3"),
      deno("elysia-10", "Elysia"),
      deno("oak-10", "oak"),
      deno("plain-10", "Sluice, own entry"),
      deno("own-10", "Sluice, own entry, and one that writes the answer"),
      deno("around-10", "Sluice around Hono"),
      deno("inside-10", "Sluice as Hono middleware"),
    ],
  },
  {
    title: "Over loopback on Node, ten that do nothing",
    raw: { id: "node-raw", name: "raw" },
    hono: { id: "node-hono-10", name: "Hono" },
    entries: [
      node("raw", "raw node:http"),
      node("hono-10", "Hono, @hono/node-server"),
      node("fastify", "Fastify"),
      node("koa", "Koa"),
      node("express", "Express"),
      node("plain-10", "Sluice, own entry, @hono/node-server"),
      node("inside-10", "Sluice as Hono middleware, @hono/node-server"),
    ],
  },
  {
    title: "Over loopback on Bun, ten that do nothing",
    raw: { id: "bun-raw", name: "raw" },
    hono: { id: "bun-hono-10", name: "Hono" },
    entries: [
      bun("raw", "raw Bun.serve"),
      bun("hono-10", "Hono"),
      bun("elysia", "Elysia"),
      bun("plain-10", "Sluice, own entry"),
      bun("inside-10", "Sluice as Hono middleware"),
    ],
  },
  {
    title: "Over loopback on Deno, ten that do something",
    raw: { id: "real-raw", name: "raw with the headers" },
    hono: { id: "real-hono", name: "Hono's own" },
    entries: [
      deno("real-raw", "raw Deno.serve that sets the 15 headers"),
      deno("real-raw-init", "the same, headers given to the Response"),
      deno("real-hono", "Hono, ten of its own middlewares"),
      deno("real-own", "Sluice, own entry"),
      deno("real-inside", "Sluice as Hono middleware"),
    ],
  },
];
