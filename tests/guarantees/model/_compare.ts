// Do the model and a real house agree on a program? What each says, where the specification decides.
import type { Outcome, Program } from "./_program.ts";
import { timer } from "./_clock.ts";
import { observed } from "./_house.ts";
import { expected } from "./_machine.ts";
import { Silent } from "./_time.ts";

/** The model's outcome; a word where the specification is silent. */
export function decided(program: Program): Outcome | string {
  try {
    return expected(program);
  } catch (error) {
    if (error instanceof Silent) return error.message;
    throw error;
  }
}

/** What the runtime that this runs on has to say of programs, as plain data. */
export interface Report {
  /** Programs that the specification decides. */
  played: number;
  /** Those on which model and house differ: the program, what was expected and what was seen. */
  readonly failures: { program: Program; expected: Outcome; observed: Outcome | string }[];
}

/** Programs that are played side by side: what takes time is the turns of the clock. */
const SIDE = 25;

/** Plays programs; behind the first ones that differ it stops. */
export async function report(list: readonly Program[], most = 3): Promise<Report> {
  const told: Report = { played: 0, failures: [] };
  for (let at = 0; at < list.length && told.failures.length < most; at += SIDE) {
    await Promise.all(list.slice(at, at + SIDE).map((program) => played(program, told)));
  }
  return told;
}

async function played(program: Program, told: Report): Promise<void> {
  const outcome = decided(program);
  if (typeof outcome === "string") return;
  told.played++;
  const seen = await observed(program, timer).catch(String);
  if (JSON.stringify(seen) === JSON.stringify(outcome)) return;
  told.failures.push({ program, expected: outcome, observed: seen });
}
