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

/** Looks again and again until something is so; an error after five seconds. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + 5000; !await isSo();) {
    if (performance.now() > end) throw new Error(`Waited 5000 ms for ${what}`);
    await sleep(1);
  }
}

/** Lets some milliseconds pass. */
export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Lets everything run that is ready to run: one turn of the event loop. */
export const turn = (): Promise<void> => sleep(0);
