// What interrupts it? The send behind END_REQUEST that nobody asks for.
import { type HTTP_DATA_CHUNK, HttpDataChunkFromMemory } from "../terms/data-chunk.ts";
import { HTTP_SEND_RESPONSE_FLAG_MORE_DATA } from "../terms/flags.ts";
import { AdoptedBody } from "../context/response-state.ts";
import { type PieceReader, toPiece } from "../wire/pieces.ts";
import { isNullBodyStatus } from "../wire/response-head.ts";
import { readAdopted, refuseBody } from "./build-response.ts";
import type { SendResponse } from "./send-response.ts";
import { reading } from "./sources.ts";

/** The implicit send behind END_REQUEST; a promise if the last bytes have to be waited for. */
export function finishResponse(sender: SendResponse): void | Promise<void> {
  const { state, writer } = sender;
  if (writer.finalSent || writer.broken) return state.dropBody();
  if (!state.chunks.some(isAdopted)) return sendLast(sender);
  const ready = joinAdopted(sender) ?? sendPieces(sender);
  return ready === null ? sendLast(sender) : ready.then(() => sendLast(sender));
}

function isAdopted(chunk: HTTP_DATA_CHUNK): boolean {
  return chunk instanceof AdoptedBody;
}

/** Reads an adopted body that stands beside other bytes, so that the length of all is known (ruling 9). */
export function joinAdopted({ state, writer, host }: SendResponse): Promise<void> | null {
  const joined = state.chunks.length > 1 && state.chunks.some(isAdopted);
  if (!joined || writer.headSent || !state.buffering || host.bodyless) return null;
  if (state.upgrade !== null) return null;
  return readAdopted(state).catch((error) => refuseBody(state, error));
}

/** With buffering off, each piece of the app's stream is a send of its own (ruling 9); null if there is no such stream. */
function sendPieces(sender: SendResponse): Promise<void> | null {
  const { state, writer, host } = sender;
  if (state.buffering || state.upgrade !== null || host.plan.sendResponse.length === 0) return null;
  // Of a body that nobody gets nothing is read (ruling 16).
  if (host.bodyless || writer.gone || isNullBodyStatus(state.status.statusCode)) return null;
  const place = state.chunks.findIndex(isAdopted);
  const body = toPiece(state.chunks[place]) as PieceReader;
  state.chunks.splice(place, 1);
  const pumped = pump(sender, body).catch((error) => writer.fail("error", error));
  return reading(state, [body], pumped);
}

async function pump(sender: SendResponse, body: PieceReader): Promise<void> {
  for (let bytes = await body.read(); bytes !== null; bytes = await body.read()) {
    if (sender.writer.gone || sender.writer.broken) return body.cancel("The client has left");
    sender.state.add({ dataChunkType: HttpDataChunkFromMemory, buffer: bytes });
    const flags = await sender.raise(true);
    await new Promise<void>((resolve) => sender.commit(flags, () => resolve()));
  }
}

function sendLast(sender: SendResponse): void | Promise<void> {
  const raised = sender.raise(false);
  return raised instanceof Promise
    ? raised.then((flags) => last(sender, flags))
    : last(sender, raised);
}

function last(sender: SendResponse, flags: number): void | Promise<void> {
  let done = false;
  let resolve: (() => void) | null = null;
  sender.commit((flags & ~HTTP_SEND_RESPONSE_FLAG_MORE_DATA) >>> 0, () => {
    done = true;
    resolve?.();
  });
  if (!done) return new Promise((fulfil) => resolve = fulfil);
}
