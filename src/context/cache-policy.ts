// What does a module hold in its hand? What modules say about caching a response; a cache module reads it.
import {
  type HTTP_CACHE_POLICY,
  HttpCachePolicyNocache,
  type IHttpCachePolicy2,
} from "../terms/cache-policy.ts";
import {
  E_INVALIDARG,
  ERROR_ARITHMETIC_OVERFLOW,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { EventSink } from "../engine/run-host.ts";

const MAX_LENGTH = 65_535;

/** The cache policy of one response, with the defaults of a fresh one. */
export class CachePolicy implements IHttpCachePolicy2 {
  /** Why no cache in front may keep the response; 0 while it may. What was said first stays. */
  kernelReason = 0;
  private readonly kernel: HTTP_CACHE_POLICY = { policy: HttpCachePolicyNocache, secondsToLive: 0 };
  private readonly user: HTTP_CACHE_POLICY = { policy: HttpCachePolicyNocache, secondsToLive: 0 };
  private headers: string | null = null;
  private queries: string | null = null;
  private value: string | null = null;
  private enabled = true;
  private cached = false;
  private invalidator = false;
  private forced = false;

  getKernelCachePolicy(): HTTP_CACHE_POLICY {
    return this.kernel;
  }

  getUserCachePolicy(): HTTP_CACHE_POLICY {
    return this.user;
  }

  setKernelCacheInvalidatorSet(): void {
    this.invalidator = true;
  }

  getKernelCacheInvalidatorSet(): boolean {
    return this.invalidator;
  }

  appendVaryByHeader(header: string): HRESULT {
    this.headers = append(this.headers, header);
    return S_OK;
  }

  getVaryByHeaders(): string | null {
    return this.headers;
  }

  appendVaryByQueryString(param: string): HRESULT {
    this.queries = append(this.queries, param);
    return S_OK;
  }

  getVaryByQueryStrings(): string | null {
    return this.queries;
  }

  setVaryByValue(value: string): HRESULT {
    if (typeof value !== "string") return E_INVALIDARG;
    if (value.length > MAX_LENGTH) return HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW);
    this.value = value;
    return S_OK;
  }

  getVaryByValue(): string | null {
    return this.value;
  }

  isUserCacheEnabled(): boolean {
    return this.enabled;
  }

  disableUserCache(): void {
    this.enabled = false;
  }

  isCached(): boolean {
    return this.cached;
  }

  setIsCached(): void {
    this.cached = true;
  }

  isForceUpdateSet(): boolean {
    return this.forced;
  }

  setForceUpdate(): void {
    this.forced = true;
  }
}

/** What http.sys calls a handler that is not friendly to it; the reason where none is given. */
export const HANDLER_HTTPSYS_UNFRIENDLY = 9;

/** Keeps a response out of caches in front, and tells those who watch why. */
export function disableKernelCache(
  policy: CachePolicy,
  reason: number,
  tracer: EventSink | null,
): void {
  policy.kernelReason ||= reason || HANDLER_HTTPSYS_UNFRIENDLY;
  if (tracer === null) return;
  const kernel = policy.getKernelCachePolicy();
  const items = [false, policy.kernelReason, kernel.policy, kernel.secondsToLive];
  tracer.event("HTTPSYS_CACHEABLE", { message: `reason ${policy.kernelReason}` }, items);
}

/** Null adds nothing and is no error. */
function append(list: string | null, one: string | null): string | null {
  if (typeof one !== "string") return list;
  return list === null ? one : `${list},${one}`;
}
