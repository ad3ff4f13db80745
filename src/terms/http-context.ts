// Terms: what do the pages call it?
// This file: what a module holds of one request.

import type { ICustomNotificationProvider, IHttpEventProvider } from "./event-providers.ts";
import type { HRESULT } from "./hresult.ts";
import type { IHttpConnection } from "./http-connection.ts";
import type { MappedContext, NestedContext } from "./http-context-parts.ts";
import type { CHttpModule } from "./http-module.ts";
import type { IHttpRequest4 } from "./http-request.ts";
import type { IHttpResponse4 } from "./http-response-versions.ts";
import type { IHttpApplication, IHttpSite } from "./http-site.ts";
import type { IHttpUser } from "./http-user.ts";
import type { REQUEST_NOTIFICATION_STATUS } from "./notification-status.ts";
import type { IHttpModuleContextContainer } from "./stored-context.ts";
import type { IHttpTraceContext } from "./trace-context.ts";

export type * from "./http-context-parts.ts";
export type * from "./http-context-versions.ts";
export type * from "./http-connection.ts";

/**
 * One request on its way through the pipeline: the door to everything a module can ask or do.
 * @see ihttpcontext-interface
 */
export interface IHttpContext extends MappedContext, NestedContext {
  /**
   * The site that the request belongs to.
   * @see ihttpcontext-getsite-method
   */
  getSite(): IHttpSite;
  /**
   * The application that the request belongs to.
   * @see ihttpcontext-getapplication-method
   */
  getApplication(): IHttpApplication;
  /**
   * The connection that the request came over.
   * @see ihttpcontext-getconnection-method
   */
  getConnection(): IHttpConnection;
  /**
   * The request. No cast is needed for later versions.
   * @see ihttpcontext-getrequest-method
   */
  getRequest(): IHttpRequest4;
  /**
   * The response. No cast is needed for later versions.
   * @see ihttpcontext-getresponse-method
   */
  getResponse(): IHttpResponse4;
  /**
   * Whether the head has left, so that status and headers no longer change anything.
   * @see ihttpcontext-getresponseheaderssent-method
   */
  getResponseHeadersSent(): boolean;
  /**
   * The user, or null as long as nobody has set one.
   * @see ihttpcontext-getuser-method
   */
  getUser(): IHttpUser | null;
  /**
   * Where modules keep objects for this request.
   * @see ihttpcontext-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
  /**
   * Closes the parked notification with a status and runs the next handlers inside the call, up to
   * the first that waits. The request may be over when it returns.
   * @see ihttpcontext-indicatecompletion-method
   */
  indicateCompletion(notificationStatus: REQUEST_NOTIFICATION_STATUS): void;
  /**
   * Has `onAsyncCompletion` called later, never inside this call, with the given number as bytes.
   * Fails with ERROR_INVALID_HANDLE when the notification has been answered already.
   * @see ihttpcontext-postcompletion-method
   */
  postCompletion(bytes: number): HRESULT;
  /**
   * Turns stages off for this module and this request: a bit mask of RQ_* for handlers, one for
   * post handlers.
   * @see ihttpcontext-disablenotifications-method
   */
  disableNotifications(notifications: number, postNotifications: number): void;
  /**
   * If this module would be called next, moves on to that notification, which the caller then has
   * to run itself; otherwise `ret` is false and nothing moves.
   * @see ihttpcontext-getnextnotification-method
   */
  getNextNotification(
    status: REQUEST_NOTIFICATION_STATUS,
  ): {
    ret: boolean;
    notification: number;
    isPostNotification: boolean;
    moduleInfo: CHttpModule | null;
    requestOutput: IHttpEventProvider | null;
  };
  /**
   * Whether this module would not be called again for the request if it answered `status` now.
   * Sends do not count.
   *
   * Differs: the page has the two answers the other way round.
   *
   * @see ihttpcontext-getislastnotification-method
   */
  getIsLastNotification(status: REQUEST_NOTIFICATION_STATUS): boolean;
  /**
   * A server variable by name. An unknown name fails with ERROR_INVALID_INDEX and a null value; an
   * empty string is a hit.
   * @see ihttpcontext-getservervariable-method
   */
  getServerVariable(variableName: string): { hr: HRESULT; value: string | null };
  /**
   * Sets a server variable for this request. Names that begin with HTTP_ write the request header.
   * @see ihttpcontext-setservervariable-method
   */
  setServerVariable(variableName: string, variableValue: string): HRESULT;
  /**
   * Gives `size` bytes, all zero, freed by the runtime.
   * @see ihttpcontext-allocaterequestmemory-method
   */
  allocateRequestMemory(size: number): Uint8Array;
  /**
   * No further handler is called in RQ_EXECUTE_REQUEST_HANDLER; the other stages run.
   * @see ihttpcontext-setrequesthandled-method
   */
  setRequestHandled(): void;
  /**
   * Raises RQ_CUSTOM_NOTIFICATION inside the call, also for the caller's own module. The flag tells
   * that a handler waits.
   * @see ihttpcontext-notifycustomnotification-method
   */
  notifyCustomNotification(
    customOutput: ICustomNotificationProvider,
  ): { hr: HRESULT; completionExpected: boolean };
  /**
   * Where the request is now, and since when, in milliseconds of the clock of
   * `getRequestStartTime`.
   * @see ihttpcontext-getcurrentexecutionstats-method
   */
  getCurrentExecutionStats(): {
    hr: HRESULT;
    notification: number;
    notificationStartTickCount: number;
    module: string;
    moduleStartTickCount: number;
    asyncNotification: number;
    asyncNotificationStartTickCount: number;
  };
  /**
   * Where modules raise trace events of this request.
   * @see ihttpcontext-gettracecontext-method
   */
  getTraceContext(): IHttpTraceContext;
  /**
   * Compares the server variables with an earlier copy. Meant for hosts of other pipelines.
   * @see ihttpcontext-getservervarchanges-method
   */
  getServerVarChanges(
    oldChangeNumber: number,
    snapshot: { names: string[]; values: string[] },
  ): {
    hr: HRESULT;
    newChangeNumber: number;
    snapshot: { names: string[]; values: string[] };
    diffedVariableIndices: number[];
  };
  /**
   * Cancels the outstanding read or write, which completes with ERROR_OPERATION_ABORTED. Fails with
   * ERROR_NOT_FOUND when there is none.
   * @see ihttpcontext-cancelio-method
   */
  cancelIo(): HRESULT;
  /** Always E_NOINTERFACE: the object has all versions of the interface already. */
  getExtendedInterface(version: number): { hr: HRESULT; output: unknown };
}
