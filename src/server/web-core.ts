// Who builds the house and lets a request in? Modules are read once here; every request begins here.
import { CHttpModule } from "../terms/http-module.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { GL_PRE_BEGIN_REQUEST, GL_STOP_LISTENING, GL_TRACE_EVENT } from "../terms/notifications.ts";
import type { HttpContext } from "../context/http-context.ts";
import { type ModuleInput, readModules } from "../plan/read-modules.ts";
import type { CoreModules, Plan, Registration, Walk } from "../plan/plan.ts";
import { ModuleRegistration } from "../plan/registration.ts";
import { Configurations } from "../trace/configurations.ts";
import { tellArrival, tellPreBegin, tellStart } from "../trace/request-events.ts";
import { ServerTrace } from "../trace/trace-context.ts";
import type { Tracer } from "../trace/tracer.ts";
import { Traces } from "../trace/traces.ts";
import { RuntimeConnection } from "./addresses.ts";
import { type Downstream, DownstreamHandler } from "./downstream.ts";
import { GlobalEvents } from "./global-events.ts";
import { HandlerMapping, type ScriptMap } from "./handler-entries.ts";
import { HttpServer } from "./http-server.ts";
import type { PipelineOptions } from "./options.ts";
import { entryWalk, PlanSet } from "./plan-set.ts";
import { RequestLife } from "./request-life.ts";
import type { Place } from "./site.ts";
import { UserCheck } from "./user.ts";

/** The name under which the core itself appears in traces. */
const CORE_NAME = "IIS Web Core";

const partsOf = (context: IHttpContext4): RequestLife =>
  (context as HttpContext).parts as RequestLife;

/** One set of modules with everything around it. */
export class WebCore {
  readonly traces: Traces;
  readonly httpServer: HttpServer;
  readonly globals: GlobalEvents;
  readonly plans: PlanSet;
  private readonly hearsPreBegin: boolean;
  private running = 0;
  private closing: Promise<void> | null = null;
  private drained: (() => void) | null = null;

  constructor(
    modules: ModuleInput | readonly Registration[],
    readonly options: PipelineOptions,
    readonly entries: readonly ScriptMap[],
    readonly place: Place,
  ) {
    const configurations = new Configurations();
    this.traces = new Traces(options.trace, configurations);
    this.httpServer = new HttpServer(new ServerTrace(this.traces, configurations));
    const registrations = readRegistrations(modules, this.httpServer);
    this.globals = new GlobalEvents(registrations);
    this.traces.listen(this.globals.listeners(GL_TRACE_EVENT));
    this.httpServer.reach(this.globals, this.traces);
    this.hearsPreBegin = this.globals.has(GL_PRE_BEGIN_REQUEST);
    this.plans = new PlanSet(registrations, coreModules(options, entries));
    checkEntries(entries, registrations);
    this.warnOfOrder();
  }

  /** Goes on where another core's modules have met these: their server reaches every one, and hears of everything. */
  join(other: WebCore): void {
    this.traces.configurations.push(...other.traces.configurations);
    other.httpServer.reach(this.globals, this.traces);
  }

  /** Lets a request in. The answer is there at once if nothing had to be waited for. */
  begin(
    request: Request,
    env: unknown,
    executionCtx: unknown,
    downstream: Downstream | null,
  ): RequestLife {
    const plan = this.plans.planFor(request.url);
    const parts = new RequestLife(this, plan, request, env, executionCtx, downstream);
    this.running++;
    downstream?.meet?.(parts);
    if (parts.tracer !== null) this.tellStart(parts.tracer, request);
    if (this.hearsPreBegin) this.preBegin(parts);
    if (parts.tracer !== null) {
      tellArrival(parts.tracer, request, new RuntimeConnection(request, env));
    }
    parts.run.walk(parts.run.bottom);
    return parts;
  }

  /** The walk of a request whose handler entry has been selected. */
  entryWalk(plan: Plan, entry: ScriptMap): Walk {
    return entryWalk(plan, entry);
  }

  requestEnded(): void {
    this.running--;
    if (this.running === 0) this.drained?.();
  }

  get closed(): boolean {
    return this.closing !== null;
  }

  /** Lets no further request in, waits for those that run until the deadline, and ends the modules once. */
  close(deadline: number): Promise<void> {
    return this.closing ??= this.stop(deadline);
  }

  private async stop(deadline: number): Promise<void> {
    const provider = { drainRequestsGracefully: () => true, setErrorStatus: () => {} };
    this.globals.raise(GL_STOP_LISTENING, (module) => module.onGlobalStopListening(provider));
    await this.drain(deadline);
    for (const { terminate, name } of this.plans.registrations) {
      try {
        terminate();
      } catch (error) {
        console.error(`terminate() of module "${name}" threw:`, error);
      }
    }
    for (const { contexts } of [this.place.site, this.place.application, this.place.metadata]) {
      contexts.contexts.cleanUp((message) => console.error(message));
    }
  }

  private drain(deadline: number): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = Number.isFinite(deadline) ? setTimeout(resolve, deadline) : undefined;
      this.drained = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private preBegin(parts: RequestLife): void {
    const provider = { getHttpContext: () => parts.context, setErrorStatus: () => {} };
    this.globals.raise(GL_PRE_BEGIN_REQUEST, (module, name) => {
      if (parts.tracer === null) return module.onGlobalPreBeginRequest(provider);
      return tellPreBegin(parts.tracer, name, () => module.onGlobalPreBeginRequest(provider));
    });
    if (parts.rerouted()) parts.start(this.plans.planFor(parts.requestUrl().href));
  }

  private tellStart(tracer: Tracer, request: Request): void {
    const siteId = this.place.site.getSiteId();
    tellStart(tracer, { siteId, appPool: this.httpServer.getAppPoolName(), request });
  }

  private warnOfOrder(): void {
    for (const message of this.plans.warnings) this.httpServer.trace.warn(message);
  }
}

function readRegistrations(
  modules: ModuleInput | readonly Registration[],
  server: HttpServer,
): readonly Registration[] {
  const [first] = Array.isArray(modules) ? modules : [];
  const isRead = typeof first === "object" && first !== null && "globalPriorities" in first;
  return isRead ? modules as readonly Registration[] : readModules(modules as ModuleInput, server);
}

function coreModules(options: PipelineOptions, entries: readonly ScriptMap[]): CoreModules {
  return {
    userCheck: options.anonymous === false ? coreModule(new UserCheck()) : null,
    handlerMapping: entries.length > 0 ? coreModule(new HandlerMapping(entries, partsOf)) : null,
    downstream: coreModule(new DownstreamHandler(partsOf)),
  };
}

function coreModule(shared: CHttpModule): Registration {
  return new ModuleRegistration(CORE_NAME).finish({ host: shared, shared });
}

/** An entry that names a module which is not there could never work. */
function checkEntries(entries: readonly ScriptMap[], registrations: readonly Registration[]): void {
  const names = new Set(registrations.map((r) => r.name));
  for (const entry of entries) {
    for (const name of entry.modules) {
      if (names.has(name)) continue;
      throw new TypeError(
        `Handler entry "${entry.getName()}": modules names "${name}", wished for one of ${
          [...names].map((n) => `"${n}"`).join(", ") || "the modules (there are none)"
        }`,
      );
    }
  }
}
