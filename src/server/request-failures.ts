// Who builds the house and lets a request in? What goes wrong in one request, and who is told of it.
import { FAILED, type HRESULT } from "../terms/hresult.ts";
import { TimeLimitError } from "../terms/time-limit.ts";
import type { AnyStep } from "../engine/run-host.ts";
import type { RaisedStep, Step } from "../plan/plan.ts";
import type { Frame } from "../engine/frame.ts";
import { leaveUnread } from "../raised/sources.ts";
import { explain } from "./error-page.ts";
import { dropAnswer, Failure, isOfStage } from "./failure.ts";
import type { ExecutionContextLike } from "./options.ts";
import { announcesTooMuch, refuseEntity } from "./limits.ts";
import { RequestParts } from "./request-parts.ts";
import type { Given } from "./root-request.ts";

/** A request in which modules may fail. */
export abstract class RequestFailures extends RequestParts {
  declare protected failure: Failure | null;

  constructor(...given: Given) {
    super(...given);
    this.failure = null;
  }

  get executionCtx(): unknown {
    return this.givenContext ?? this.downstream?.executionContext?.();
  }

  setErrorStatus(error: HRESULT): void {
    const step = this.currentStep();
    if (step === null) return;
    this.failure = FAILED(error) ? new Failure(step, error, null) : null;
    if (!FAILED(error) && this.responsePart === null) return;
    const { state } = this.response();
    const { name } = step.registration;
    const { notification } = step;
    state.status = { ...state.status, errorToReport: error, module: name, notification };
  }

  waits(frame: Frame): void {
    if (this.core.limits !== null) this.extras().budget().waits(frame);
  }

  bounded<T>(step: RaisedStep, promise: Promise<T>): Promise<T> {
    return this.core.limits === null ? promise : this.extras().budget().bounded(step, promise);
  }

  timedOut(error: TimeLimitError): void {
    this.extras().timedOut(error);
    this.reading?.cancel();
  }

  /** The request's body is longer than the server allows. */
  protected override entityTooLarge(): void {
    this.extras().overlong = true;
    refuseEntity(this);
  }

  /** Refuses a body that is announced as too long before anything of it is read. */
  measureEntity(): boolean {
    const { incoming, core, run } = this;
    const refused = this.parent() === null && announcesTooMuch(incoming, core.entityLimit);
    if (refused) this.entityTooLarge();
    if (refused) run.bottom.land();
    return refused;
  }

  /** Whether a limit was reached, so that the app's answer does not count. */
  protected get limited(): boolean {
    return this.extrasPart?.limited ?? false;
  }

  failed(step: AnyStep, error: unknown): void {
    const failure = Failure.thrown(this, step, error);
    if (failure !== null) this.fails(failure);
  }

  factoryFailed(step: AnyStep, hr: HRESULT, cause: unknown): void {
    this.isolated(step.registration.name, cause);
    this.fails(new Failure(step, hr, cause, true));
  }

  private fails(failure: Failure): void {
    this.failure = failure;
    // No stage closes behind a raised notification: its failure is told here, and ends the handler that runs.
    if (failure.ofStage) return;
    failure.apply(this);
    this.run.finishRequested = true;
  }

  /** A handler threw where that disturbs nobody else. */
  isolated(name: string, error: unknown): void {
    console.error(`Module "${name}" threw:`, error);
    this.warn(`Module "${name}" threw: ${error}`);
  }

  guard(name: string, call: () => unknown): void {
    try {
      const result = call() as Partial<PromiseLike<unknown>> | null | undefined;
      if (typeof result?.then !== "function") return;
      const settled = result.then(null, (error) => this.isolated(name, error));
      this.waitUntil(settled as Promise<unknown>);
    } catch (error) {
      this.isolated(name, error);
    }
  }

  finished(step: Step): void {
    if (!isOfStage(step)) return;
    // An error that was told with CONTINUE is known, but fails nobody else's FINISH_REQUEST.
    if (this.failure?.step === step || this.failure?.ofStage === false) this.failure.apply(this);
    if (this.extrasPart?.overlong === true) this.refuseSuccess();
    this.explain();
  }

  /** Who has taken the beginning of a body that is too long for all of it has not succeeded, whatever he says. */
  private refuseSuccess(): void {
    const { state } = this.response();
    if (state.status.statusCode >= 400) return;
    if (!this.headersSent()) dropAnswer(state);
    refuseEntity(this);
  }

  /** What a handler has told of a notification that the core itself has raised fails the request. */
  mappingFailed(): void {
    if (this.failure?.ofStage === false) this.failure.apply(this);
    this.explain();
  }

  /** The head has left: nothing but a break can tell the client of an error now. */
  breakOff(error: unknown): void {
    this.sender?.writer.fail(error instanceof TimeLimitError ? "timeout" : "error", error);
  }

  /** Nobody wants what is still being read for the response. */
  protected unwanted(reason: unknown): void {
    if (this.responsePart === null) return;
    leaveUnread(this.responsePart.state, reason);
    this.guard("A body filter", () => this.sender!.writer.forsake(reason));
  }

  statusSet(): void {
    this.tracer?.status(this.responsePart!.state.status);
  }

  /** Keeps the isolate alive, where the runtime would end it with the response. */
  protected waitUntil(promise: Promise<unknown>): void {
    const context = this.executionCtx as Partial<ExecutionContextLike> | null | undefined;
    context?.waitUntil?.(promise);
  }

  /** In development, what went wrong stands in an error that has no body; for a client on this machine only. */
  protected explain(): void {
    if (this.core.options.development !== true || this.headersSent()) return;
    if (this.responsePart !== null) explain(this.responsePart.state, this.failure, this.request());
  }
}
