// Who is told what happened? IHttpTraceContext: where modules ask what is wanted, say what they want, and raise events.
import { E_INVALIDARG, type HRESULT, S_OK } from "../terms/hresult.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import type {
  HTTP_TRACE_CONFIGURATION,
  HTTP_TRACE_EVENT,
  IHttpTraceContext,
} from "../terms/trace-context.ts";
import {
  GUID_IIS_WWW_GLOBAL_TRACE_PROVIDER,
  GUID_IIS_WWW_SERVER_TRACE_PROVIDER,
} from "../terms/trace-types.ts";
import { Configurations } from "./configurations.ts";
import { quickTraceEvent } from "./module-events.ts";
import { ServerEvents } from "./server-events.ts";
import type { Raiser, Traces } from "./traces.ts";

abstract class TraceContext implements IHttpTraceContext {
  declare private readonly provider: string;
  declare private id: string | null;

  constructor(provider: string) {
    this.provider = provider;
    this.id = null;
  }

  protected abstract readonly traces: Traces;
  /** What modules want of this request alone; null for the server. */
  abstract readonly own: Configurations | null;
  protected abstract configurations(): Configurations;
  /** Null while nobody listens. */
  protected abstract readonly raiser: Raiser | null;

  getTraceConfiguration(
    httpTraceConfiguration: HTTP_TRACE_CONFIGURATION,
  ): ReturnType<IHttpTraceContext["getTraceConfiguration"]> {
    const asked = { ...httpTraceConfiguration, providerEnabled: false };
    const { providerGuid } = asked;
    if (typeof providerGuid !== "string" || providerGuid === "") {
      return { hr: E_INVALIDARG, httpTraceConfiguration: asked };
    }
    const wish = this.traces.wishFor(providerGuid, this.own);
    const found = wish === null ? asked : { ...asked, ...wish, providerEnabled: true };
    return { hr: S_OK, httpTraceConfiguration: found };
  }

  setTraceConfiguration(
    moduleId: HTTP_MODULE_ID,
    httpTraceConfiguration: HTTP_TRACE_CONFIGURATION | HTTP_TRACE_CONFIGURATION[],
  ): HRESULT {
    return this.configurations().set(moduleId, httpTraceConfiguration);
  }

  raiseTraceEvent(traceEvent: HTTP_TRACE_EVENT): HRESULT {
    if (!isEvent(traceEvent)) return E_INVALIDARG;
    this.raiser?.raise(traceEvent);
    return S_OK;
  }

  getTraceActivityId(): string {
    return this.id ??= crypto.randomUUID();
  }

  quickTrace(
    data1: string,
    data2: string | null = null,
    lastError: HRESULT = S_OK,
    level = 4,
  ): HRESULT {
    const known = Number.isInteger(level) && level >= 1 && level <= 7;
    if (typeof data1 !== "string" || !known) return E_INVALIDARG;
    const { raiser } = this;
    if (raiser === null) return S_OK;
    raiser.raise(quickTraceEvent(this.provider, data1, data2, lastError, level));
    return S_OK;
  }
}

/** By what events are put in order: a request and its children count along one line. */
export interface TraceLine {
  sequence: number;
  readonly began: number;
}

/** The trace context of one request. Its children belong to the same activity. */
export class RequestTrace extends TraceContext {
  readonly line: TraceLine;
  private mine: Configurations | null = null;

  constructor(
    protected readonly traces: Traces,
    protected readonly raiser: Raiser | null,
    private readonly parent: RequestTrace | null,
  ) {
    super(GUID_IIS_WWW_SERVER_TRACE_PROVIDER);
    this.line = parent?.line ?? { sequence: 1, began: performance.now() };
  }

  /** What modules want of a request, they want of its children until they say something else there. */
  get own(): Configurations | null {
    return this.mine ?? this.parent?.own ?? null;
  }

  override getTraceActivityId(): string {
    return this.parent?.getTraceActivityId() ?? super.getTraceActivityId();
  }

  protected configurations(): Configurations {
    return this.mine ??= new Configurations();
  }
}

/** The trace context of a server. Modules get it before anybody is known who listens. */
export class ServerTrace extends TraceContext {
  declare protected traces: Traces;
  declare private readonly list: Configurations;
  declare readonly own: null;

  constructor(traces: Traces, list: Configurations) {
    super(GUID_IIS_WWW_GLOBAL_TRACE_PROVIDER);
    this.traces = traces;
    this.list = list;
    this.own = null;
  }

  /** Goes on with everybody who listens where pipelines have met. */
  reach(traces: Traces): void {
    this.traces = traces;
  }

  protected configurations(): Configurations {
    return this.list;
  }

  /** Tells of something suspicious. */
  warn(message: string): void {
    this.raiser?.warn(message);
  }

  protected get raiser(): ServerEvents | null {
    return this.traces.heard ? new ServerEvents(this.traces, this.getTraceActivityId()) : null;
  }
}

function isEvent(event: HTTP_TRACE_EVENT): boolean {
  if (typeof event !== "object" || event === null) return false;
  const { providerGuid, eventName, eventItems } = event;
  return typeof providerGuid === "string" && typeof eventName === "string" &&
    Array.isArray(eventItems);
}
