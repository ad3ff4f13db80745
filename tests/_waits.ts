// What do several suites share? Waits, none of which can hang.

/** The promise's own outcome, or an error after some time, five seconds unless another one is named. */
export async function within<T>(
  promise: PromiseLike<T> | T,
  what = "an answer",
  ms = 5000,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${ms} ms for ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets some milliseconds pass. */
export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Lets everything run that is ready to run: one turn of the event loop. */
export const turn = (): Promise<void> => sleep(0);
