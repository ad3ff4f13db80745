// Who builds the house and lets a request in? What few requests have: it costs the others one empty field.
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import { RQ_AUTHENTICATE_REQUEST } from "../terms/notifications.ts";
import type { Limits, TimeLimitError } from "../terms/time-limit.ts";
import { type Client, HttpConnection } from "../context/connection.ts";
import type { ContextExtras } from "../context/context-door.ts";
import type { HttpContext } from "../context/http-context.ts";
import type { HttpRequest } from "../context/http-request.ts";
import type { ResponseReach } from "../context/response-door.ts";
import { ModuleContexts, NamedContexts } from "../context/module-contexts.ts";
import { ServerVariables } from "../variables/server-variables.ts";
import { VariableSource } from "../variables/source.ts";
import {
  type CustomHost,
  type CustomResult,
  notifyCustomNotification,
} from "../raised/custom-notification.ts";
import { tellUser } from "../trace/request-events.ts";
import { RequestTrace } from "../trace/trace-context.ts";
import type { Tracer } from "../trace/tracer.ts";
import type { Traces } from "../trace/traces.ts";
import { type ChildCore, Children, type ParentRequest } from "./children.ts";
import { reachOf } from "./node-outgoing.ts";
import type { PipelineOptions } from "./options.ts";
import { RequestBudget, type TimedRequest } from "./request-budget.ts";
import { type MappingCore, type MappingHost, RequestMapping } from "./request-mapping.ts";
import { offeredContext, type SocketRequest, upgradable } from "./request-socket.ts";
import { RequestSignal } from "./request-signal.ts";
import { takeUrlInfo, type UrlCore, type UrlInfo } from "./url-info.ts";
import { ANONYMOUS, checkUser } from "./user.ts";

/** The request that has them. */
export interface ExtrasHost
  extends Client, CustomHost, MappingHost, ParentRequest, SocketRequest, TimedRequest {
  readonly tracer: Tracer | null;
  readonly env: unknown;
  readonly core: ChildCore & UrlCore & MappingCore & {
    readonly options: PipelineOptions;
    readonly traces: Traces;
    readonly limits: Limits | null;
  };
  readonly context: HttpContext;
  parent(): { extras(): RequestExtras } | null;
  extras(): RequestExtras;
  requestUrl(): URL;
  /** Whether the pipeline has left the event of a stage behind. */
  past(notification: number): boolean;
  request(): HttpRequest;
}

/** The rare parts of one request, each made when somebody first asks for it. */
export class RequestExtras implements ContextExtras {
  declare private readonly host: ExtrasHost;
  declare private connectionPart: HttpConnection | null;
  declare private contextsPart: ModuleContexts | null;
  declare private reachPart: ResponseReach | null;
  declare private namedPart: NamedContexts | null;
  declare private urlPart: UrlInfo | null;
  /** What the request was mapped to; null while nobody has mapped it. */
  declare mappingPart: RequestMapping | null;
  /** The body of the request is longer than it may be. */
  declare overlong: boolean;
  declare private variablesPart: ServerVariables | null;
  declare private tracePart: RequestTrace | null;
  declare private childrenPart: Children | null;
  declare private signalPart: RequestSignal | null;
  declare private budgetPart: RequestBudget | null;
  /** Every user that was set, in order. */
  declare private readonly users: IHttpUser[];

  constructor(host: ExtrasHost) {
    this.host = host;
    this.connectionPart =
      this.contextsPart =
      this.reachPart =
      this.namedPart =
        null;
    this.urlPart =
      this.mappingPart =
      this.variablesPart =
      this.tracePart =
        null;
    this.childrenPart = this.signalPart = this.budgetPart = null;
    this.overlong = false;
    this.users = [];
  }

  mapping(): RequestMapping {
    return this.mappingPart ??= new RequestMapping(this.host);
  }

  connection(): HttpConnection {
    const parent = this.host.parent();
    if (parent !== null) return parent.extras().connection();
    return this.connectionPart ??= new HttpConnection(this.host.incoming.signal, this.host);
  }

  contexts(): ModuleContexts {
    return this.contextsPart ??= new ModuleContexts();
  }

