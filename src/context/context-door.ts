// What does a module hold in its hand? What a context asks of the one who has made it for a request.
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import type { IHttpFileInfo } from "../terms/file-info.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { IHttpApplication, IHttpSite } from "../terms/http-site.ts";
import type { IHttpConnection } from "../terms/http-connection.ts";
import type { IHttpContext, IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { IHttpUrlInfo, IMetadataInfo, IScriptMapInfo } from "../terms/script-map-info.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { HttpRequest } from "./http-request.ts";
import type { HttpResponse } from "./http-response.ts";
import type { ModuleContexts, NamedContexts } from "./module-contexts.ts";

/** Where modules run. */
export interface ContextPlace {
  readonly site: IHttpSite;
  readonly application: IHttpApplication;
  readonly metadata: IMetadataInfo;
}

/** The server variables of one request. */
export interface ContextVariables {
  get(variableName: string): { hr: HRESULT; value: string | null };
  set(variableName: string, value: string): HRESULT;
  /** Takes over what the parent has; a root request has none. */
  inherit(name: string, failIfNotExist: boolean): HRESULT;
  changes(
    oldChangeNumber: number,
    snapshot: { names: string[]; values: string[] },
  ): ReturnType<IHttpContext["getServerVarChanges"]>;
}

/** What a request was mapped to. */
export interface ContextMapping {
  /** The path of the URL, or the part of it that names the script. */
  scriptName(): string;
  /** The path of the script; null if the URL can have none. */
  physicalPath(): string | null;
  fileInfo(): IHttpFileInfo | null;
  mapPath(url: string): { hr: HRESULT; physicalPath: string };
  mapHandler: IHttpContext["mapHandler"];
}

/** The clones of one request. */
export interface ContextChildren {
  clone(cloneFlags: number): { hr: HRESULT; httpContext: IHttpContext | null };
  execute(
    ...request: Parameters<IHttpContext["executeRequest"]>
  ): { hr: HRESULT; completionExpected: boolean };
}

/** The parts that few requests have. */
export interface ContextExtras {
  mapping(): ContextMapping;
  connection(): IHttpConnection;
  user(): IHttpUser | null;
  /** The user set first, whoever has taken the place since. */
  originalUser(): IHttpUser | null;
  trace(): IHttpTraceContext;
  contexts(): ModuleContexts;
  namedContexts(): NamedContexts;
  urlInfo(): IHttpUrlInfo | null;
  variables(): ContextVariables;
  children(): ContextChildren;
  /** Aborted when nobody waits for an answer any more. */
  signal(): AbortSignal;
  notifyCustomNotification(
    customOutput: ICustomNotificationProvider,
  ): { hr: HRESULT; completionExpected: boolean };
}

/** The parts of one request; what nobody asks for is never made. */
export interface ContextDoor {
  readonly run: RequestRun;
  /** What all requests have in common. */
  readonly core: { readonly place: ContextPlace };
  readonly startTime: number;
  request(): HttpRequest;
  response(): HttpResponse;
  headersSent(): boolean;
  extras(): ContextExtras;
  scriptMap(): IScriptMapInfo | null;
  scriptName(): string;
  setHandled(): void;
  cancelIo(): HRESULT;
  /** The request that this one was cloned from; null for one that a client has made. */
  parent(): { readonly context: IHttpContext4 } | null;
  /** The flags that a child was executed with. */
  executeFlags(): number;
  releaseClone(): HRESULT;
  /** Calls code of a module whose failure disturbs nobody, also a later one of a promise that it returns. */
  guard(name: string, call: () => unknown): void;
}
