// Terms: what do the pages call it?
// This file: the base class of request modules, one handler per notification.

import type { IHttpCompletionInfo2 } from "./completion-info.ts";
import type {
  IAuthenticationProvider,
  ICustomNotificationProvider,
  IHttpEventProvider,
  IMapHandlerProvider,
  IMapPathProvider,
  IReadEntityProvider,
  ISendResponseProvider,
} from "./event-providers.ts";
import type { IHttpContext4 } from "./http-context-versions.ts";
import type { REQUEST_NOTIFICATION_STATUS, RQResult } from "./notification-status.ts";
import { RQ_NOTIFICATION_CONTINUE } from "./notification-status.ts";

export * from "./module-registration.ts";

/**
 * The base class of request modules: override the handlers you registered for. One object serves
 * one request. A handler returns a status, a promise of one, or nothing; `onMapPath` a status only.
 * What it throws ends the request with status 500.
 * @see chttpmodule-class
 */
export class CHttpModule {
  /**
   * The request has arrived. Called for RQ_BEGIN_REQUEST.
   * @see chttpmodule-onbeginrequest-method
   */
  onBeginRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_BEGIN_REQUEST.
   * @see chttpmodule-onpostbeginrequest-method
   */
  onPostBeginRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Find out who the user is. Called for RQ_AUTHENTICATE_REQUEST.
   * @see chttpmodule-onauthenticaterequest-method
   */
  onAuthenticateRequest(_context: IHttpContext4, _provider: IAuthenticationProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_AUTHENTICATE_REQUEST.
   * @see chttpmodule-onpostauthenticaterequest-method
   */
  onPostAuthenticateRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Decide whether the user may go on. Called for RQ_AUTHORIZE_REQUEST.
   * @see chttpmodule-onauthorizerequest-method
   */
  onAuthorizeRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_AUTHORIZE_REQUEST.
   * @see chttpmodule-onpostauthorizerequest-method
   */
  onPostAuthorizeRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Answer from a cache. Called for RQ_RESOLVE_REQUEST_CACHE.
   * @see chttpmodule-onresolverequestcache-method
   */
  onResolveRequestCache(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_RESOLVE_REQUEST_CACHE.
   * @see chttpmodule-onpostresolverequestcache-method
   */
  onPostResolveRequestCache(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Choose the handler. Called for RQ_MAP_REQUEST_HANDLER.
   * @see chttpmodule-onmaprequesthandler-method
   */
  onMapRequestHandler(_context: IHttpContext4, _provider: IMapHandlerProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_MAP_REQUEST_HANDLER.
   * @see chttpmodule-onpostmaprequesthandler-method
   */
  onPostMapRequestHandler(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Fetch state. Called for RQ_ACQUIRE_REQUEST_STATE.
   * @see chttpmodule-onacquirerequeststate-method
   */
  onAcquireRequestState(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_ACQUIRE_REQUEST_STATE.
   * @see chttpmodule-onpostacquirerequeststate-method
   */
  onPostAcquireRequestState(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * The handler is about to run. Called for RQ_PRE_EXECUTE_REQUEST_HANDLER.
   * @see chttpmodule-onpreexecuterequesthandler-method
   */
  onPreExecuteRequestHandler(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_PRE_EXECUTE_REQUEST_HANDLER.
   * @see chttpmodule-onpostpreexecuterequesthandler-method
   */
  onPostPreExecuteRequestHandler(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Make the answer. Called for RQ_EXECUTE_REQUEST_HANDLER.
   * @see chttpmodule-onexecuterequesthandler-method
   */
  onExecuteRequestHandler(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_EXECUTE_REQUEST_HANDLER.
   * @see chttpmodule-onpostexecuterequesthandler-method
   */
  onPostExecuteRequestHandler(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Give state back. Called for RQ_RELEASE_REQUEST_STATE.
   * @see chttpmodule-onreleaserequeststate-method
   */
  onReleaseRequestState(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_RELEASE_REQUEST_STATE.
   * @see chttpmodule-onpostreleaserequeststate-method
   */
  onPostReleaseRequestState(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Keep the answer in a cache. Called for RQ_UPDATE_REQUEST_CACHE.
   * @see chttpmodule-onupdaterequestcache-method
   */
  onUpdateRequestCache(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_UPDATE_REQUEST_CACHE.
   * @see chttpmodule-onpostupdaterequestcache-method
   */
  onPostUpdateRequestCache(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Log the request; runs always. Called for RQ_LOG_REQUEST.
   * @see chttpmodule-onlogrequest-method
   */
  onLogRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_LOG_REQUEST.
   * @see chttpmodule-onpostlogrequest-method
   */
  onPostLogRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * The last look; runs always. Called for RQ_END_REQUEST.
   * @see chttpmodule-onendrequest-method
   */
  onEndRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called after the handlers of all modules for RQ_END_REQUEST.
   * @see chttpmodule-onpostendrequest-method
   */
  onPostEndRequest(_context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called for each send, before its bytes leave. Writes join it; a promise holds it.
   * @see chttpmodule-onsendresponse-method
   */
  onSendResponse(_context: IHttpContext4, _provider: ISendResponseProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called when a URL is mapped to a path. Synchronous, because the mapping is.
   * @see chttpmodule-onmappath-method
   */
  onMapPath(_context: IHttpContext4, _provider: IMapPathProvider): REQUEST_NOTIFICATION_STATUS {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called inside each read of the request body, also when nothing is left of it.
   * @see chttpmodule-onreadentity-method
   */
  onReadEntity(_context: IHttpContext4, _provider: IReadEntityProvider): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called when a module raises a custom notification; look at its type first.
   * @see chttpmodule-oncustomrequestnotification-method
   */
  onCustomRequestNotification(
    _context: IHttpContext4,
    _provider: ICustomNotificationProvider,
  ): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called when an operation completes; mask and flag tell where this object is parked.
   * @see chttpmodule-onasynccompletion-method
   */
  onAsyncCompletion(
    _context: IHttpContext4,
    _notification: number,
    _postNotification: boolean,
    _provider: IHttpEventProvider,
    _completionInfo: IHttpCompletionInfo2,
  ): RQResult {
    return RQ_NOTIFICATION_CONTINUE;
  }
  /**
   * Called once at the end of the request, after the last send.
   * @see chttpmodule-dispose-method
   */
  dispose(): void {}
  /** The same as `dispose`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }
}
