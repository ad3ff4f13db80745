// What may a module ask of the handlers to come? GetNextNotification and GetIsLastNotification: semantics 1.5, A-04.
import { LOG, type Step } from "./_order.ts";
import type { Player } from "./_player.ts";
import type { Answer } from "./_program.ts";
import { Silent } from "./_time.ts";

const finishes = ({ machine }: Player, status: number): boolean =>
  machine.finished || (status === 2 && machine.stage < LOG);

/** Whether no handler of this module follows, if it answers this status. */
export function isLast(player: Player, status: number): boolean {
  const { machine, step } = player;
  const later = machine.steps.slice(machine.at);
  const called = (one: Step) => !machine.skips(one, finishes(player, status));
  return !later.some((one) => one.module === step.module && called(one));
}

/** The very next handler, if it is this module's, counts as called. */
export function takeNext(player: Player, status: number, answer: Answer): void {
  const { machine, frame } = player;
  const ahead = machine.steps.findIndex((step, place) =>
    place >= machine.at && !machine.skips(step, finishes(player, status))
  );
  const step = machine.steps[ahead];
  if (step?.module === null && !machine.program.app) {
    throw new Silent("whether the core's 404 stands in between");
  }
  // A handler of a custom notification is no step, and has no next one.
  const mine = player.step.stage >= 0 && step?.module === player.step.module;
  player.note(mine ? `next true ${1 << step.stage} ${step.post}` : "next false 0 false");
  if (!mine) return;
  if (step.stage >= LOG && answer !== 0) throw new Silent("FINISH in a taken LOG");
  if (frame!.failed && status === 2) throw new Silent("an error of a notification that was passed");
  frame!.failed = false;
  frame!.step = step;
  machine.at = ahead + 1;
  machine.stage = step.stage;
}
