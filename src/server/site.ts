// Who builds the house and lets a request in? Site, application, URL and metadata, as far as an isolate knows them.
import type { IHttpApplication2, IHttpPerfCounterInfo, IHttpSite } from "../terms/http-site.ts";
import type { IHttpUrlInfo, IMetadataInfo } from "../terms/script-map-info.ts";
import type { IHttpModuleContextContainer } from "../terms/stored-context.ts";
import { ModuleContexts } from "../context/module-contexts.ts";
import type { ApplicationOptions, SiteOptions } from "./options.ts";

/** Counters by index, kept in memory. */
export class PerfCounters implements IHttpPerfCounterInfo {
  readonly values = new Map<number, number>();

  incrementCounter(counterIndex: number, value = 1): void {
    this.values.set(counterIndex, (this.values.get(counterIndex) ?? 0) + value);
  }

  decrementCounter(counterIndex: number, value = 1): void {
    this.incrementCounter(counterIndex, -value);
  }
}

/** The one site of a server. */
export class Site implements IHttpSite {
  readonly contexts = new ModuleContexts();
  readonly #counters = new PerfCounters();
  readonly #options: SiteOptions;

  constructor(options: SiteOptions = {}) {
    this.#options = options;
  }

  getSiteId(): number {
    return this.#options.id ?? 1;
  }

  getSiteName(): string {
    return this.#options.name ?? "Default Web Site";
  }

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  getPerfCounterInfo(): IHttpPerfCounterInfo {
    return this.#counters;
  }
}

/** The one application of a server. */
export class Application implements IHttpApplication2 {
  readonly contexts = new ModuleContexts();
  readonly #site: Site;
  readonly #options: ApplicationOptions;
  #warming = false;

  constructor(site: Site, options: ApplicationOptions = {}) {
    this.#site = site;
    this.#options = options;
  }

  getApplicationPhysicalPath(): string {
    return this.#options.physicalPath ?? "/";
  }

  getApplicationId(): string {
    return this.#options.id ?? `/LM/W3SVC/${this.#site.getSiteId()}/ROOT`;
  }

  getAppConfigPath(): string {
    return this.#options.configPath ?? `MACHINE/WEBROOT/APPHOST/${this.#site.getSiteName()}`;
  }

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  beginApplicationWarmup(): void {
    this.#warming = true;
  }

  endApplicationWarmup(): void {
    this.#warming = false;
  }

  queryIsWarmingUp(): boolean {
    return this.#warming;
  }
}

/** Where modules run: one site with one application. */
export class Place {
  readonly site: Site;
  readonly application: Application;
  readonly metadata: Metadata;

  constructor(site: SiteOptions | undefined, application: ApplicationOptions | undefined) {
    this.site = new Site(site);
    this.application = new Application(this.site, application);
    this.metadata = new Metadata(this.application);
  }
}

/** What modules keep on a URL. */
export class UrlInfo implements IHttpUrlInfo {
  readonly contexts = new ModuleContexts();

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  /** Nothing counts hits before there is an output cache. */
  isFrequentlyHit(): boolean {
    return false;
  }
}

/** What modules keep on the configuration of a path; one site has one. */
export class Metadata implements IMetadataInfo {
  readonly contexts = new ModuleContexts();
  readonly #application: Application;

  constructor(application: Application) {
    this.#application = application;
  }

  getMetaPath(): string {
    return this.#application.getAppConfigPath();
  }

  getVrPath(): string {
    return "/";
  }

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }
}
