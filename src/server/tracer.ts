// Who builds the house and lets a request in? Events of one request, told to whoever asked for them.
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type { TraceEvent } from "../terms/trace-context.ts";
import type { Status } from "../context/status.ts";
import type { AnyStep, RunTracer } from "../engine/run-host.ts";

/** What an event says besides its name. */
export type TraceFields = Partial<Omit<TraceEvent, "name" | "sequence" | "time" | "context">>;

/** Tells the `trace` option of every event of one request. */
export class Tracer implements RunTracer {
  private sequence = 1;
  private readonly began = performance.now();

  constructor(
    private readonly tell: (event: TraceEvent) => void,
    private readonly context: IHttpContext4,
  ) {}

  start(step: AnyStep, module: object): void {
    this.event("NOTIFY_MODULE_START", fields(step));
    if (!("method" in step)) return;
    if ((module as CHttpModule)[step.method] === CHttpModule.prototype[step.method]) {
      this.warn(step, `${step.method} is registered, but the module does not override it`);
    }
  }

  completion(step: AnyStep, bytes: number, hr: HRESULT): void {
    this.event("NOTIFY_MODULE_COMPLETION", { ...fields(step), bytes, hr });
  }

  end(step: AnyStep, status: number): void {
    this.event("NOTIFY_MODULE_END", { ...fields(step), status });
  }

  warn(step: AnyStep | null, message: string): void {
    this.event("TRACE_WARNING", step === null ? { message } : { ...fields(step), message });
  }

  /** A module, or the core on its behalf, has set a status; only errors are events. */
  status({ statusCode, reason, errorToReport, module, notification }: Status): void {
    if (statusCode < 400) return;
    this.event("MODULE_SET_RESPONSE_ERROR_STATUS", {
      status: statusCode,
      message: reason,
      hr: errorToReport,
      module: module ?? undefined,
      notification,
    });
  }

  event(name: string, more: TraceFields = {}): void {
    const time = performance.now() - this.began;
    try {
      const event = { name, sequence: this.sequence++, time, context: this.context, ...more };
      const told = this.tell(event) as unknown as Partial<PromiseLike<void>> | undefined;
      told?.then?.(null, () => {});
    } catch {
      // A watcher that fails, at once or later, must not disturb what it watches.
    }
  }
}

function fields(step: AnyStep): TraceFields {
  const post = "post" in step ? step.post : false;
  return { module: step.registration.name, notification: step.notification, post };
}
