// Who builds the house and lets a request in? Modules are read once here; every request begins here.
import {
  GL_APPLICATION_START,
  GL_APPLICATION_STOP,
  GL_PRE_BEGIN_REQUEST,
  GL_STOP_LISTENING,
  GL_TRACE_EVENT,
} from "../terms/notifications.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { Limits } from "../terms/time-limit.ts";
import type { FrequentHits } from "../cache/uri-key.ts";
import type { ModuleInput } from "../plan/read-modules.ts";
import type { Plan, Registration, Walk } from "../plan/plan.ts";
import { timeWaits } from "../engine/clock.ts";
import { Configurations } from "../trace/configurations.ts";
import { tellArrival, tellPreBegin, tellStart } from "../trace/request-events.ts";
import { ServerTrace } from "../trace/trace-context.ts";
import type { Tracer } from "../trace/tracer.ts";
import { Traces } from "../trace/traces.ts";
import { RuntimeConnection } from "./addresses.ts";
import { ApplicationLife } from "./application-life.ts";
import { checkEntries, coreModules, readRegistrations } from "./core-modules.ts";
import { ChildLife } from "./child-life.ts";
import type { ParentRequest } from "./children.ts";
import type { Downstream } from "./downstream.ts";
import { refuse } from "./failure.ts";
import { readFrequentHits } from "./frequent-hits.ts";
import { FileCache } from "./file-cache.ts";
import { type GlobalCall, GlobalEvents } from "./global-events.ts";
import { PreBeginRequest, type Refusal, refusalOf, StopListening } from "./global-providers.ts";
import { mapEarly } from "./handler-entries.ts";
import { HttpServer } from "./http-server.ts";
import { timeLimits } from "./limits.ts";
import type { WebServerOptions } from "./options.ts";
import { entryWalk, PlanSet } from "./plan-set.ts";
import { authenticated, discardBody, preload } from "./preload.ts";
import { implicitEntry, needsFile, type ScriptMap, type SelectedMap } from "./script-map.ts";
import { RequestLife } from "./request-life.ts";
import { type RunningRequest, RunningRequests } from "./running-requests.ts";
import type { Place } from "./site.ts";
import { startWarnings } from "./start-warnings.ts";
import { Deadline, terminateAll } from "./terminate.ts";
import { VirtualFiles } from "./virtual-files.ts";

/** What may happen before the pipeline; who waits for the stop of an application has to know of its start. */
const BEFORE = [GL_APPLICATION_START, GL_APPLICATION_STOP, GL_PRE_BEGIN_REQUEST];

/** One set of modules with everything around it. */
export class WebCore {
  declare readonly options: WebServerOptions;
  declare readonly entries: readonly ScriptMap[];
  declare readonly implicit: ScriptMap;
  declare readonly place: Place;
  declare readonly traces: Traces;
  declare readonly files: VirtualFiles | null;
  declare readonly httpServer: HttpServer;
  declare readonly globals: GlobalEvents;
  declare readonly plans: PlanSet;
  declare readonly frequentHits: FrequentHits;
  declare readonly limits: Limits | null;
  declare readonly entityLimit: number;
  declare private readonly life: ApplicationLife;
  /** Whether a global module wants to hear of something before the pipeline. */
  declare private readonly hearsBefore: boolean;
  /** Whether an entry may have a path mapped before BEGIN_REQUEST. */
  declare private readonly mapsEarly: boolean;
  declare private readonly running: RunningRequests;
  declare private closing: Promise<void> | null;

  constructor(
    modules: ModuleInput | readonly Registration[],
    options: WebServerOptions,
    entries: readonly ScriptMap[],
    place: Place,
  ) {
    this.options = options;
    this.entries = entries;
    this.implicit = implicitEntry(options.responseBufferLimit);
    this.place = place;
    this.running = new RunningRequests();
    this.closing = null;
    const configurations = new Configurations();
    this.traces = new Traces(options.trace, configurations);
    const trace = new ServerTrace(this.traces, configurations);
    this.files = options.files === undefined
      ? null
      : new VirtualFiles(options.files, place.root, new FileCache(() => this.httpServer));
    this.httpServer = new HttpServer(place, trace, this.files, options.workerProcess);
    this.frequentHits = readFrequentHits("serverRuntime", options.serverRuntime);
    this.limits = timeLimits(options.limits);
    if (this.limits !== null) timeWaits();
    this.entityLimit = options.limits?.maxEntityBytes ?? Infinity;
    const warn = (message: string): void => trace.warn(message);
    const { registrations, refusal } = readRegistrations(
      modules,
      this.httpServer,
      place,
      warn,
      entries,
    );
    this.globals = new GlobalEvents(registrations, warn);
    this.traces.listen(this.globals.listeners(GL_TRACE_EVENT));
    this.life = new ApplicationLife(this.globals, place.application, refusal);
    this.hearsBefore = BEFORE.some((bit) => this.globals.has(bit)) || refusal !== null;
    this.plans = new PlanSet(registrations, coreModules(options, entries));
    if (entries.length > 0) checkEntries(entries, registrations);
    this.mapsEarly = entries.some(needsFile);
    this.httpServer.reach(this.globals, this.traces);
    const slips = startWarnings(registrations, entries, this.files !== null);
    for (const message of [...this.plans.warnings, ...slips]) warn(message);
  }

