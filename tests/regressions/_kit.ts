// What do the regression tests share? Short words, a guard that steps aside, and what nobody has caught.
import type { RQResult } from "../../mod.ts";
import type { MiddlewareHandler } from "hono";
import { type VirtualClock, virtualClock } from "../../testing.ts";
import { type House, house as open } from "../_house.ts";
import { turn, within } from "../_waits.ts";

export { memory, write } from "../_chunks.ts";
export { ask, gate, text } from "../adapter/_mount.ts";
export { code, named, registered, tracing, user } from "../conformance/_notes.ts";
export { turn, within };

/** A house in which no request is waited for longer than five seconds. */
export function house(...[modules, options]: Parameters<typeof open>): House {
  const built = open(modules, options);
  const { get, text } = built;
  return {
    ...built,
    get: (path, init) => within(get(path, init), "the head"),
    text: (path, init) => within(text(path, init), "the answer"),
  };
}

/** A foreign middleware: a boundary that does nothing. */
export const pass: MiddlewareHandler = (_c, next) => next();

/** What JavaScript lets a handler answer, though the types forbid it. */
export const unsaid = (answer: unknown): RQResult => answer as RQResult;

/** Works while console.error and console.warn are silent, for five seconds at most; gives what they were told. */
export async function hushed(work: () => unknown, ms?: number): Promise<string[]> {
  const { error, warn } = console;
  const told: string[] = [];
  console.error = console.warn = (...words: unknown[]) =>
    void told.push(words.map(String).join(" "));
  try {
    await within(Promise.resolve(work()), "the work", ms);
  } finally {
    Object.assign(console, { error, warn });
  }
  return told;
}

/** Work by a clock that stands still; it begins a turn later, when a guard around it has its timer from the real one. */
export const byClock = (work: (clock: VirtualClock) => unknown) => async (): Promise<void> => {
  await turn();
  using clock = virtualClock();
  await work(clock);
};

/** What nobody has caught while `work` ran and in the turn behind it: outside a test it ends the process. */
export async function uncaught(work: () => unknown, ms?: number): Promise<string[]> {
  const found: string[] = [];
  const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
    event.preventDefault();
    found.push(String("reason" in event ? event.reason : event.error));
  };
  addEventListener("unhandledrejection", note);
  addEventListener("error", note);
  try {
    await hushed(work, ms);
  } finally {
    await turn();
    removeEventListener("unhandledrejection", note);
    removeEventListener("error", note);
  }
  return found;
}