  reach(): ResponseReach {
    return this.reachPart ??= reachOf(this.host.env, () => upgradable(this.host));
  }

  namedContexts(): NamedContexts {
    return this.namedPart ??= new NamedContexts((name) => offeredContext(name, this.host));
  }

  urlInfo(): UrlInfo {
    const url = this.host.requestUrl().pathname;
    if (this.urlPart?.getCacheKey().getUrl() === url) return this.urlPart;
    this.urlPart?.dereferenceCacheData();
    return this.urlPart = takeUrlInfo(this.host.core, url);
  }

  trace(): RequestTrace {
    const { core, tracer } = this.host;
    return this.tracePart ??= new RequestTrace(
      core.traces,
      tracer,
      this.host.parent()?.extras().trace() ?? null,
    );
  }

  variables(): ServerVariables {
    const { host, variablesPart } = this;
    if (variablesPart !== null) return variablesPart;
    const appPool = host.core.httpServer.getAppPoolName();
    const source = new VariableSource(host.context, host.request(), appPool);
    return this.variablesPart = new ServerVariables(source);
  }

  user(): IHttpUser | null {
    const { host, users } = this;
    if (users.length > 0) return users.at(-1)!;
    const stands = host.core.options.anonymous !== false && host.past(RQ_AUTHENTICATE_REQUEST);
    return stands ? ANONYMOUS : null;
  }

  originalUser(): IHttpUser | null {
    return this.users[0] ?? this.user();
  }

  setUser(user: IHttpUser): void {
    checkUser(user);
    user.referenceUser?.();
    this.users.push(user);
    if (this.host.tracer !== null) tellUser(this.host.tracer, user);
  }

  children(): Children {
    return this.childrenPart ??= new Children(this.host);
  }

  /** Gives up the child that is running; false if none is. */
  cancelChild(): boolean {
    return this.childrenPart?.cancel() ?? false;
  }

  notifyCustomNotification(customOutput: ICustomNotificationProvider): CustomResult {
    return notifyCustomNotification(this.host, customOutput);
  }

  /** Whether a module wants to hear of the client's leaving. */
  get watchesClient(): boolean {
    return this.signalPart !== null || (this.connectionPart?.watched ?? false);
  }

  /** The client has left. */
  notifyDisconnect(): void {
    this.connectionPart?.notifyDisconnect();
    this.signalPart?.clientGone();
  }

  /** The response was cut off before its end, not by the client. */
  cutOff(error: unknown): void {
    this.signalPart?.abort(error);
  }

  signal(): AbortSignal {
    if (this.signalPart === null) {
      const { host } = this;
      const above = host.parent()?.extras().signal() ?? null;
      const reached = this.budgetPart?.reached ?? null;
      this.signalPart = new RequestSignal(host.incoming.signal, host, reached, above);
    }
    return this.signalPart.signal;
  }

  /** Only for a request of a server that has limits. */
  budget(): RequestBudget {
    return this.budgetPart ??= new RequestBudget(this.host, this.host.core.limits!);
  }

  /** Whether a limit was reached, so that the app's answer does not count. */
  get limited(): boolean {
    return this.overlong || (this.budgetPart?.reached ?? null) !== null;
  }

  /** The connection is a WebSocket now, which may be open as long as it is wanted. */
  switched(): void {
    // Whatever begins to wait later has no limit either.
    if (this.host.core.limits !== null) this.budget().free();
  }

  /** Nothing is measured any more. */
  timeOver(): void {
    this.budgetPart?.stop();
  }

  /** A time limit was reached: whoever works for the request is told to stop. */
  timedOut(error: TimeLimitError): void {
    this.signalPart?.abort(error);
    this.cancelChild();
  }

  /** Ends what modules have kept here. */
  cleanUp(): void {
    this.childrenPart?.cleanUp();
    this.mappingPart?.cleanUp();
    const { contextsPart, namedPart, urlPart, connectionPart, host } = this;
    for (const owner of [contextsPart, namedPart, connectionPart?.contexts]) {
      owner?.contexts.cleanUp((message) => host.warn(message));
    }
    urlPart?.dereferenceCacheData();
    for (const user of this.users) host.guard("dereferenceUser", () => user.dereferenceUser?.());
  }
}
