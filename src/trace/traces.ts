// Who is told what happened? Those who listen to a server: the `trace` option, and the modules of GL_TRACE_EVENT.
import type { CGlobalModule } from "../terms/global-module.ts";
import type { IGlobalTraceEventProvider } from "../terms/global-event-providers.ts";
import {
  ERROR_NOT_SUPPORTED,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import { GL_NOTIFICATION_CONTINUE, GL_NOTIFICATION_HANDLED } from "../terms/notification-status.ts";
import type { HTTP_TRACE_EVENT, TraceEvent } from "../terms/trace-context.ts";
import { caught } from "../engine/caught.ts";
import { type Configurations, EVERYTHING, type Judged, type Wish } from "./configurations.ts";

/** One event on its way to those who listen. What one of them needs of it is made when it is needed. */
export interface Told extends Judged {
  /** The request that it belongs to, if any. */
  readonly context: IHttpContext4 | null;
  /** What modules want to hear of this request alone. */
  readonly own: Configurations | null;
  /** What the `trace` option is told. */
  flat(): TraceEvent;
  /** What a module is told. */
  full(): HTTP_TRACE_EVENT;
  /** Tells that a listener could not take it. */
  warn(message: string): void;
}

/** Takes an event that a module has raised. */
export interface Raiser {
  raise(event: HTTP_TRACE_EVENT): void;
}

/** A global module that may listen. */
export interface Listening {
  readonly id: HTTP_MODULE_ID;
  readonly name: string;
  readonly globalModule: CGlobalModule | null;
}

/** Everybody who listens to one server. */
export class Traces {
  declare private readonly option: ((event: TraceEvent) => void) | undefined;
  /** What modules have asked of the server; more than one list where pipelines have met. */
  declare readonly configurations: Configurations[];
  /**
   * Who is being told of something now. What he raises meanwhile is told to the others, and what they raise in answer
   * to that to nobody: it would never end.
   */
  declare private readonly busy: Set<object>;
  declare private listeners: readonly Listening[];
  /** Whether anybody listens: without, no request keeps a tracer. */
  declare heard: boolean;

  constructor(option: ((event: TraceEvent) => void) | undefined, configurations: Configurations) {
    this.option = option;
    this.busy = new Set<object>();
    this.listeners = [];
    this.configurations = [configurations];
    this.heard = option !== undefined;
  }

  /** The modules of GL_TRACE_EVENT in their order. */
  listen(listeners: readonly Listening[]): void {
    this.listeners = listeners;
    this.heard = this.option !== undefined || listeners.length > 0;
  }

  /** Tells everybody who wants to hear of it. */
  tell(event: Told): void {
    if (this.busy.size > 1) return;
    if (this.option !== undefined) this.tellOption(this.option, event);
    for (const listener of this.listeners) {
      if (this.busy.has(listener) || !this.wants(listener.id, event)) continue;
      if (this.tellModule(listener, event) === GL_NOTIFICATION_HANDLED) return;
    }
  }

  /** Whether an event is meant for a module: it has asked for it, or listens and has never said to what. */
  wants(id: HTTP_MODULE_ID, event: Told): boolean {
    const lists = this.lists(event.own);
    if (lists.some((list) => list.wants(id, event))) return true;
    return this.listeners.some((one) => one.id === id) && !lists.some((list) => list.said(id));
  }

  /** What anybody wants of a provider; null if nobody wants anything. */
  wishFor(providerGuid: string, own: Configurations | null): Wish | null {
    const lists = this.lists(own);
    const open = this.listeners.some(({ id }) => !lists.some((list) => list.said(id)));
    if (this.option !== undefined || open) return EVERYTHING;
    const wishes = lists.flatMap((list) => list.wishesFor(providerGuid));
    if (wishes.length === 0) return null;
    return {
      areas: wishes.reduce((all, { areas }) => (all | areas) >>> 0, 0),
      verbosity: Math.max(...wishes.map(({ verbosity }) => verbosity)),
    };
  }

  private lists(own: Configurations | null): readonly Configurations[] {
    return own === null ? this.configurations : [...this.configurations, own];
  }

  private tellOption(option: (event: TraceEvent) => void, event: Told): void {
    if (this.busy.has(option)) return;
    this.busy.add(option);
    try {
      const told = option(event.flat()) as unknown as Partial<PromiseLike<void>> | undefined;
      told?.then?.(null, () => {});
    } catch {
      // A watcher that fails, at once or later, must not disturb what it watches.
    } finally {
      this.busy.delete(option);
    }
  }

  private tellModule(listener: Listening, event: Told): number {
    this.busy.add(listener);
    const threw = (error: unknown): void =>
      console.error(`Global module "${listener.name}" threw:`, error);
    try {
      const provider = new TraceProvider(this, event, listener);
      const result = listener.globalModule!.onGlobalTraceEvent(provider);
      caught(result, threw);
      return result ?? GL_NOTIFICATION_CONTINUE;
    } catch (error) {
      threw(error);
      return 0;
    } finally {
      this.busy.delete(listener);
    }
  }
}

/** What a handler of GL_TRACE_EVENT is given. */
class TraceProvider implements IGlobalTraceEventProvider {
  constructor(
    private readonly traces: Traces,
    private readonly event: Told,
    private readonly listener: Listening,
  ) {}

  getTraceEvent(): { hr: HRESULT; traceEvent: HTTP_TRACE_EVENT } {
    return { hr: S_OK, traceEvent: this.event.full() };
  }

  checkSubscription(moduleId: HTTP_MODULE_ID): boolean {
    return this.traces.wants(moduleId, this.event);
  }

  getCurrentHttpRequestContext(): { hr: HRESULT; httpContext: IHttpContext4 | null } {
    const { context } = this.event;
    if (context !== null) return { hr: S_OK, httpContext: context };
    return { hr: HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED), httpContext: null };
  }

  setErrorStatus(error: HRESULT): void {
    if (!FAILED(error)) return;
    const code = `0x${(error >>> 0).toString(16).padStart(8, "0")}`;
    this.event.warn(`Module "${this.listener.name}" could not take a trace event: ${code}`);
  }
}
