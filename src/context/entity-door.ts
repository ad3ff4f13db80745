// What does a module hold in its hand? What a request asks of the one who reads its body.
import type { ReadEntityBodyResult } from "../terms/http-request.ts";
import type { CompletionCallback } from "../engine/completion.ts";
import type { EventSink } from "../engine/run-host.ts";

/** The way in of a request body. */
export interface EntityDoor {
  /** Told of what modules change of the request; null while nobody listens. */
  readonly tracer: EventSink | null;
  /** Bytes that took the place of others and that no reader has had room for yet. */
  readonly replaced: number;
  read(
    buffer: Uint8Array,
    async: boolean,
    fill: boolean,
    callback: CompletionCallback | null,
  ): ReadEntityBodyResult | Promise<ReadEntityBodyResult>;
}
