// Who builds the house and lets a request in? The parts of one request, each made when somebody first asks for it.
import { ERROR_NOT_FOUND, type HRESULT, HRESULT_FROM_WIN32, S_OK } from "../terms/hresult.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { RQ_MAP_REQUEST_HANDLER, RQ_RESOLVE_REQUEST_CACHE } from "../terms/notifications.ts";
import type { IScriptMapInfo } from "../terms/script-map-info.ts";
import type { ContextDoor } from "../context/context-door.ts";
import { HttpContext } from "../context/http-context.ts";
import { type ConnectionFacts, HttpRequest } from "../context/http-request.ts";
import { HttpResponse } from "../context/http-response.ts";
import { RequestUrl } from "../context/request-url.ts";
import type { ResponseReach } from "../context/response-door.ts";
import { ResponseState } from "../context/response-state.ts";
import { StageEvents } from "../context/stage-provider.ts";
import { ticks } from "../engine/clock.ts";
import { RequestRun } from "../engine/request-run.ts";
import type { AnyStep, RunHost } from "../engine/run-host.ts";
import { type EntityHost, ReadEntity } from "../raised/read-entity.ts";
import type { SendHost, Switched } from "../raised/send-host.ts";
import { SendResponse } from "../raised/send-response.ts";
import type { BodyStreamOwner, WriteSettled } from "../wire/body-sink.ts";
import { arrivedUrl } from "../wire/arrived-url.ts";
import { EntityReader } from "../wire/entity-reader.ts";
import { RuntimeConnection } from "./addresses.ts";
import { tellHandler } from "../trace/request-events.ts";
import { Tracer } from "../trace/tracer.ts";
import { outgoingRequest } from "./outgoing-request.ts";
import { type ExtrasHost, RequestExtras } from "./request-extras.ts";
import { GIVEN, type Given, RootRequest } from "./root-request.ts";
import { switchProtocols } from "./request-socket.ts";
import type { RequestMapping } from "./request-mapping.ts";
import type { SelectedMap } from "./script-map.ts";

type Life = RunHost & SendHost & EntityHost & ExtrasHost;

/** The parts of one request. How it lives with them stands in RequestLife. */
export abstract class RequestParts extends RootRequest implements ContextDoor {
  declare readonly context: HttpContext;
  declare readonly provider: StageEvents;
  declare readonly startTime: number;
  declare readonly tracer: Tracer | null;
  declare readonly run: RequestRun;
  /** The app's answer, as long as no module has asked for the response. */
  declare protected adopted: Response | null;
  declare protected responsePart: HttpResponse | null;
  declare protected sender: SendResponse | null;
  declare protected extrasPart: RequestExtras | null;
  declare private requestPart: HttpRequest | null;
  declare protected reading: ReadEntity | null;
  declare private selected: SelectedMap | null;
  declare private requestHandled: boolean;

  constructor(...given: Given) {
    super(...given);
    const { core, plan } = this;
    this.context = new HttpContext(this);
    this.provider = new StageEvents(this);
    this.startTime = ticks();
    this.adopted =
      this.responsePart =
      this.sender =
      this.extrasPart =
        null;
    this.requestPart = this.reading = this.selected = null;
    this.requestHandled = false;
    this.tracer = core.traces.heard ? new Tracer(core.traces, this) : null;
    this.run = new RequestRun(this.life, plan.walk);
  }

  abstract setErrorStatus(error: HRESULT): void;
  abstract isolated(name: string, error: unknown): void;
  abstract guard(name: string, call: () => unknown): void;
  /** Whether the client is still there, as far as anybody can tell. */
  abstract connected(): boolean;
  /** Whether the client still waits for the head. */
  abstract awaited(): boolean;
  protected abstract entityTooLarge(): void;

  request(): HttpRequest {
    return this.requestPart ??= this.makeRequest();
  }

  response(): HttpResponse {
    return this.responsePart ??= this.makeResponse();
  }

  /** Whoever sends the response. */
  sending(): SendResponse {
    this.response();
    return this.sender!;
  }

  requestUrl(): URL {
    return this.requestPart?.url.url ?? arrivedUrl(this.incoming.url);
  }

  /** The URL that decides about handler, script and file. */
  mappedUrl(): URL {
    return this.requestPart?.url.mapped ?? arrivedUrl(this.incoming.url);
  }

