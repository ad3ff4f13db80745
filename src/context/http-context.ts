// What does a module hold in its hand? IHttpContext: the one object that every handler is given.
import type { ICustomNotificationProvider } from "../terms/event-providers.ts";
import {
  E_NOINTERFACE,
  ERROR_INVALID_HANDLE,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpConnection } from "../terms/http-connection.ts";
import type { IHttpContext, IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpRequest4 } from "../terms/http-request.ts";
import type { IHttpResponse4 } from "../terms/http-response-versions.ts";
import type { IHttpApplication, IHttpSite } from "../terms/http-site.ts";
import type { IHttpUser } from "../terms/http-user.ts";
import type { REQUEST_NOTIFICATION_STATUS } from "../terms/notification-status.ts";
import type {
  IHttpModuleContextContainer,
  INamedContextContainer,
} from "../terms/stored-context.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import { ticks } from "../engine/clock.ts";
import { executionStats } from "../engine/execution-stats.ts";
import { disable, isLast, nextNotification } from "../engine/look-ahead.ts";
import { indicateCompletion, postCompletion } from "../engine/complete.ts";
import { ContextOfMapping } from "./mapped-context.ts";

/** The context of one request. */
export class HttpContext extends ContextOfMapping implements IHttpContext4 {
  getSite(): IHttpSite {
    return this.parts.core.place.site;
  }

  getApplication(): IHttpApplication {
    return this.parts.core.place.application;
  }

  getConnection(): IHttpConnection {
    return this.parts.extras().connection();
  }

  getRequest(): IHttpRequest4 {
    return this.parts.request();
  }

  getResponse(): IHttpResponse4 {
    return this.parts.response();
  }

  getResponseHeadersSent(): boolean {
    return this.parts.headersSent();
  }

  getUser(): IHttpUser | null {
    return this.parts.extras().user();
  }

  getOriginalUser(): IHttpUser | null {
    return this.parts.extras().originalUser();
  }

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.parts.extras().contexts();
  }

  getNamedContextContainer(): INamedContextContainer {
    return this.parts.extras().namedContexts();
  }

  indicateCompletion(notificationStatus: REQUEST_NOTIFICATION_STATUS): void {
    indicateCompletion(this.parts.run, notificationStatus);
  }

  postCompletion(
    bytes: number,
    completionRoutine?: (errorCode: number, bytes: number, completionContext: unknown) => void,
    completionContext?: unknown,
  ): HRESULT {
    if (completionRoutine === undefined) return postCompletion(this.parts.run, bytes);
    if (this.parts.run.over) return HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE);
    const routine = (): void => completionRoutine(S_OK, bytes, completionContext);
    queueMicrotask(() => this.parts.guard("PostCompletion's routine", routine));
    return S_OK;
  }

  disableNotifications(notifications: number, postNotifications: number): void {
    disable(this.parts.run, notifications, postNotifications);
  }

  getNextNotification(
    status: REQUEST_NOTIFICATION_STATUS,
  ): ReturnType<IHttpContext["getNextNotification"]> {
    return nextNotification(this.parts.run, status);
  }

  getIsLastNotification(status: REQUEST_NOTIFICATION_STATUS): boolean {
    return isLast(this.parts.run, status);
  }

  getExecuteFlags(): number {
    return this.parts.executeFlags();
  }

  allocateRequestMemory(size: number): Uint8Array {
    return new Uint8Array(size);
  }

  setRequestHandled(): void {
    this.parts.setHandled();
  }

  getParentContext(): IHttpContext | null {
    return this.parts.parent()?.context ?? null;
  }

  getRootContext(): IHttpContext | null {
    return this.parts.parent() === null ? null : this.rootContext;
  }

  get rootContext(): IHttpContext4 {
    return this.parts.parent()?.context.rootContext ?? this;
  }

  get signal(): AbortSignal {
    return this.parts.extras().signal();
  }

  getCurrentExecutionStats(): ReturnType<IHttpContext["getCurrentExecutionStats"]> {
    return executionStats(this.parts.run);
  }

  getTraceContext(): IHttpTraceContext {
    return this.parts.extras().trace();
  }

  cancelIo(): HRESULT {
    return this.parts.cancelIo();
  }

  enableFullDuplex(): void {
    this.parts.run.fullDuplex = true;
  }

  getRequestStartTime(): number {
    return this.parts.startTime;
  }

  getRequestElapsedTime(): number {
    return ticks() - this.parts.startTime;
  }

  getServerVariable(variableName: string): { hr: HRESULT; value: string | null } {
    return this.parts.extras().variables().get(variableName);
  }

  setServerVariable(variableName: string, variableValue: string): HRESULT {
    return this.parts.extras().variables().set(variableName, variableValue);
  }

  inheritServerVariable(name: string, failIfNotExist = false): HRESULT {
    return this.parts.extras().variables().inherit(name, failIfNotExist);
  }

  getServerVarChanges(
    oldChangeNumber: number,
    snapshot: { names: string[]; values: string[] },
  ): ReturnType<IHttpContext["getServerVarChanges"]> {
    return this.parts.extras().variables().changes(oldChangeNumber, snapshot);
  }

  executeRequest(
    ...request: Parameters<IHttpContext["executeRequest"]>
  ): ReturnType<IHttpContext["executeRequest"]> {
    return this.parts.extras().children().execute(...request);
  }

  cloneContext(cloneFlags: number): ReturnType<IHttpContext["cloneContext"]> {
    return this.parts.extras().children().clone(cloneFlags);
  }

  releaseClonedContext(): HRESULT {
    return this.parts.releaseClone();
  }

  notifyCustomNotification(
    customOutput: ICustomNotificationProvider,
  ): ReturnType<IHttpContext["notifyCustomNotification"]> {
    return this.parts.extras().notifyCustomNotification(customOutput);
  }

  getExtendedInterface(_version: number): { hr: HRESULT; output: unknown } {
    return { hr: E_NOINTERFACE, output: null };
  }
}
