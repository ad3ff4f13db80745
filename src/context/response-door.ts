// What does a module hold in its hand? What a response asks of the one who sends it.
import type { HTTP_DATA_CHUNK } from "../terms/data-chunk.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { FlushResult } from "../terms/http-response.ts";
import type { CompletionCallback } from "../engine/completion.ts";
import type { Trailers } from "./trailers.ts";
import type { EventSink } from "../engine/run-host.ts";
import type { FragmentHost } from "./fragments.ts";

/** What few modules ask of a response, and not every runtime can do. */
export interface ResponseReach {
  readonly trailers: Trailers;
  /** Whether the status may be 101: S_OK, or why not. */
  upgradable(): HRESULT;
  /** Ends the stream with an error code, where there are streams. */
  resetStream(errorCode: number): void;
  /** Asks the client for a new connection, where a connection has many streams. */
  goAway(): void;
}

/** The way out of a response. */
export interface ResponseDoor {
  /** The request, which knows where the fragments are that chunks name. */
  readonly host: FragmentHost;
  /** Told of what modules change of the response; null while nobody listens. */
  readonly tracer: EventSink | null;
  headersSent(): boolean;
  flush(
    async: boolean,
    moreData: boolean,
    callback: CompletionCallback | null,
  ): FlushResult | Promise<FlushResult>;
  /** Chunks are checked and there is room for them. */
  write(
    chunks: readonly HTTP_DATA_CHUNK[],
    async: boolean,
    moreData: boolean,
    callback: CompletionCallback | null,
  ): FlushResult | Promise<FlushResult>;
  reach(): ResponseReach;
  /** Breaks the connection, as far as the runtime lets us. */
  reset(): void;
  /** The URL against which a relative address is read. */
  requestUrl(): URL;
  /** Whose handler is running, in which notification. */
  who(): { module: string | null; notification: number };
  /** The status was set by a module. */
  statusSet(): void;
  warn(message: string): void;
}

/** What is changed of a head that has left changes nothing of what the client gets. */
export function warnIfSent(door: ResponseDoor, what: string): void {
  if (door.headersSent()) door.warn(`${what} came after the head had left`);
}
