// Who walks? A request module and a global module whose every handler tells that it was called, and looks around.
import {
  CGlobalModule,
  CHttpModule,
  type IHttpCacheKey,
  type IHttpContext,
  type IHttpEventProvider,
  type IHttpModuleFactory,
  type IHttpModuleRegistrationInfo2,
  type IHttpRequest4,
  type IHttpServer3,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
  URI_CACHE_NAME,
} from "../../../mod.ts";
import { GLOBAL_HANDLERS } from "../../../src/plan/global-handlers.ts";
import type { Live } from "./_live.ts";
import { visitContext, visitServer } from "./_visits.ts";

/** The interface of the object that each handler is handed besides the context. */
const PROVIDERS: Readonly<Record<string, string>> = {
  onBeginRequest: "IHttpEventProvider",
  onAuthenticateRequest: "IAuthenticationProvider",
  onMapRequestHandler: "IMapHandlerProvider",
  onSendResponse: "ISendResponseProvider",
  onReadEntity: "IReadEntityProvider",
  onMapPath: "IMapPathProvider",
  onCustomRequestNotification: "ICustomNotificationProvider",
  onGlobalPreBeginRequest: "IPreBeginRequestProvider",
  onGlobalApplicationStart: "IHttpApplicationProvider",
  onGlobalApplicationResolveModules: "IHttpApplicationResolveModulesProvider",
  onGlobalRSCAQuery: "IGlobalRSCAQueryProvider",
  onGlobalStopListening: "IGlobalStopListeningProvider",
  onGlobalCacheOperation: "ICacheProvider",
  onGlobalConfigurationChange: "IGlobalConfigurationChangeProvider",
  onGlobalFileChange: "IGlobalFileChangeProvider",
  onGlobalTraceEvent: "IGlobalTraceEventProvider",
  onGlobalApplicationPreload: "IGlobalApplicationPreloadProvider",
};

/** Every request notification that has a handler. */
export const EVERY_REQUEST_NOTIFICATION = (0xF0000FFF) >>> 0;
/** The twelve that have a post handler. */
export const EVERY_POST_NOTIFICATION = 0xFFF;

/** What one walking module does where it stands. */
export type Deeds = (context: IHttpContext) => void | Promise<void>;

/** A request module that looks around in every handler, does `deeds` in EXECUTE and parks once. */
function walker(live: Live, deeds: Deeds): CHttpModule {
  const module = new CHttpModule();
  const methods = module as unknown as Record<string, unknown>;
  const handlers = Object.getOwnPropertyNames(CHttpModule.prototype).filter((n) => /^on/.test(n));
  for (const name of handlers) {
    methods[name] = (context: IHttpContext, provider: IHttpEventProvider) => {
      look(live, name, context, provider);
      if (name === "onExecuteRequestHandler") return deeds(context);
      return RQ_NOTIFICATION_CONTINUE;
    };
  }
  module.onAcquireRequestState = (context) => {
    context.postCompletion(7);
    return RQ_NOTIFICATION_PENDING;
  };
  module.onPreExecuteRequestHandler = (context) => readWithCallback(live, context);
  module.onAsyncCompletion = (_context, _notification, _post, _provider, info) => {
    live.see("IHttpCompletionInfo", info);
    return RQ_NOTIFICATION_CONTINUE;
  };
  return live.recorder("CHttpModule", module);
}

/** A read that is completed by the function given with it. */
function readWithCallback(live: Live, context: IHttpContext): RQResult {
  const request = context.getRequest() as IHttpRequest4;
  const told = (): RQResult => {
    live.called("PFN_ASYNC_COMPLETION", "PFN_ASYNC_COMPLETION");
    return RQ_NOTIFICATION_CONTINUE;
  };
  const { completionPending } = request.readEntityBody(new Uint8Array(64), true, told, null);
  return completionPending ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
}

function look(live: Live, name: string, context: IHttpContext, provider: object): void {
  if (name in PROVIDERS) live.see(PROVIDERS[name], provider);
  if (name === "onLogRequest") visitContext(live, context);
}

/** A global module that looks around in every handler. */
function globalWalker(live: Live): CGlobalModule {
  const module = new CGlobalModule();
  const methods = module as unknown as Record<string, (provider: object) => unknown>;
  for (const { method } of GLOBAL_HANDLERS) {
    const base = methods[method];
    methods[method] = (provider) => {
      if (method in PROVIDERS) live.see(PROVIDERS[method], provider);
      const { getCacheKey, getCacheRecord } = (provider ?? {}) as Record<string, () => object>;
      visitKey(live, getCacheKey?.call(provider));
      live.see("IHttpCacheSpecificData", getCacheRecord?.call(provider));
      return base.call(module, provider);
    };
  }
  return live.recorder("CGlobalModule", module);
}

/** A key says by the name of its cache what it is besides. */
function visitKey(live: Live, key: object | undefined): void {
  live.see("IHttpCacheKey", key);
  const name = (key as IHttpCacheKey | undefined)?.getCacheName();
  if (name === URI_CACHE_NAME) live.see("IUriKey", key);
}

/** RegisterModule of the walkers, in the form of httpserv.h. */
export function registering(
  live: Live,
  deeds: (context: IHttpContext, server: IHttpServer3) => void | Promise<void>,
) {
  return (_version: number, info: IHttpModuleRegistrationInfo2, server: IHttpServer3): number => {
    live.called("PFN_REGISTERMODULE", "RegisterModule");
    live.see("IHttpModuleRegistrationInfo", info);
    const factory: IHttpModuleFactory = live.recorder("IHttpModuleFactory", {
      getHttpModule(allocator) {
        live.see("IModuleAllocator", allocator);
        return { hr: S_OK, module: walker(live, (context) => walk(context)) };
      },
      terminate() {},
    });
    const walk = async (context: IHttpContext): Promise<void> => {
      visitServer(live, server, context);
      await deeds(context, server);
    };
    const bits = GLOBAL_HANDLERS.reduce((sum, { bit }) => sum | bit, 0);
    info.setGlobalNotifications(globalWalker(live), bits);
    return info.setRequestNotifications(
      factory,
      EVERY_REQUEST_NOTIFICATION,
      EVERY_POST_NOTIFICATION,
    );
  };
}
