// What runs it, stops it, wakes it? The clock of tick counts.

const ORIGIN = performance.timeOrigin;

/**
 * Milliseconds since the isolate began, as GetTickCount tells them: whole ones.
 *
 * Every request takes one, and the finer clock costs several times as much on some runtimes. On Workers it stands
 * still while code runs.
 */
export function ticks(): number {
  return Math.max(0, Math.floor(Date.now() - ORIGIN));
}
