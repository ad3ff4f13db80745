// Terms: what do the pages call it?
// This file: a filter over a body on its way out. It is ours, no page names it.

/** Takes what a filter produces. */
export interface BodyFilterController {
  /** Hands bytes on. */
  enqueue(chunk: Uint8Array): void;
}

/** A filter as a plain object; it may be asked to let go of what it holds back whenever somebody flushes. */
export interface BodyTransformer {
  /** Given each piece of the body; hands on bytes by returning or by enqueuing them, at once or later. */
  transform(
    chunk: Uint8Array,
    controller: BodyFilterController,
  ): Uint8Array | void | Promise<Uint8Array | void>;
  /** A Flush in the middle of the body: hand on everything that can be read so far. */
  sync?(controller: BodyFilterController): Uint8Array | void | Promise<Uint8Array | void>;
  /** The end of the body, once. */
  flush?(controller: BodyFilterController): Uint8Array | void | Promise<Uint8Array | void>;
  /** In place of the end: the client has left, or the transfer was broken. */
  cancel?(reason: unknown): void;
}

/** A pair of streams as TransformStream and CompressionStream are. */
export interface BodyFilterStream {
  /** Where the bytes come out. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Where they go in. */
  readonly writable: WritableStream<Uint8Array> | WritableStream<BufferSource>;
}

/** A filter: a pair of streams, or an object that also hears of each Flush. */
export type BodyFilter = BodyFilterStream | BodyTransformer;
