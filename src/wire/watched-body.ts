// How do bytes come in and go out? A body that is there, counted while somebody reads it.
import type { TransferOutcome } from "../terms/transfer-end.ts";

/** Told of the end of a body, with the bytes that were read. */
export type Ended = (outcome: TransferOutcome, bytes: number, error?: unknown) => void;

/**
 * The same body for whoever reads it. As long as nobody does, the first one is not touched.
 *
 * @param begun Told once, before anything is read.
 * @param ended Told once.
 */
export function watchedBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  begun: () => void,
  ended: Ended,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null = null;
  let bytes = 0;
  const begin = () => {
    begun();
    return body.getReader();
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      reader ??= begin();
      const { done, value } = await reader.read();
      if (!done) {
        bytes += value.byteLength;
        return controller.enqueue(value);
      }
      controller.close();
      ended("complete", bytes);
    },
    cancel(reason) {
      reader ??= begin();
      ended("client-gone", bytes, reason);
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
