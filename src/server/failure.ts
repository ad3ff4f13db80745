// Who builds the house and lets a request in? What becomes of a request when a module fails.
import { E_FAIL, ERROR_TIMEOUT, type HRESULT, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import { TimeLimitError } from "../terms/time-limit.ts";
import { RQ_END_REQUEST, RQ_LOG_REQUEST } from "../terms/notifications.ts";
import { encodeHtml } from "../context/html.ts";
import type { ResponseState } from "../context/response-state.ts";
import type { AnyStep } from "../engine/run-host.ts";
import { STAGE_BITS } from "../plan/stages.ts";

const TIMEOUT = HRESULT_FROM_WIN32(ERROR_TIMEOUT);

/** Headers that spoke of the body that is not sent. */
const OF_THE_BODY = [
  "Accept-Ranges",
  "Cache-Control",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Range",
  "Content-Type",
  "ETag",
  "Expires",
  "Last-Modified",
];

/** Whether a step is of a stage, and not of a notification that is raised in the middle of one. */
export function isOfStage(step: AnyStep): boolean {
  return (step.notification & STAGE_BITS) !== 0;
}

/** Drops the body, and what the head has said of it. */
export function dropAnswer(state: ResponseState): void {
  state.dropBody();
  for (const name of OF_THE_BODY) state.headers.delete(name);
  state.redirectTo = null;
}

/** The request in which something has failed. */
export interface FailedRequest {
  readonly run: { readonly bottom: { readonly step: AnyStep | null } };
  headersSent(): boolean;
  breakOff(error: unknown): void;
  response(): { readonly state: ResponseState };
  statusSet(): void;
  isolated(name: string, error: unknown): void;
}

/** A failure that a module has told, or that the core has caught. */
export class Failure {
  constructor(
    readonly step: AnyStep,
    readonly hr: HRESULT,
    readonly cause: unknown,
    private readonly byException = false,
  ) {}

  /** A handler threw. In LOG_REQUEST and END_REQUEST that disturbs nobody: no failure then. */
  static thrown(parts: FailedRequest, step: AnyStep, error: unknown): Failure | null {
    parts.isolated(step.registration.name, error);
    const hr = error instanceof TimeLimitError ? TIMEOUT : E_FAIL;
    const { notification } = parts.run.bottom.step ?? step;
    const late = notification === RQ_LOG_REQUEST || notification === RQ_END_REQUEST;
    return late ? null : new Failure(step, hr, error, true);
  }

  /** Whether it is a handler of a stage that has failed, and not one of a notification raised in between. */
  get ofStage(): boolean {
    return isOfStage(this.step);
  }

  /** Answers 500 in the name of the module; after the head only a broken transfer is true. */
  apply(parts: FailedRequest): void {
    if (parts.headersSent()) return parts.breakOff(this.cause ?? new Error(this.text()));
    const { state } = parts.response();
    if (this.byException) {
      dropAnswer(state);
      state.description ??= encodeHtml(String(this.cause));
    }
    const late = this.hr === TIMEOUT && this.cause instanceof TimeLimitError;
    if (late || state.status.statusCode < 400) {
      state.setStatus({
        statusCode: late ? 503 : 500,
        reason: late ? "Service Unavailable" : "Internal Server Error",
        subStatus: 0,
        errorToReport: this.hr,
        exception: this.cause,
        trySkipCustomErrors: false,
        module: this.step.registration.name,
        notification: this.step.notification,
      });
    }
    parts.statusSet();
  }

  /** What happened, where. */
  text(): string {
    const { registration, notification } = this.step;
    const code = `0x${(this.hr >>> 0).toString(16).padStart(8, "0")}`;
    return `Module "${registration.name}" failed in notification 0x${
      notification.toString(16)
    } with ${code}: ${this.cause ?? "no exception"}`;
  }
}

/** A request that has not begun its walk. */
export interface RefusedRequest {
  readonly run: { readonly bottom: { land(): void } };
  response(): { readonly state: ResponseState };
  statusSet(): void;
}

/** An error before the first stage: none before LOG_REQUEST then; a status that a module has set itself stays. */
export function refuse(
  parts: RefusedRequest,
  { hr, module }: { readonly hr: HRESULT; readonly module: string | null },
): void {
  const { state } = parts.response();
  const failed = { errorToReport: hr, module, notification: 0 };
  const status = state.status.statusCode < 400
    ? { ...state.status, statusCode: 500, reason: "Internal Server Error", subStatus: 0 }
    : state.status;
  state.setStatus({ ...status, ...failed });
  parts.statusSet();
  parts.run.bottom.land();
}