  get urlChanged(): boolean {
    return this.requestPart?.url.changed ?? false;
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

  extras(): RequestExtras {
    return this.extrasPart ??= new RequestExtras(this.life);
  }

  reach(): ResponseReach {
    return this.extras().reach();
  }

  /** Makes a WebSocket of the connection; null if the runtime does not. */
  upgrade(owner: BodyStreamOwner, whenOpen: WriteSettled): Switched | null {
    return switchProtocols(this.life, this.response().state, owner, whenOpen);
  }

  socketClosed(): void {
    this.sender!.writer.gone = true;
    this.extras().notifyDisconnect();
  }

  setUser(user: IHttpUser | null): void {
    if (user !== null) this.extras().setUser(user);
  }

  mapping(): RequestMapping {
    return this.extras().mapping();
  }

  get mappingPart(): RequestMapping | null {
    return this.extrasPart?.mappingPart ?? null;
  }

  scriptName(): string {
    return this.mappingPart?.scriptName() ?? this.mappedUrl().pathname;
  }

  scriptMap(): IScriptMapInfo | null {
    if (this.selected !== null) return this.selected.info;
    if (this.core.entries.length > 0) return null;
    return this.past(RQ_MAP_REQUEST_HANDLER) ? this.core.implicit : null;
  }

  /** Goes on with the handler entry that was selected; without one, with that of the app. */
  select(entry: SelectedMap = this.core.implicit): void {
    if (this.selected === entry) return;
    if (this.tracer !== null) tellHandler(this.tracer, this.selected?.info ?? null, entry.info);
    this.selected = entry;
    this.run.bottom.walk = this.core.entryWalk(this.plan, entry);
    if (this.responsePart !== null) this.responsePart.state.bufferLimit = this.bufferLimit();
  }

  get method(): string {
    return this.requestPart?.method ?? this.incoming.method;
  }

  cancelIo(): HRESULT {
    if (this.extrasPart?.cancelChild()) return S_OK;
    const reading = this.reading?.cancel() ?? false;
    const sending = this.sender?.cancel() ?? false;
    return reading || sending ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_FOUND);
  }

  outgoing(routes: boolean): Request {
    const { incoming, requestPart, plan } = this;
    const part = this.core.entityLimit === Infinity ? requestPart : this.request();
    if (part === null && plan.readEntity.length === 0) return incoming;
    const outgoing = outgoingRequest(incoming, part, plan, this, routes);
    if (outgoing !== incoming) GIVEN.set(outgoing, this);
    return outgoing;
  }

  rerouted(): boolean {
    return this.requestPart?.url.routed ?? false;
  }

  warn(message: string): void {
    this.tracer?.warn(this.currentStep(), message);
  }

  currentStep(): AnyStep | null {
    return this.run.active ?? this.run.top.step;
  }

  /** Whether the pipeline has left the event of a stage behind. */
  past(bit: number): boolean {
    const step = this.run.bottom.step;
    return step !== null && (step.notification > bit || (step.notification === bit && step.post));
  }

  private bufferLimit(): number {
    return (this.selected ?? this.core.implicit).bufferLimit;
  }

  private makeResponse(): HttpResponse {
    const state = new ResponseState();
    state.bufferLimit = this.bufferLimit();
    if (this.adopted !== null) state.adopt(this.adopted);
    this.adopted = null;
    this.sender = new SendResponse(this.life, state);
    return new HttpResponse(state, this.sender);
  }

  private makeRequest(): HttpRequest {
    const url = new RequestUrl(this.incoming.url, () => {
      const step = this.run.bottom.step;
      return step === null || step.notification <= RQ_RESOLVE_REQUEST_CACHE;
    });
    const overlong = (): void => this.entityTooLarge();
    const entity = new EntityReader(this.incoming, this.core.entityLimit, overlong);
    const siteId = this.core.place.site.getSiteId();
    return new HttpRequest(this.incoming, url, entity, this.reader(), this.facts(), siteId);
  }

  /** What is known of the connection. */
  protected facts(): ConnectionFacts {
    return new RuntimeConnection(this.incoming, this.env);
  }

  /** Whoever reads the request's body. */
  reader(): ReadEntity {
    return this.reading ??= new ReadEntity(this.life, () => this.request().entity);
  }

  /** What the other rooms ask of a request; RequestLife, the only one that is made, has all of it. */
  private get life(): Life {
    return this as unknown as Life;
  }
}
