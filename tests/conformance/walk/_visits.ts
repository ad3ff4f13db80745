// Where does a module meet which interface? One visit for the context, one for the server, one for what they lead to.
import {
  httpGetExtendedInterface,
  type IHttpCacheKey,
  type IHttpCacheSpecificData,
  type IHttpContext,
  type IHttpContext4,
  type IHttpServer3,
  S_OK,
} from "../../../mod.ts";
import type { Live } from "./_live.ts";

/** Everything that hangs on the context of a request. */
export function visitContext(live: Live, given: IHttpContext): void {
  const context = given as IHttpContext4;
  const site = context.getSite();
  live.see("IHttpContext", context);
  live.see("IHttpSite", site);
  live.see("IHttpApplication", context.getApplication());
  live.see("IHttpConnection", context.getConnection());
  live.see("IHttpUser", context.getUser());
  live.see("IHttpUrlInfo", context.getUrlInfo());
  live.see("IScriptMapInfo", context.getScriptMap());
  live.see("IMetadataInfo", context.getMetadata());
  live.see("IHttpFileInfo", context.getFileInfo());
  live.see("IHttpTraceContext", context.getTraceContext());
  live.see("IHttpPerfCounterInfo", site.getPerfCounterInfo());
  live.see("IHttpModuleContextContainer", context.getModuleContextContainer());
  live.see("INamedContextContainer", context.getNamedContextContainer());
  const connectionContexts = context.getConnection().getModuleContextContainer();
  live.see("IHttpConnectionModuleContextContainer", connectionContexts);
  visitEntity(live, context);
}

function visitEntity(live: Live, context: IHttpContext4): void {
  const response = context.getResponse();
  live.see("IHttpRequest", context.getRequest());
  live.see("IHttpResponse", response);
  live.see("IHttpCachePolicy", response.getCachePolicy());
}

/** Everything that hangs on the server. */
export function visitServer(live: Live, server: IHttpServer3, context: IHttpContext): void {
  live.see("IHttpServer", server);
  live.see("IHttpPerfCounterInfo", server.getPerfCounterInfo());
  live.see("IHttpTraceContext", server.getTraceContext());
  live.see("IDispensedHttpModuleContextContainer", server.dispenseContainer());
  live.see("IReferencedMetadataInfo", server.getMetadata("Default Web Site", "/").metadataInfo);
  live.see("IHttpFileMonitor", server.registerFileChangeMonitor("/", null).fileMonitor);
  const { hr } = httpGetExtendedInterface(server, context, "IHttpContext3");
  if (hr === S_OK) live.called("HttpGetExtendedInterface", "HttpGetExtendedInterface");
}

/** A key of a module's own. */
export class Key implements IHttpCacheKey {
  constructor(readonly name: string) {}
  getHash = (): number => this.name.length;
  getCacheName = (): string => "WALK";
  getIsEqual = (other: IHttpCacheKey): boolean => (other as Key).name === this.name;
  getIsPrefix = (other: IHttpCacheKey): boolean => (other as Key).name.startsWith(this.name);
  enum(_cacheData: IHttpCacheSpecificData): void {}
}

/** A record of a module's own. */
export class CacheRecord implements IHttpCacheSpecificData {
  #flushed = false;
  constructor(readonly key: IHttpCacheKey) {}
  getCacheKey = (): IHttpCacheKey => this.key;
  referenceCacheData(): void {}
  dereferenceCacheData(): void {}
  resetTTL(): void {}
  decrementTTL = (): boolean => false;
  setFlushed(): void {
    this.#flushed = true;
  }
  getFlushed = (): boolean => this.#flushed;
}
