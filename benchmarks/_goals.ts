// How fast is it? What is wished for in process, and what came out.
import { createWebServer, type ModuleInput } from "@sluice/sluice";
import type { Figures } from "./main.ts";
import { passThrough } from "./_modules.ts";
import type { Goal } from "./_report.ts";

type Found = ReadonlyMap<string, Figures>;

const atMost = (what: string, measured: number, goal: number, unit?: string): Goal => ({
  what,
  measured,
  goal,
  side: "at most",
  unit,
});

/** A goal is left out where one of its contestants was not asked for. */
const known = (goals: readonly Goal[]): Goal[] =>
  goals.filter(({ measured }) => Number.isFinite(measured));

/** Modules that do nothing: own cost, which is what a request costs above a bare function, and each module more. */
export function inProcessGoals(found: Found): Goal[] {
  const time = (id: string): number => found.get(id)?.time ?? NaN;
  const own = (id: string): number => time(id) - time("bare");
  const slope = (id: string): number => (time(`${id}-30`) - time(`${id}-10`)) / 20;
  const bytes = (id: string): number => found.get(id)?.bytes ?? NaN;
  const hono = own("hono-10");
  return known([
    atMost("own entry, ten modules, own cost x Hono's ten", own("plain-10") / hono, 0.15),
    atMost("own entry, ten modules, own cost x h3's ten", own("plain-10") / own("h3-10"), 0.65),
    atMost("around Hono, ten modules, own cost x Hono's ten", own("around-10") / hono, 0.25),
    atMost("around Hono, ten modules, own cost x h3's ten", own("around-10") / own("h3-10"), 1),
    atMost("Hono middleware, ten modules, own cost x Hono's ten", own("inside-10") / hono, 0.45),
    atMost("each further module, own entry, x Hono's", slope("plain") / slope("hono"), 0.1),
    atMost(
      "each further module, own entry, memory",
      (bytes("plain-30") - bytes("plain-10")) / 20,
      80,
      "bytes",
    ),
    atMost("whole request with ten, x bare", time("plain-10") / time("bare"), 1.2),
    atMost("whole request with twenty, x bare", time("plain-20") / time("bare"), 1.4),
    atMost("ten asynchronous modules, own cost x Hono's ten", own("async-10") / hono, 0.45),
    atMost("one asynchronous of ten, own cost x Hono's ten", own("async-1") / hono, 0.2),
    atMost("ten pipelines that merge, own cost x Hono's ten", own("merged-10") / hono, 1),
  ]);
}

/** Bodies in pieces. */
export async function streamGoals(found: Found): Promise<Goal[]> {
  const time = (id: string): number => found.get(id)?.time ?? NaN;
  const ofHono = (id: string): number => time(id) / time("stream-hono");
  return known([
    // Hono's writer does not copy either.
    atMost(
      "accounted writer by reference, per 16 KiB chunk, x Hono's stream()",
      ofHono("stream-reference"),
      0.2,
    ),
    atMost("streams that were touched, of bodies that no module touches", await touched(), 0),
  ]);
}

/** How many bodies that no module touches come out as another stream than the app's: those would cost time per chunk. */
async function touched(): Promise<number> {
  const lists: readonly ModuleInput[] = [[], passThrough(10), {
    name: "Sees",
    onSendResponse() {},
  }];
  let count = 0;
  for (const modules of lists) {
    const body = new ReadableStream();
    const { fetch } = createWebServer({ modules, app: { fetch: () => new Response(body) } });
    const answer = await fetch(new Request("http://localhost/"));
    if (answer.body !== body) count++;
  }
  return count;
}
