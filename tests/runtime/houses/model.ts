// Does the engine keep to the reference model on this runtime too? Programs are played here, and what came of them is told.
import fc from "fast-check";
import corpus from "../../guarantees/model/corpus.json" with { type: "json" };
import { report } from "../../guarantees/model/_compare.ts";
import { programs } from "../../guarantees/model/_generate.ts";
import type { Program } from "../../guarantees/model/_program.ts";
import type { House } from "./_kit.ts";

/** The programs that are asked for: `/model/corpus`, or `/model/random?runs=100&seed=1`. */
function chosen({ pathname, searchParams }: URL): Program[] {
  if (pathname.endsWith("/corpus")) return (corpus as { program: Program }[]).map((c) => c.program);
  const numRuns = Number(searchParams.get("runs"));
  return fc.sample(programs, { numRuns, seed: Number(searchParams.get("seed")) });
}

/** What modules throw on purpose is not said; and workerd ends a request that waits for nothing of its own. */
export const model: House = async ({ url }) => {
  const { error } = console;
  const alive = setInterval(() => {}, 1_000);
  console.error = () => {};
  try {
    return Response.json(await report(chosen(new URL(url))));
  } finally {
    console.error = error;
    clearInterval(alive);
  }
};
