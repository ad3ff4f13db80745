// What interrupts it? An answer that is watched, and so short that the runtime takes all of it at once.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import { ERROR_CONNECTION_INVALID, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import type { WriteSettled } from "../wire/body-sink.ts";
import { CountedResponse } from "../wire/counted-response.ts";
import { isMemory } from "../wire/pieces.ts";
import { type Ended, watchedBody } from "../wire/watched-body.ts";
import { type Head, wholeBody } from "./build-response.ts";
import type { SendHost } from "./send-host.ts";

/** Bytes that Deno's server takes at once, also from a stream, whether its client reads, or is still there. */
const AT_ONCE = 65_536;

/** Who writes it. */
interface ShortWriter {
  gone: boolean;
  whole: number | undefined;
  respond(body: BodyInit | null, length: number, head: Head): Response;
}

/**
 * Sends an answer as a whole, where the runtime tells when it has taken that: a stream would tell no more of it, and
 * costs more. False, and nothing is done, where it has to be a stream.
 */
export function sendShort(
  writer: ShortWriter,
  host: SendHost,
  chunks: readonly HTTP_DATA_CHUNK[],
  size: number,
  head: Head,
  settled: WriteSettled,
): boolean {
  const declared = head.headers.contentLength;
  if (size > AT_ONCE || (declared !== null && declared !== size)) return false;
  const taken = chunks.every(isMemory) ? host.taken() : null;
  if (taken === null) return false;
  const response = writer.respond(wholeBody(chunks, size), size, head);
  writer.whole = size;
  tellTaken(response, size, taken, (outcome, bytes, error) => {
    const complete = outcome === "complete";
    writer.gone ||= !complete;
    host.transferEnded(outcome, bytes, error);
    if (complete) settled(S_OK, size);
    else settled(HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID), 0);
  });
  host.deliver(response);
  return true;
}

/** Whoever takes the body out, to put it into a Response of his own, sends it as it comes. */
function tellTaken(response: Response, size: number, taken: Promise<void>, end: Ended): void {
  let read = false;
  if (response instanceof CountedResponse) {
    response.showBody((body) => watchedBody(body, () => read = true, end));
  }
  const told: Ended = (...how) => {
    if (!read) end(...how);
  };
  taken.then(() => told("complete", size), (error) => told("client-gone", 0, error));
}
