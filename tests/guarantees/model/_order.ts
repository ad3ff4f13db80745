// Whose turn is it? The steps of a request in order, from priorities and the list: semantics 1.1 and 1.3.
import type { PriorityAlias } from "../../../mod.ts";
import { HANDLERS } from "../../conformance/_notes.ts";
import type { Program, Slot } from "./_program.ts";

const CLASSES: readonly PriorityAlias[] = ["FIRST", "HIGH", "MEDIUM", "LOW", "LAST"];

/** LOG_REQUEST, where FINISH_REQUEST lands. */
export const LOG = 10;
/** EXECUTE_REQUEST_HANDLER, whose handlers stop when one has handled the request. */
export const EXECUTE = 7;

/** One handler of one module; the app has no module. */
export interface Step {
  readonly slot: Slot;
  /** The place of the stage among the twelve; handlers that are raised have none. */
  readonly stage: number;
  readonly post: boolean;
  readonly module: number | null;
}

const before = (slot: Slot): Slot => slot.replace("onPost", "on") as Slot;

/** The modules that have a handler, in the order of their calls. */
function modulesOf({ modules }: Program, slot: Slot): number[] {
  const rank = (place: number) => {
    const { priority } = modules[place];
    return CLASSES.indexOf(priority[slot] ?? priority[before(slot)] ?? "MEDIUM");
  };
  const have = modules.map((_, place) => place).filter((place) => modules[place].handlers[slot]);
  if (slot === "onExecuteRequestHandler") return have;
  have.sort((a, b) => rank(a) - rank(b) || a - b);
  return slot === "onSendResponse" ? have.reverse() : have;
}

/** All deterministic steps of a request, with the app behind the modules of EXECUTE_REQUEST_HANDLER. */
export function stepsOf(program: Program): Step[] {
  return HANDLERS.flatMap((slot, place): Step[] => {
    const [stage, post] = [place >> 1, place % 2 === 1];
    const steps = modulesOf(program, slot).map((module): Step => ({ slot, stage, post, module }));
    const app: Step = { slot, stage, post, module: null };
    return stage === EXECUTE && !post ? [...steps, app] : steps;
  });
}

/** The steps of a notification that is raised. */
export const raisedOf = (program: Program, slot: Slot): Step[] =>
  modulesOf(program, slot).map((module) => ({ slot, stage: -1, post: false, module }));
