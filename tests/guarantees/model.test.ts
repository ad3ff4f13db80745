// Completions exactly once, in order, to the right frame: does a real house do what the model of the specification expects?
//
// The model (model/_machine.ts) is written from the specification and knows nothing of the engine. A program is a request
// with the modules that it meets, as data; both play it, and trace, answer and end of the transfer have to be the same.
import fc from "fast-check";
import { assert, assertEquals } from "../_assert.ts";
import { SEED } from "../_seed.ts";
import { turn } from "../_waits.ts";
import corpus from "./model/corpus.json" with { type: "json" };
import { decided } from "./model/_compare.ts";
import { programs } from "./model/_generate.ts";
import { observed } from "./model/_house.ts";
import { expected } from "./model/_machine.ts";
import type { Program } from "./model/_program.ts";

/** How many programs are tried; `deno task test:model` tries more, and others each time. */
const RUNS = Number(Deno.env.get("MODEL_PROGRAMS") ?? 5000);
/** At least so many of the programs are decided by the specification. */
const DECIDED = 0.5;

/** Works without the errors that modules throw on purpose, and gives what nobody has caught. */
async function quietly(work: () => Promise<void>): Promise<string[]> {
  const { error } = console;
  const uncaught: string[] = [];
  const listen = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    uncaught.push(String(event.reason));
  };
  console.error = () => {};
  globalThis.addEventListener("unhandledrejection", listen);
  try {
    await work();
    await turn();
  } finally {
    console.error = error;
    globalThis.removeEventListener("unhandledrejection", listen);
  }
  return uncaught;
}

for (const { why, program } of corpus as { why: string; program: Program }[]) {
  Deno.test(`A-07 to A-37, the model's corpus: ${why}`, async () => {
    const uncaught = await quietly(async () => {
      assertEquals(await observed(program), expected(program));
    });
    assertEquals(uncaught, []);
  });
}

Deno.test(`A-07 to A-37, the model and a house agree on ${RUNS} programs`, async () => {
  const silent = new Map<string, number>();
  let played = 0;
  const property = fc.asyncProperty(programs, async (program) => {
    const outcome = decided(program);
    if (typeof outcome === "string") {
      return void silent.set(outcome, (silent.get(outcome) ?? 0) + 1);
    }
    played++;
    assertEquals(await observed(program), outcome, JSON.stringify(program));
  });
  console.log(`The programs of this run: SEED=${SEED} MODEL_PROGRAMS=${RUNS}`);
  const uncaught = await quietly(() => fc.assert(property, { numRuns: RUNS, seed: SEED }));
  assertEquals(uncaught, []);
  assert(played > RUNS * DECIDED, `Only ${played} of ${RUNS}: ${JSON.stringify([...silent])}`);
});
