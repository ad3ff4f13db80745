// What runs it, stops it, wakes it? What the engine asks of the request that it runs; the engine knows no more of it.
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { TraceEvent } from "../terms/trace-context.ts";
import type { RaisedStep, Step } from "../plan/plan.ts";
import type { StageProvider } from "../plan/stages.ts";
import type { Frame } from "./frame.ts";

/** A step of a stage, or of a notification that no stage raises. */
export type AnyStep = Step | RaisedStep;

/** The request behind a run. */
export interface RunHost {
  /** Handed to every handler. */
  readonly context: IHttpContext4;
  /** Handed to every handler of a stage. */
  readonly provider: StageProvider;
  /** When the request began, in ticks. */
  readonly startTime: number;
  /** Told of every call; null while nobody looks. */
  readonly tracer: RunTracer | null;
  /** A step begins to wait. */
  waits(frame: Frame): void;
  /** The promise of a handler of a raised notification, or one that fails when its time has run out. */
  bounded<T>(step: RaisedStep, promise: Promise<T>): Promise<T>;
  /** A module threw or its promise was rejected. */
  failed(step: AnyStep, error: unknown): void;
  /** A module's factory gave no module. */
  factoryFailed(step: AnyStep, hr: HRESULT, cause: unknown): void;
  /** A step before LOG_REQUEST answered FINISH_REQUEST. */
  finished(step: Step): void;
  /** How often the response has been written to or its status set. */
  edits(): number;
  /** Whether SetRequestHandled was called. */
  handled(): boolean;
  /** The engine itself has failed; nothing of this run goes on. */
  crashed(error: unknown): void;
  /** Every step of the request is through. */
  through(): void;
}

/** What the `trace` option is told of an event besides its name. */
export type TraceFields = Partial<Omit<TraceEvent, "name" | "sequence" | "time" | "context">>;

/** One value of an event; bytes are shown as text. */
export type TraceValue = string | number | bigint | boolean | Uint8Array | null;

/** Who is told of what does not happen in every request, and of nothing while nobody listens. */
export interface EventSink {
  /** An event of the catalogue, with its values in the order that stands there. */
  event(name: string, fields?: TraceFields, values?: readonly TraceValue[]): void;
}

/** Who watches a run. */
export interface RunTracer extends EventSink {
  /** Bytes of the request's body that were read. */
  received: number;
  /** The object is null where a factory has failed, or where nobody knows yet who will be called. */
  start(step: AnyStep, module: object | null): void;
  completion(step: AnyStep, bytes: number, hr: HRESULT): void;
  end(step: AnyStep, status: number): void;
  warn(step: AnyStep | null, message: string): void;
}