  /** Goes on where another core's modules have met these: their server reaches every one, and hears of everything. */
  join(other: WebCore): void {
    this.traces.configurations.push(...other.traces.configurations);
    other.httpServer.reach(this.globals, this.traces);
    other.httpServer.files.reach(this.files);
  }

  /** Lets a request in. The answer is there at once if nothing had to be waited for. */
  begin(
    request: Request,
    env: unknown,
    executionCtx: unknown,
    downstream: Downstream | null,
  ): RequestLife {
    const parts = this.prepare(request, env, executionCtx, downstream);
    this.enter(parts);
    return parts;
  }

  /** Makes a request that has yet to enter. */
  prepare(
    request: Request,
    env: unknown,
    executionCtx: unknown,
    downstream: Downstream | null,
  ): RequestLife {
    const plan = this.plans.planOf(request);
    return new RequestLife(this, plan, request, env, executionCtx, downstream);
  }

  /** Makes a clone; a pipeline without a handle on what stands behind it makes one that cannot be executed (ruling 29). */
  clone(parent: ParentRequest, request: Request, abort: AbortController): ChildLife {
    const above = parent as RequestLife;
    const behind = above.downstream === null ? null : above.downstream.again?.();
    return new ChildLife(above, request, abort, behind);
  }

  planAt(url: string): Plan {
    return this.plans.planFor(url);
  }

  /** Lets it enter the pipeline. What comes before the stages is for requests of clients. */
  enter(parts: RequestLife): void {
    this.running.began();
    parts.downstream?.meet?.(parts);
    const { tracer, incoming, env } = parts;
    if (tracer !== null) this.tellStart(tracer, parts.requestUrl().href, parts.method);
    const refused = this.hearsBefore && parts.parent() === null && this.before(parts);
    if (tracer !== null && parts.parent() === null) {
      tellArrival(tracer, incoming, new RuntimeConnection(incoming, env));
    }
    const overlong = this.entityLimit !== Infinity && parts.measureEntity();
    if (this.mapsEarly && !refused && !overlong) mapEarly(this.entries, parts);
    else parts.run.walk(parts.run.bottom);
    this.running.left(parts);
    if (this.limits !== null && parts.slot >= 0) parts.extras().budget().arm();
  }

  /** The walk of a request whose handler entry has been selected. */
  entryWalk(plan: Plan, entry: SelectedMap): Walk {
    return entryWalk(plan, entry.modules);
  }

  requestEnded(request: RunningRequest): void {
    this.running.ended(request);
  }

  get closed(): boolean {
    return this.closing !== null;
  }

  /** Starts the application, and has its modules warm it up with requests of their own. */
  async preload(downstream: Downstream | null): Promise<HRESULT> {
    const refusal = this.life.start();
    if (refusal !== null) return refusal.hr;
    const hr = await preload<RequestLife>({
      globals: this.globals,
      make: () => this.prepare(new Request("http://localhost/"), undefined, undefined, downstream),
      run: async (parts, user) => {
        if (parts.rerouted()) parts.start(this.planAt(parts.requestUrl().href));
        if (user !== null) authenticated(parts, user, this.plans.registrations);
        this.enter(parts);
        await discardBody(parts.delivered ?? await answer(parts));
      },
    });
    await this.place.application.warm();
    return hr;
  }

  /** Lets no further request in, waits for those that run until the deadline, and ends the modules once. */
  close(deadline: number): Promise<void> {
    return this.closing ??= this.stop(deadline);
  }

  private async stop(deadline: number): Promise<void> {
    const { place, globals } = this;
    const end = new Deadline(deadline);
    const provider = new StopListening(deadline > 0);
    const call: GlobalCall = (module) => module.onGlobalStopListening(provider);
    globals.raise(GL_STOP_LISTENING, call, provider);
    await this.running.drain(deadline);
    place.recycle();
    this.httpServer.purge();
    await terminateAll(this.plans.registrations, end);
    this.httpServer.files.close();
    place.close();
  }

  /** What comes before the pipeline; true if an error there is answered in the place of its stages. */
  private before(parts: RequestLife): boolean {
    const refusal = this.life.start() ?? this.preBegin(parts);
    if (parts.rerouted()) parts.start(this.plans.planFor(parts.requestUrl().href));
    if (refusal !== null) refuse(parts, refusal);
    return refusal !== null;
  }

  private preBegin(parts: RequestLife): Refusal | null {
    const { tracer, context } = parts;
    const provider = new PreBeginRequest(context);
    const call: GlobalCall = (module, name) =>
      tracer === null
        ? module.onGlobalPreBeginRequest(provider)
        : tellPreBegin(tracer, name, () => module.onGlobalPreBeginRequest(provider));
    return refusalOf(this.globals.raise(GL_PRE_BEGIN_REQUEST, call, provider), provider);
  }

  private tellStart(tracer: Tracer, url: string, method: string): void {
    const siteId = this.place.site.getSiteId();
    const appPool = this.httpServer.getAppPoolName();
    tellStart(tracer, { siteId, appPool, request: { url, method } });
  }
}

/** The answer of a request that has to be waited for. */
export function answer(parts: RequestLife): Promise<Response> {
  return new Promise((resolve) => parts.recipient = { receive: resolve });
}
