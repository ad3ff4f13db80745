// How do bytes come in and go out? Which answers have no body, and a head that a module has written by hand.

/** Statuses whose answer never has a body. */
export function isNullBodyStatus(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** A head found at the start of a body, and where the body goes on. */
export interface WrittenHead {
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: Headers;
  readonly end: number;
}

const STATUS_LINE = /^HTTP\/1\.[01] ([2-5]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

/**
 * Reads a head that stands in front of body bytes.
 *
 * @returns Null if the bytes do not begin with a whole, well-formed HTTP/1 head.
 */
export function readWrittenHead(bytes: Uint8Array): WrittenHead | null {
  const text = new TextDecoder("latin1").decode(bytes);
  const blank = /\r?\n\r?\n/.exec(text);
  if (blank === null) return null;
  const [first, ...lines] = text.slice(0, blank.index).split(/\r?\n/);
  const status = STATUS_LINE.exec(first);
  if (status === null) return null;
  const headers = new Headers();
  try {
    for (const line of lines) {
      const colon = line.indexOf(":");
      headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
    }
  } catch {
    return null;
  }
  return {
    statusCode: Number(status[1]),
    reason: status[2] ?? "",
    headers,
    end: blank.index + blank[0].length,
  };
}

/** The bytes of a response's head as an HTTP/1.1 server writes it, without what the server adds. */
export function headSize(reason: string, { status, headers }: Response): number {
  return linesSize(`HTTP/1.1 ${status} ${reason}`, headers);
}

/** The bytes of a request's head as an HTTP/1.1 client writes it. */
export function requestHeadSize({ method, headers }: Request, target: string): number {
  return linesSize(`${method} ${target} HTTP/1.1`, headers);
}

function linesSize(first: string, headers: Headers): number {
  let size = first.length + 4;
  for (const [name, value] of headers) size += name.length + value.length + 4;
  return size;
}

/** Whether the runtime would encode a body that says that it is encoded: workerd, which alone has this class. */
export const ENCODES_BODIES: boolean = "FixedLengthStream" in globalThis;

interface FixedLength {
  new (length: number): TransformStream<Uint8Array, Uint8Array>;
}

/** workerd frames a stream with its length only if the stream itself says so. */
export function announceLength(
  stream: ReadableStream<Uint8Array>,
  length: number | null,
): ReadableStream<Uint8Array> {
  const { FixedLengthStream } = globalThis as { FixedLengthStream?: FixedLength };
  if (length === null || FixedLengthStream === undefined) return stream;
  return stream.pipeThrough(new FixedLengthStream(length));
}

/** What is known of an answer in front of its body. */
interface KnownHead {
  readonly status: { readonly statusCode: number };
  readonly headers: { readonly contentLength: number | null };
}

/** In place of the body of HEAD: to null, servers say the length 0, which is not that of the body it is about. */
export function noBody({ status, headers }: KnownHead): ReadableStream<Uint8Array> | null {
  if (headers.contentLength !== null || isNullBodyStatus(status.statusCode)) return null;
  return new ReadableStream({ pull: (controller) => controller.close() }, { highWaterMark: 0 });
}
