// What runs it, stops it, wakes it? What a module gives back where nobody waits for it, and it turns out to be a promise.

/**
 * Tells of the rejection of an `async` function in the place of a plain one. Types let it stand where nothing is
 * returned, and what nobody has caught would end the process.
 */
export function caught(result: unknown, told: (error: unknown) => void): void {
  if (typeof result !== "object" || result === null) return;
  const { then } = result as Partial<PromiseLike<unknown>>;
  if (typeof then === "function") then.call(result, null, told);
}
