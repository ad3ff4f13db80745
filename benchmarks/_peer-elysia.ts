// How fast is it? Elysia with hooks that do nothing. It compiles itself with `new Function`, which edge runtimes refuse.
import { Elysia } from "npm:elysia@1.4.30";
import { hooked } from "./_elysia-hooks.ts";
import type { Fetch } from "./_contestant.ts";

/** So many hooks, of one kind or of five. */
export function elysia(count: number, kinds: "one kind" | "all kinds"): Fetch {
  const app = hooked(new Elysia(), count, kinds);
  app.compile();
  return (request) => app.fetch(request);
}
