// What runs it, stops it, wakes it? The answer of a handler of the core that will tell the run itself when it is through.

/** Waited for like a promise, but nobody hears of its end: `released` or `refused` of the run tells it. */
export const LATER: PromiseLike<void> = Object.freeze({
  then(): never {
    throw new TypeError("Nothing but the engine waits for this");
  },
});
