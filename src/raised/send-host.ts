// What interrupts it? What a send asks of the request whose response it sends.
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import type { RunTracer } from "../engine/run-host.ts";
import type { FragmentHost } from "../context/fragments.ts";
import type { ResponseReach } from "../context/response-door.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { Plan } from "../plan/plan.ts";
import type { BodySink, BodyStreamOwner, WriteSettled } from "../wire/body-sink.ts";

/** A response that makes a WebSocket of its connection. */
export interface Switched {
  readonly response: Response;
  readonly stream: BodySink;
}

/** The request behind a response. */
export interface SendHost extends FragmentHost {
  readonly run: RequestRun;
  readonly plan: Plan;
  readonly context: IHttpContext4;
  /** The Request that is answered. */
  readonly incoming: Request;
  /** Told of what leaves; null while nobody listens. */
  readonly tracer: RunTracer | null;
  /** Whether the answer to this request carries no body: HEAD. */
  readonly bodyless: boolean;
  /** Whether the server that takes the answer leaves a body out by itself for HEAD: then the request need not be asked. */
  readonly trimmed: boolean;
  /** Whether the request's own signal says that the client has left. */
  aborted(): boolean;
  /** Whether somebody wants to hear when the last byte or the client has left. */
  readonly watchesEnd: boolean;
  /** Settles when the runtime has taken the answer; null where it does not tell, or knows better what has left. */
  taken(): Promise<void> | null;
  /** Whether the request has to end in time, and with it the app's body. */
  readonly timed: boolean;
  /** Whether byte counts contain the head. */
  readonly countHeaderBytes: boolean;
  requestUrl(): URL;
  /** Hands the Response to whoever knocked, once. */
  deliver(response: Response): void;
  reach(): ResponseReach;
  /** Makes the 101 of the runtime; null where none can be made. */
  upgrade(owner: BodyStreamOwner, whenOpen: WriteSettled): Switched | null;
  /** The runtime has taken a head whose body is still being written. */
  headTaken(): Promise<void> | void;
  /** The transfer has ended, once. */
  transferEnded(outcome: TransferOutcome, bytes: number, error?: unknown): void;
  setErrorStatus(error: HRESULT): void;
  statusSet(): void;
  warn(message: string): void;
  /** A handler of RQ_SEND_RESPONSE threw; the others are not disturbed. */
  isolated(name: string, error: unknown): void;
}
