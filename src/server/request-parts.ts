// Who builds the house and lets a request in? The parts of one request, each made when somebody first asks for it.
import {
  ERROR_FILE_NOT_FOUND,
  ERROR_NOT_FOUND,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import {
  RQ_AUTHENTICATE_REQUEST,
  RQ_MAP_REQUEST_HANDLER,
  RQ_RESOLVE_REQUEST_CACHE,
} from "../terms/notifications.ts";
import {
  type IScriptMapInfo,
  SCRIPT_MAP_RESOURCE_TYPE as RESOURCE,
} from "../terms/script-map-info.ts";
import type { TransferOutcome } from "../terms/transfer-end.ts";
import { HttpConnection } from "../context/connection.ts";
import type { ContextDoor } from "../context/context-door.ts";
import { HttpContext } from "../context/http-context.ts";
import { HttpRequest } from "../context/http-request.ts";
import { HttpResponse } from "../context/http-response.ts";
import { ModuleContexts, NamedContexts } from "../context/module-contexts.ts";
import { RequestUrl } from "../context/request-url.ts";
import { ResponseState } from "../context/response-state.ts";
import { StageEvents } from "../context/stage-provider.ts";
import { disposeModules } from "../engine/module-instances.ts";
import { RequestRun } from "../engine/request-run.ts";
import type { AnyStep, RunHost } from "../engine/run-host.ts";
import { extendWalk } from "../plan/compile-plan.ts";
import type { Plan, Step } from "../plan/plan.ts";
import { ReadEntity } from "../raised/read-entity.ts";
import type { SendHost } from "../raised/send-host.ts";
import { SendResponse } from "../raised/send-response.ts";
import { EntityReader } from "../wire/entity-reader.ts";
import { connectionFacts } from "./addresses.ts";
import type { Downstream, HandledRequest } from "./downstream.ts";
import { explain, isLocal } from "./error-page.ts";
import { Failure } from "./failure.ts";
import { IMPLICIT_ENTRY, type MappedRequest, type ScriptMap } from "./handler-entries.ts";
import type { ExecutionContextLike } from "./options.ts";
import { outgoingRequest } from "./outgoing-request.ts";
import type { GrownPlan } from "./plan-set.ts";
import { UrlInfo } from "./site.ts";
import { Tracer } from "./tracer.ts";
import { ANONYMOUS } from "./user.ts";
import type { WebCore } from "./web-core.ts";

const NO_MOUNTS: readonly object[] = Object.freeze([]);

/** Everything that belongs to one request. */
export class RequestParts implements RunHost, SendHost, ContextDoor, HandledRequest, MappedRequest {
  readonly context: HttpContext = new HttpContext(this);
  readonly provider: StageEvents = new StageEvents(this);
  readonly tracer: Tracer | null;
  readonly run: RequestRun;
  readonly startTime: number = performance.now();
  /** The answer, once it has been handed over. */
  delivered: Response | null = null;
  /** Told of the answer, where it comes later. */
  onDelivered: ((response: Response) => void) | null = null;
  /** The mounts whose modules are part of this request. */
  mounts: readonly object[] = NO_MOUNTS;
  private adopted: Response | null = null;
  private responsePart: HttpResponse | null = null;
  private sender: SendResponse | null = null;
  private requestPart: HttpRequest | null = null;
  private reading: ReadEntity | null = null;
  private entity: EntityReader | null = null;
  private connectionPart: HttpConnection | null = null;
  private contextsPart: ModuleContexts | null = null;
  private namedPart: NamedContexts | null = null;
  private urlPart: UrlInfo | null = null;
  private authenticated: IHttpUser | null = null;
  private failure: Failure | null = null;
  private selected: ScriptMap | null = null;
  private requestHandled = false;
  private transferred = false;
  private onEnded: (() => void) | null = null;

  constructor(
    readonly core: WebCore,
    public plan: Plan,
    readonly incoming: Request,
    readonly env: unknown,
    private readonly givenContext: unknown,
    public downstream: Downstream | null,
  ) {
    const { trace } = core.options;
    this.tracer = trace === undefined ? null : new Tracer(trace, this.context, this.startTime);
    this.run = new RequestRun(this, plan.walk);
  }

  get countHeaderBytes(): boolean {
    return this.core.options.countHeaderBytes ?? false;
  }

  get bodyless(): boolean {
    return this.incoming.method === "HEAD";
  }

  get executionCtx(): unknown {
    return this.givenContext ?? this.downstream?.executionContext?.();
  }

  request(): HttpRequest {
    return this.requestPart ??= this.makeRequest();
  }

  response(): HttpResponse {
    return this.responsePart ??= this.makeResponse();
  }

  requestUrl(): URL {
    return this.requestPart?.url.url ?? new URL(this.incoming.url);
  }

  headersSent(): boolean {
    return this.sender?.writer.headSent ?? false;
  }

  edits(): number {
    return this.responsePart?.state.edits ?? 0;
  }

  handled(): boolean {
    return this.requestHandled;
  }

  setHandled(): void {
    this.requestHandled = true;
  }

  user(): IHttpUser | null {
    if (this.authenticated !== null || this.core.options.anonymous === false) {
      return this.authenticated;
    }
    return this.past(RQ_AUTHENTICATE_REQUEST) ? ANONYMOUS : null;
  }

  setUser(user: IHttpUser | null): void {
    if (user === null) return;
    this.authenticated = user;
    user.referenceUser?.();
    this.event("USER_SET");
  }

  site(): WebCore["site"] {
    return this.core.site;
  }

  application(): WebCore["application"] {
    return this.core.application;
  }

  metadata(): WebCore["metadata"] {
    return this.core.metadata;
  }

  urlInfo(): UrlInfo {
    return this.urlPart ??= new UrlInfo();
  }

  connection(): HttpConnection {
    return this.connectionPart ??= new HttpConnection(() => this.connected());
  }

  contexts(): ModuleContexts {
    return this.contextsPart ??= new ModuleContexts();
  }

  namedContexts(): NamedContexts {
    return this.namedPart ??= new NamedContexts();
  }

  scriptMap(): IScriptMapInfo | null {
    if (this.selected !== null || this.core.entries.length > 0) return this.selected;
    return this.past(RQ_MAP_REQUEST_HANDLER) ? IMPLICIT_ENTRY : null;
  }

  mapHandler(select: (path: string, verb: string) => ScriptMap | null): boolean {
    const entry = select(
      this.requestUrl().pathname,
      this.requestPart?.method ?? this.incoming.method,
    );
    if (entry === null && this.downstream === null) return this.notMapped(4);
    // Without files there is none that such an entry could be for.
    if (entry !== null && entry.getResourceType() !== RESOURCE.Unspecified) {
      return this.notMapped(0);
    }
    this.selected = entry ?? IMPLICIT_ENTRY;
    this.run.bottom.walk = this.core.entryWalk(this.plan, this.selected);
    if (this.responsePart !== null) this.responsePart.state.bufferLimit = this.bufferLimit();
    return true;
  }

  private notMapped(subStatus: number): false {
    const hr = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    this.response().setStatus(404, "Not Found", subStatus, hr);
    return false;
  }

  cancelIo(): HRESULT {
    if (this.reading?.cancel()) return S_OK;
    if (this.sender?.cancel()) return S_OK;
    return HRESULT_FROM_WIN32(ERROR_NOT_FOUND);
  }

  outgoing(): Request {
    return outgoingRequest(this.incoming, this.requestPart, this.plan, () => this.reader());
  }

  rerouted(): boolean {
    return this.requestPart?.url.routed ?? false;
  }

  /** Takes the answer of whoever stands behind the pipeline. */
  adopt(response: Response): void {
    if (this.responsePart?.state.returned(response, this.headersSent())) return;
    if (this.headersSent()) {
      this.warn("The head has left before: of the app's answer only the body follows");
      this.responsePart!.state.adoptBody(response);
    } else if (this.responsePart !== null) this.responsePart.state.adopt(response);
    else this.adopted = response;
  }

  /** The response as a Response, for a foreign middleware between two pipelines. */
  view(): Response {
    if (this.responsePart === null && this.adopted !== null) return this.adopted;
    return this.response().state.view(this.headersSent());
  }

  /** Goes on with a plan that has grown by modules behind a boundary, and walks those first. */
  nest(grown: GrownPlan, downstream: Downstream, through: () => void): void {
    const before = this.downstream;
    this.plan = grown.plan;
    this.run.bottom.walk = extendWalk(this.run.bottom.walk, grown.plan);
    this.downstream = downstream;
    this.run.nest(grown.nested, () => {
      this.downstream = before;
      through();
    });
  }

  /** Begins with another plan than the one of the URL that arrived. */
  start(plan: Plan): void {
    this.plan = plan;
    this.run.bottom.walk = plan.walk;
  }

  /** The app has failed after the head had left: nothing but a break can tell the client. */
  breakOff(error: unknown): void {
    this.sender?.writer.fail("error", error);
  }

  setErrorStatus(error: HRESULT): void {
    const step = this.currentStep();
    if (step === null) return;
    this.failure = FAILED(error) ? new Failure(step, error, null) : null;
    if (!FAILED(error) && this.responsePart === null) return;
    const { state } = this.response();
    const { name } = step.registration;
    state.status = {
      ...state.status,
      errorToReport: error,
      module: name,
      notification: step.notification,
    };
  }

  failed(step: AnyStep, error: unknown): void {
    this.failure = Failure.thrown(this, step, error) ?? this.failure;
  }

  factoryFailed(step: AnyStep, hr: HRESULT, cause: unknown): void {
    this.failure = new Failure(step, hr, cause);
    Failure.report(this, step, cause);
  }

  isolated(name: string, error: unknown): void {
    Failure.isolated(this, name, error);
  }

  finished(step: Step): void {
    // An error that was told with CONTINUE is known, but fails nobody else's FINISH_REQUEST.
    if (this.failure?.step === step) this.failure.apply(this);
    this.explain();
  }

  /** In development, what went wrong stands in an error that has no body; for a client on this machine only. */
  explain(): void {
    if (this.core.options.development !== true || this.responsePart === null) return;
    if (!this.headersSent() && isLocal(this.request())) {
      explain(this.responsePart.state, this.failure);
    }
  }

  aborted(): boolean {
    return this.incoming.signal.aborted;
  }

  statusSet(): void {
    if (this.responsePart!.state.status.statusCode < 400) return;
    this.event("MODULE_SET_RESPONSE_ERROR_STATUS");
  }

  deliver(response: Response): void {
    this.delivered = response;
    this.onDelivered?.(response);
    if (this.run.over) return;
    const context = this.executionCtx as Partial<ExecutionContextLike> | null | undefined;
    context?.waitUntil?.(new Promise<void>((resolve) => this.onEnded = resolve));
  }

  headTaken(): Promise<void> | void {
    return this.downstream?.headTaken?.();
  }

  through(): void {
    if (this.adopted !== null && this.unwatched && !this.bodyless) {
      this.deliver(this.adopted);
      return this.ended();
    }
    this.response();
    this.explain();
    const sent = this.sender!.finish();
    if (sent === undefined) return this.ended();
    sent.catch((error) => {
      console.error(error);
      this.breakOff(error);
    }).then(() => this.ended());
  }

  transferEnded(outcome: TransferOutcome, bytes: number, error?: unknown): void {
    if (this.transferred) return;
    this.transferred = true;
    if (outcome === "client-gone") this.connectionPart?.notifyDisconnect();
    const duration = performance.now() - this.startTime;
    for (const { name, onTransferEnd } of this.plan.transferEnd) {
      try {
        onTransferEnd!(this.context, { bytes, outcome, duration, error });
      } catch (thrown) {
        this.isolated(name, thrown);
      }
    }
  }

  event(name: string, bytes?: number, hr?: HRESULT): void {
    if (this.tracer === null) return;
    const step = this.currentStep();
    const status = this.responsePart?.state.status.statusCode;
    this.tracer.event(name, {
      module: step?.registration.name,
      notification: step?.notification,
      bytes,
      hr,
      status,
    });
  }

  warn(message: string): void {
    this.tracer?.warn(this.currentStep(), message);
  }

  currentStep(): AnyStep | null {
    return this.run.active ?? this.run.top.step;
  }

  /** Nobody has asked for the response, and nobody watches it leave. */
  private get unwatched(): boolean {
    const { sendResponse, transferEnd } = this.plan;
    return this.responsePart === null && sendResponse.length === 0 && transferEnd.length === 0 &&
      this.tracer === null;
  }

  private past(bit: number): boolean {
    const step = this.run.bottom.step;
    return step !== null && (step.notification > bit || (step.notification === bit && step.post));
  }

  private connected(): boolean {
    const writer = this.sender?.writer;
    if (writer?.gone || writer?.broken) return false;
    return this.transferred || this.run.over || !this.incoming.signal.aborted;
  }

  private bufferLimit(): number {
    const own = this.core.options.responseBufferLimit;
    return this.selected === null || this.selected === IMPLICIT_ENTRY
      ? own ?? IMPLICIT_ENTRY.getResponseBufferLimit()
      : this.selected.getResponseBufferLimit();
  }

  private makeResponse(): HttpResponse {
    const state = new ResponseState();
    state.bufferLimit = this.bufferLimit();
    if (this.adopted !== null) state.adopt(this.adopted);
    this.adopted = null;
    this.sender = new SendResponse(this, state);
    return new HttpResponse(state, this.sender);
  }

  private makeRequest(): HttpRequest {
    const url = new RequestUrl(this.incoming.url, () => {
      const step = this.run.bottom.step;
      return step === null || step.notification <= RQ_RESOLVE_REQUEST_CACHE;
    });
    const entity = this.entity = new EntityReader(this.incoming);
    const facts = connectionFacts(this.incoming, this.env);
    const siteId = this.core.site.getSiteId();
    return new HttpRequest(this.incoming, url, entity, this.reader(), facts, siteId);
  }

  private reader(): ReadEntity {
    return this.reading ??= new ReadEntity(this, () => this.entity ?? this.request().entity);
  }

  private ended(): void {
    disposeModules(this.run);
    const warn = (message: string): void => this.warn(message);
    this.contextsPart?.contexts.cleanUp(warn);
    this.namedPart?.contexts.cleanUp(warn);
    this.urlPart?.contexts.contexts.cleanUp(warn);
    this.connectionPart?.contexts.contexts.cleanUp(warn);
    this.authenticated?.dereferenceUser?.();
    this.event("GENERAL_REQUEST_END");
    this.onEnded?.();
    this.core.requestEnded();
  }
}
