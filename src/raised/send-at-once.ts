// What interrupts it? Bytes for which the client waits already: they leave inside the call.
import { HttpDataChunkFromMemory } from "../terms/data-chunk.ts";
import { S_OK } from "../terms/hresult.ts";
import type { FlushResult } from "../terms/http-response.ts";
import type { ResponseState } from "../context/response-state.ts";
import { type CompletionCallback, OPERATION } from "../engine/completion.ts";
import { GoingOn } from "../engine/going-on.ts";
import { Outstanding, WRITING } from "../engine/outstanding.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { BodySink } from "../wire/body-sink.ts";
import { bytesOf } from "../wire/pieces.ts";
import { bodyNumber, copyWaiting, unshared } from "../wire/slab.ts";
import type { SendHost } from "./send-host.ts";
import { answer, result, told } from "../context/send-result.ts";

/** The response of one request on its way. */
interface Sender {
  readonly host: SendHost;
  readonly state: ResponseState;
  readonly writer: { readonly stream: BodySink | null };
  /** Of its body, for copies. */
  number?: number;
  goingOn?: GoingOn;
}

/** A copy for the end of the buffer: a module uses its memory again, and a runtime may keep what is sent longer. */
export function copyNext(sender: Sender, bytes: Uint8Array): Uint8Array {
  const { state, writer } = sender;
  if (state.chunks.length > 0) return copyWaiting(sender.number ??= bodyNumber(), bytes);
  const stream = state.filters === null ? writer.stream : null;
  return stream === null ? new Uint8Array(bytes) : stream.copy(bytes);
}

/**
 * Hands over what is buffered, if it is one piece of memory, the client waits for it, and nobody else has a word in it.
 *
 * @returns What the caller waits for; null if it has to be sent as everything else is.
 */
export function sendAtOnce(sender: Sender): Promise<FlushResult> | null {
  const { host, state, writer: { stream } } = sender;
  if (stream === null || host.tracer !== null || host.plan.sendResponse.length > 0) return null;
  const goingOn = sender.goingOn ??= new GoingOn(host.run);
  if (state.chunks.length === 0) return nothingToSend(goingOn);
  const alone = state.chunks.length === 1 && state.filters === null;
  const [chunk] = state.chunks;
  if (!alone || !stream.waits || chunk.dataChunkType !== HttpDataChunkFromMemory) return null;
  const bytes = unshared(bytesOf(chunk.buffer));
  if (!stream.takes(bytes) || !goingOn.begin()) return null;
  state.chunks.pop();
  state.size = 0;
  return new Promise((resolve) =>
    stream.hand(bytes, (hr, size) => {
      resolve(result(hr, size));
      goingOn.ended();
    })
  );
}

function nothingToSend(goingOn: GoingOn): Promise<FlushResult> | null {
  if (!goingOn.begin()) return null;
  const nothing = Promise.resolve(result(S_OK, 0));
  // The caller has it only behind this call.
  nothing.then(() => goingOn.ended());
  return nothing;
}

/** What needed no sending; a callback hears of it all the same. */
export function unsent(
  run: RequestRun,
  async: boolean,
  size: number,
  callback: CompletionCallback | null,
): FlushResult | Promise<FlushResult> {
  if (callback === null || !async) return answer(async, S_OK, size);
  const written = new Outstanding(run, async, WRITING, OPERATION.WRITE, callback);
  written.settled(S_OK, size);
  return told(written);
}
