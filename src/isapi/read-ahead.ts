// How does an old extension feel at home? The first part of the body, which is there before the extension is called.
import type { IHttpContext4 } from "../terms/http-context.ts";

/** Bytes of a body that are read ahead, what `uploadReadAheadSize` is by default. */
const READ_AHEAD = 49_152;

/** What a body of unknown length, or one of 4 GiB and more, is said to have. */
export const UNKNOWN_BYTES = 0xFFFFFFFF;

/** The body of a request, as far as it was read ahead. */
export interface Entity {
  readonly total: number;
  readonly data: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** Reads ahead. Without a body the answer is there at once. */
export function readAhead(context: IHttpContext4): Entity | Promise<Entity> {
  const total = Math.min(context.getRequest().getRemainingEntityBytes(), UNKNOWN_BYTES);
  if (total === 0) return { total, data: NOTHING };
  const buffer = new Uint8Array(Math.min(total, READ_AHEAD));
  const reading = total === UNKNOWN_BYTES ? readReady(context, buffer) : fill(context, buffer);
  return reading.then((size) => ({ total, data: buffer.subarray(0, size) }));
}

/** A body whose length is known is waited for until the buffer is full. */
async function fill(context: IHttpContext4, buffer: Uint8Array): Promise<number> {
  let size = 0;
  while (size < buffer.byteLength) {
    const { hr, bytesReceived } = await read(context, buffer.subarray(size));
    if (hr < 0) break;
    size += bytesReceived;
  }
  return size;
}

/** Nobody knows whether more of any other body comes before the client has had an answer: one turn has to do. */
async function readReady(context: IHttpContext4, buffer: Uint8Array): Promise<number> {
  const timer = setTimeout(() => context.cancelIo(), 0);
  const size = await fill(context, buffer);
  clearTimeout(timer);
  return size;
}

function read(context: IHttpContext4, buffer: Uint8Array) {
  return context.getRequest().readEntityBody(buffer, false);
}
