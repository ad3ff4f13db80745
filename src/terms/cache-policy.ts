// Terms: what do the pages call it?
// This file: whether, how long and by what a response is cached.

import type { HRESULT } from "./hresult.ts";

/** Nothing is cached. */
export const HttpCachePolicyNocache = 0 as const;

/** Cached until somebody removes it. */
export const HttpCachePolicyUserInvalidates = 1 as const;

/** Cached for a number of seconds. */
export const HttpCachePolicyTimeToLive = 2 as const;

/** The first number that is no policy. */
export const HttpCachePolicyMaximum = 3 as const;

/** How long a response is cached, as a number. */
export type HTTP_CACHE_POLICY_TYPE =
  | typeof HttpCachePolicyNocache
  | typeof HttpCachePolicyUserInvalidates
  | typeof HttpCachePolicyTimeToLive
  | typeof HttpCachePolicyMaximum;

/** How long a response is cached; live, write to change it. */
export interface HTTP_CACHE_POLICY {
  /** The kind of policy. */
  policy: HTTP_CACHE_POLICY_TYPE;
  /** For HttpCachePolicyTimeToLive: seconds in the cache. */
  secondsToLive: number;
}

/**
 * Whether, how long and by what a response is cached. By default nothing is.
 * @see ihttpcachepolicy-interface
 */
export interface IHttpCachePolicy {
  /**
   * The policy for caches in front of the pipeline, live.
   * @see ihttpcachepolicy-getkernelcachepolicy-method
   */
  getKernelCachePolicy(): HTTP_CACHE_POLICY;
  /**
   * Says that somebody will remove the response from the cache in front.
   * @see ihttpcachepolicy-setkernelcacheinvalidatorset-method
   */
  setKernelCacheInvalidatorSet(): void;
  /**
   * The policy for the output cache inside the pipeline, live.
   * @see ihttpcachepolicy-getusercachepolicy-method
   */
  getUserCachePolicy(): HTTP_CACHE_POLICY;
  /**
   * Adds a request header that tells cached versions apart; null does nothing and succeeds.
   * @see ihttpcachepolicy-appendvarybyheader-method
   */
  appendVaryByHeader(header: string): HRESULT;
  /**
   * Those headers, with commas between; null when there are none.
   * @see ihttpcachepolicy-getvarybyheaders-method
   */
  getVaryByHeaders(): string | null;
  /**
   * Adds a query parameter that tells cached versions apart; null does nothing and succeeds.
   * @see ihttpcachepolicy-appendvarybyquerystring-method
   */
  appendVaryByQueryString(param: string): HRESULT;
  /**
   * Those parameters, with commas between; null when there are none.
   * @see ihttpcachepolicy-getvarybyquerystrings-method
   */
  getVaryByQueryStrings(): string | null;
  /**
   * Sets a value of the module's own that tells cached versions apart, in place of an earlier one.
   * @see ihttpcachepolicy-setvarybyvalue-method
   */
  setVaryByValue(value: string): HRESULT;
  /**
   * That value, or null.
   * @see ihttpcachepolicy-getvarybyvalue-method
   */
  getVaryByValue(): string | null;
  /**
   * Whether the output cache may be used.
   * @see ihttpcachepolicy-isusercacheenabled-method
   */
  isUserCacheEnabled(): boolean;
  /**
   * Keeps this response out of the output cache; cannot be undone.
   * @see ihttpcachepolicy-disableusercache-method
   */
  disableUserCache(): void;
  /**
   * Whether the response came from a cache or went into one.
   * @see ihttpcachepolicy-iscached-method
   */
  isCached(): boolean;
  /**
   * Says that it did; cannot be undone.
   * @see ihttpcachepolicy-setiscached-method
   */
  setIsCached(): void;
  /**
   * Whether somebody will remove the response from the cache in front.
   * @see ihttpcachepolicy-getkernelcacheinvalidatorset
   */
  getKernelCacheInvalidatorSet(): boolean;
}

/**
 * The cache policy of IIS 7.5.
 * @see ihttpcachepolicy2-interface
 */
export interface IHttpCachePolicy2 extends IHttpCachePolicy {
  /**
   * Whether a cached version is to be replaced.
   * @see ihttpcachepolicy2-isforceupdateset-method
   */
  isForceUpdateSet(): boolean;
  /**
   * Has a cached version replaced.
   * @see ihttpcachepolicy2-setforceupdate-method
   */
  setForceUpdate(): void;
}
