// Terms: what do the pages call it?
// This file: the base class of modules that watch the server, not one request.

import type { ICustomNotificationProvider } from "./event-providers.ts";
import type {
  ICacheProvider,
  IGlobalApplicationPreloadProvider2,
  IGlobalConfigurationChangeProvider,
  IGlobalFileChangeProvider,
  IGlobalRSCAQueryProvider,
  IGlobalStopListeningProvider,
  IGlobalTraceEventProvider,
  IHttpApplicationResolveModulesProvider,
  IHttpApplicationStartProvider,
  IHttpApplicationStopProvider,
  IPreBeginRequestProvider,
} from "./global-event-providers.ts";
import type { GLResult } from "./notification-status.ts";
import { GL_NOTIFICATION_CONTINUE } from "./notification-status.ts";

/**
 * The base class of modules that watch the server. Its handlers are synchronous and go on by
 * default, also where they return nothing.
 * @see cglobalmodule-class
 */
export class CGlobalModule {
  /**
   * The server stops taking requests.
   * @see cglobalmodule-onglobalstoplistening-method
   */
  onGlobalStopListening(_provider: IGlobalStopListeningProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * Caches are about to be emptied.
   * @see cglobalmodule-onglobalcachecleanup-method
   */
  onGlobalCacheCleanup(): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * Someone asks the shared cache for an operation.
   * @see cglobalmodule-onglobalcacheoperation-method
   */
  onGlobalCacheOperation(_provider: ICacheProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * The host asks whether the server is well.
   * @see cglobalmodule-onglobalhealthcheck-method
   */
  onGlobalHealthCheck(): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * A configuration path has changed.
   * @see cglobalmodule-onglobalconfigurationchange-method
   */
  onGlobalConfigurationChange(
    _provider: IGlobalConfigurationChangeProvider,
  ): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * A watched file has changed.
   * @see cglobalmodule-onglobalfilechange-method
   */
  onGlobalFileChange(_provider: IGlobalFileChangeProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * A request has arrived; its URL may still be changed before anything looks at it.
   * @see cglobalmodule-onglobalprebeginrequest-method
   */
  onGlobalPreBeginRequest(_provider: IPreBeginRequestProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * An application meets its first request.
   * @see cglobalmodule-onglobalapplicationstart-method
   */
  onGlobalApplicationStart(_provider: IHttpApplicationStartProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * The module list of an application is being made; the provider can add to it.
   * @see cglobalmodule-onglobalapplicationresolvemodules-method
   */
  onGlobalApplicationResolveModules(
    _provider: IHttpApplicationResolveModulesProvider,
  ): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * An application is unloaded.
   * @see cglobalmodule-onglobalapplicationstop-method
   */
  onGlobalApplicationStop(_provider: IHttpApplicationStopProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * An administrator asks about the running state.
   * @see cglobalmodule-onglobalrscaquery-method
   */
  onGlobalRSCAQuery(_provider: IGlobalRSCAQueryProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * A trace event was raised that this module has asked for, or any, if it has never asked.
   * @see cglobalmodule-onglobaltraceevent-method
   */
  onGlobalTraceEvent(_provider: IGlobalTraceEventProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * A module raised a custom notification on the server.
   * @see cglobalmodule-onglobalcustomnotification-method
   */
  onGlobalCustomNotification(_provider: ICustomNotificationProvider): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
  /**
   * Called once, when the server closes.
   * @see cglobalmodule-terminate-method
   */
  terminate(): void {}
  /**
   * An application is warmed up before its first request.
   * @see cglobalmodule-onglobalapplicationpreload-method
   */
  onGlobalApplicationPreload(
    _provider: IGlobalApplicationPreloadProvider2,
  ): GLResult {
    return GL_NOTIFICATION_CONTINUE;
  }
}
