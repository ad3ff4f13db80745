// Terms: what do the pages call it?
// This file: the site and application that a request belongs to, and their counters.

import type { IHttpModuleContextContainer } from "./stored-context.ts";

/**
 * Counters that modules move and the host collects.
 * @see ihttpperfcounterinfo-interface
 */
export interface IHttpPerfCounterInfo {
  /**
   * Adds to a counter, 1 by default.
   * @see ihttpperfcounterinfo-incrementcounter-method
   */
  incrementCounter(counterIndex: number, value?: number): void;
  /**
   * Takes away from a counter, 1 by default.
   * @see ihttpperfcounterinfo-decrementcounter-method
   */
  decrementCounter(counterIndex: number, value?: number): void;
}

/**
 * The site that a request belongs to.
 * @see ihttpsite-interface
 */
export interface IHttpSite {
  /**
   * Its number.
   * @see ihttpsite-getsiteid-method
   */
  getSiteId(): number;
  /**
   * Its name.
   * @see ihttpsite-getsitename-method
   */
  getSiteName(): string;
  /**
   * Where modules keep objects for this site.
   * @see ihttpsite-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
  /**
   * The counters of this site.
   * @see ihttpsite-getperfcounterinfo-method
   */
  getPerfCounterInfo(): IHttpPerfCounterInfo;
}

/**
 * The application that a request belongs to.
 * @see ihttpapplication-interface
 */
export interface IHttpApplication {
  /**
   * The root of the application in the virtual file system.
   * @see ihttpapplication-getapplicationphysicalpath-method
   */
  getApplicationPhysicalPath(): string;
  /**
   * The application's identifier, in the form of a metabase path.
   * @see ihttpapplication-getapplicationid-method
   */
  getApplicationId(): string;
  /**
   * The application's configuration path.
   * @see ihttpapplication-getappconfigpath-method
   */
  getAppConfigPath(): string;
  /**
   * Where modules keep objects for this application.
   * @see ihttpapplication-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
}

/**
 * The application of IIS 8, which knows whether it is warming up.
 * @see ihttpapplication2-interface
 */
export interface IHttpApplication2 extends IHttpApplication {
  /**
   * Says that the warm-up has begun.
   * @see ihttpapplication2-beginapplicationwarmup-method
   */
  beginApplicationWarmup(): void;
  /**
   * Says that the warm-up is over.
   * @see ihttpapplication2-endapplicationwarmup-method
   */
  endApplicationWarmup(): void;
  /**
   * Whether the application is warming up.
   * @see ihttpapplication2-queryiswarmingup-method
   */
  queryIsWarmingUp(): boolean;
}
