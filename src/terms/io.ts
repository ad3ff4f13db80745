// Terms: what do the pages call it?
// This file: what a call gives that can be made in two ways.

/**
 * What a call gives that can be made in two ways: with `async` true the result at once, with
 * `async` false, which blocks a thread in IIS, a promise of it.
 *
 * With `async` true the work may still be going on; the result's flag tells, and the completion
 * comes through `onAsyncCompletion`.
 */
export type Io<A extends boolean, T> = A extends true ? T : Promise<T>;
