// Who is told what happened? The events of one request, in order.
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type { HTTP_TRACE_EVENT, TraceEvent } from "../terms/trace-context.ts";
import { ticks } from "../engine/clock.ts";
import type { AnyStep, RunTracer, TraceFields, TraceValue } from "../engine/run-host.ts";
import { kindOf } from "./catalogue.ts";
import type { Judged } from "./configurations.ts";
import { coreEvent, notificationName } from "./event-items.ts";
import { completed, textOfItems } from "./module-events.ts";
import type { RequestTrace } from "./trace-context.ts";
import type { Raiser, Told, Traces } from "./traces.ts";

/** The request whose events they are. */
export interface TracedRequest {
  readonly context: IHttpContext4;
  /** Whose handler is running. */
  currentStep(): AnyStep | null;
  extras(): { trace(): RequestTrace };
}

/** The status that somebody has set. */
interface SetStatus {
  readonly statusCode: number;
  readonly reason: string;
  readonly subStatus: number;
  readonly errorToReport: HRESULT;
  readonly module: string | null;
  readonly notification: number;
}

/** Tells those who listen of every event of one request. */
export class Tracer implements RunTracer, Raiser {
  /** Bytes of the request's body that were read. */
  received = 0;

  constructor(private readonly traces: Traces, private readonly request: TracedRequest) {}

  start(step: AnyStep, module: object | null): void {
    this.event("NOTIFY_MODULE_START", fields(step), values(step));
    if (module === null || !("method" in step)) return;
    if ((module as CHttpModule)[step.method] === CHttpModule.prototype[step.method]) {
      this.warn(step, `${step.method} is registered, but the module does not override it`);
    }
  }

  completion(step: AnyStep, bytes: number, hr: HRESULT): void {
    const told = { ...fields(step), bytes, hr };
    this.event("NOTIFY_MODULE_COMPLETION", told, [...values(step), bytes, hr]);
  }

  end(step: AnyStep, status: number): void {
    this.event("NOTIFY_MODULE_END", { ...fields(step), status }, [...values(step), status]);
  }

  warn(step: AnyStep | null, message: string): void {
    const { registration, notification = 0 } = step ?? {};
    const told = step === null ? { message } : { ...fields(step), message };
    this.event("TRACE_WARNING", told, [registration?.name ?? null, notification, message]);
  }

  /** A module, or the core on its behalf, has set a status; only errors are events. */
  status({ statusCode, reason, subStatus, errorToReport, module, notification }: SetStatus): void {
    if (statusCode < 400) return;
    const told = {
      status: statusCode,
      message: reason,
      hr: errorToReport,
      module: module ?? undefined,
      notification,
    };
    const items = [module, notification, statusCode, reason, subStatus, errorToReport, null];
    this.event("MODULE_SET_RESPONSE_ERROR_STATUS", told, items);
  }

  /** Tells of an event of the core, with its values in the order of the catalogue. */
  event(name: string, more: TraceFields = {}, items: readonly TraceValue[] = []): void {
    const timeStamp = ticks();
    this.tell(
      kindOf(name),
      { name, ...more },
      () => coreEvent(name, items, this.activityId(), timeStamp),
    );
  }

  /** Tells of an event that a module has raised. */
  raise(event: HTTP_TRACE_EVENT): void {
    const whole = completed(event, this.activityId());
    const step = this.request.currentStep();
    const where = step === null ? {} : fields(step);
    this.tell(
      whole,
      { ...where, name: whole.eventName, message: textOfItems(whole) },
      () => whole,
    );
  }

  private tell(
    { providerGuid, area, verbosity }: Judged,
    more: TraceFields & Pick<TraceEvent, "name">,
    make: () => HTTP_TRACE_EVENT,
  ): void {
    const { context } = this.request;
    const { line, own } = this.request.extras().trace();
    const flat = { sequence: line.sequence++, time: performance.now() - line.began, context };
    let made: HTTP_TRACE_EVENT | null = null;
    const told: Told = {
      providerGuid,
      area,
      verbosity,
      context,
      own,
      flat: () => ({ ...flat, ...more }),
      full: () => made ??= make(),
      warn: (message) => this.warn(null, message),
    };
    this.traces.tell(told);
  }

  private activityId(): string {
    return this.request.extras().trace().getTraceActivityId();
  }
}

function fields(step: AnyStep): TraceFields {
  const { registration, notification } = step;
  const message = notificationName(notification);
  return { module: registration.name, notification, post: isPost(step), message };
}

function values(step: AnyStep): TraceValue[] {
  return [step.registration.name, step.notification, isPost(step)];
}

const isPost = (step: AnyStep): boolean => "post" in step ? step.post : false;
