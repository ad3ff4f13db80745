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
