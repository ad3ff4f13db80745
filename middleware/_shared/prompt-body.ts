// What do ready modules share? The body of an app's answer: bytes where it is there at once, a stream where it is not.

/** Reads that are made of a stream to see whether it ends at once. */
const READS = 16;

/**
 * Reads a stream that ends before a turn has passed, as the body of an answer made of a text does.
 *
 * @param limit Bytes that are read at most.
 * @returns The bytes; or a stream that begins with what was read, where there is more.
 */
export async function promptBody(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array | ReadableStream<Uint8Array>> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => timer = setTimeout(resolve, 0, null));
  try {
    while (parts.length < READS && size <= limit) {
      const read = reader.read();
      const result = await Promise.race([read, late]);
      if (result === null) return resumed(parts, read, reader);
      if (result.done) return joined(parts, size);
      parts.push(result.value);
      size += result.value.byteLength;
    }
  } finally {
    clearTimeout(timer);
  }
  return resumed(parts, null, reader);
}

/** One array of several. The core has its own: a ready module uses only what everybody may import. */
export function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

function resumed(
  parts: Uint8Array[],
  begun: ReturnType<Reader["read"]> | null,
  reader: Reader,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = parts.shift();
      if (part !== undefined) return controller.enqueue(part);
      const { done, value } = await (begun ?? reader.read());
      begun = null;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
