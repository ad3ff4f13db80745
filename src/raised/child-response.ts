// What interrupts it? The answer of a child request: it is the parent's own answer, or goes into the parent's buffer.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { HTTP_SEND_RESPONSE_FLAG_MORE_DATA } from "../terms/flags.ts";
import { AdoptedBody, type ResponseState } from "../context/response-state.ts";
import type { Status } from "../context/status.ts";
import { CountedResponse } from "../wire/counted-response.ts";
import { bytesOf, concat, StreamPiece } from "../wire/pieces.ts";
import { isStream, memory, putAdopted, restChunk } from "./build-response.ts";
import { joinAdopted } from "./final-send.ts";
import type { SendResponse } from "./send-response.ts";
import { collectFor } from "./sources.ts";

/**
 * Ends the parent's response with the child's, which it has just adopted.
 *
 * The child has raised RQ_SEND_RESPONSE for it; the parent does not again.
 *
 * @param live Whether the child is still writing, so that nothing of its body may be waited for.
 */
export async function commitChild(sender: SendResponse, live: boolean): Promise<void> {
  const { state, writer } = sender;
  if (writer.finalSent || writer.broken || writer.gone) return state.dropBody();
  const alone = state.chunks.length === 1 && state.filters === null && !sender.host.watchesEnd;
  if (live && (!alone || writer.headSent)) {
    if (state.chunks.length > 1) state.headers.delete("Content-Length");
    sender.commit(HTTP_SEND_RESPONSE_FLAG_MORE_DATA, () => {});
  } else if (!live) await joinAdopted(sender);
  return new Promise((resolve) => sender.commit(0, () => resolve()));
}

/**
 * What puts a child's body into the place of the adopted one, where it is there as a whole and the parent's transfer is
 * watched: it need not be read as a stream. Null where that cannot be.
 */
export function putWhole({ state, host }: SendResponse, response: Response): (() => void) | null {
  const alone = state.chunks.length === 0 && state.filters === null && !host.bodyless;
  if (!alone || !host.watchesEnd || !(response instanceof CountedResponse)) return null;
  const { whole } = response;
  if (whole === null) return null;
  // A copy: the child hears of its end before the parent's answer leaves, and may use its buffer again.
  const chunk = memory(typeof whole === "string" ? bytesOf(whole) : new Uint8Array(whole));
  return () => putAdopted(state, [chunk]);
}

/** Puts the child's status and headers in the place of the parent's. */
export function takeHead(state: ResponseState, status: Status, headers: Headers): void {
  for (const [name, value] of headers) {
    state.headers.set(name, value, name !== "set-cookie");
  }
  state.setStatus(status);
}

/** Who says whether a child's body is still wanted, and tells when that may not be so any more. */
export interface Wanted {
  readonly signal: AbortSignal;
  isGone(): boolean;
}

/** Reads a child's body for its parent, as far as there is room; rejects when nobody wants it any more. */
async function readBody(
  state: ResponseState,
  body: ReadableStream<Uint8Array>,
  { signal, isGone }: Wanted,
): Promise<HTTP_DATA_CHUNK[]> {
  const room = Math.max(0, state.bufferLimit - state.size);
  const source = new StreamPiece(body, undefined);
  const leave = (): void => {
    if (isGone()) source.cancel(signal.reason);
  };
  signal.addEventListener("abort", leave);
  const read = collectFor(state, [source], true, room);
  leave();
  const { parts, size, rest } = await read.finally(() =>
    signal.removeEventListener("abort", leave)
  );
  if (isGone()) throw signal.reason ?? new Error("The client has left");
  const bytes = size > 0 ? [memory(concat(parts, size))] : [];
  return [...bytes, ...(rest ?? []).map(restChunk)];
}

/**
 * Puts the child's body behind what the parent has buffered. It rejects when nobody wants it any more, with nothing put.
 *
 * @returns Whether all of it is there; what passes the buffer limit stays a stream, which the parent's send will read.
 */
export async function takeBody(
  state: ResponseState,
  body: ReadableStream<Uint8Array>,
  wanted: Wanted,
): Promise<boolean> {
  const chunks = await readBody(state, body, wanted);
  for (const chunk of chunks) state.add(chunk);
  return !chunks.some(isStream);
}

/**
 * Behind bytes of the parent the child's body is read before it is taken: nothing of one that is given up stays.
 *
 * @returns What puts it into the place of the adopted one; null where nothing has to be read. It rejects as `takeBody`.
 */
export async function readBehind(
  { state, writer, host }: SendResponse,
  response: Response,
  wanted: Wanted,
): Promise<(() => void) | null> {
  const joins = state.chunks.length > 0 && !writer.headSent && state.buffering && !host.bodyless;
  const body = joins ? response.body : null;
  if (body === null) return null;
  const chunks = await readBody(state, body, wanted);
  return () => putAdopted(state, chunks);
}

/** Sends the parent's head and what it has buffered, and then the child's body as it comes. */
export async function streamBody(sender: SendResponse, response: Response): Promise<void> {
  sender.state.add(new AdoptedBody(response));
  const { hr } = await sender.flush(false, true, null);
  if (hr < 0) sender.state.dropBody();
}
