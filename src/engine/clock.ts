// What runs it, stops it, wakes it? The clock of tick counts.

const ORIGIN = Math.ceil(performance.timeOrigin);

/**
 * Milliseconds since the isolate began, as GetTickCount tells them: whole ones, never ahead of performance.now().
 *
 * Every request takes one, and the finer clock costs several times as much on some runtimes. On Workers it stands
 * still while code runs.
 */
export function ticks(): number {
  return Date.now() - ORIGIN;
}

let waitsTimed = false;

/** Has every wait take a tick from now on. To ask the clock costs as much as half a wait for a promise that is settled. */
export function timeWaits(): void {
  waitsTimed = true;
}

/** The tick of a wait that begins now; an earlier one, the last that is known, as long as nobody has wanted to know. */
export function waitTicks(known: number): number {
  return waitsTimed ? ticks() : known;
}
