// Who builds the house and lets a request in? Site, application, URL and metadata, as far as an isolate knows them.
import type { IHttpApplication2, IHttpPerfCounterInfo, IHttpSite } from "../terms/http-site.ts";
import type { HTTP_MODULE_ID } from "../terms/module-registration.ts";
import type { IReferencedMetadataInfo } from "../terms/script-map-info.ts";
import type { IHttpModuleContextContainer } from "../terms/stored-context.ts";
import { FragmentCache } from "../cache/fragment-cache.ts";
import { SharedCache } from "../cache/shared-cache.ts";
import { ModuleContexts } from "../context/module-contexts.ts";
import type { ApplicationOptions, SiteOptions } from "./options.ts";
import { PhysicalRoot } from "./virtual-files.ts";

/** Counters by index, kept in memory. */
export class PerfCounters implements IHttpPerfCounterInfo {
  readonly values: Map<number, number> = new Map();

  incrementCounter(counterIndex: number, value = 1): void {
    if (!Number.isFinite(value)) return;
    this.values.set(counterIndex, (this.values.get(counterIndex) ?? 0) + value);
  }

  decrementCounter(counterIndex: number, value = 1): void {
    this.incrementCounter(counterIndex, -value);
  }
}

/** The one site of a server. */
export class Site implements IHttpSite {
  readonly contexts = new ModuleContexts();
  readonly counters: PerfCounters = new PerfCounters();
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
    return this.counters;
  }
}

/** What hears of the stop of an application. */
export interface ApplicationWatcher {
  stop(): void;
}

/** The one application of a server. */
export class Application implements IHttpApplication2 {
  contexts: ModuleContexts = new ModuleContexts();
  /** Grows with every recycling. */
  run = 0;
  /** The modules that know of this run. */
  readonly started: Set<HTTP_MODULE_ID> = new Set();
  readonly lives: Set<ApplicationWatcher> = new Set();
  readonly #site: Site;
  readonly #options: ApplicationOptions;
  readonly #warm: (() => void)[] = [];
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
    for (const tell of this.#warm.splice(0)) tell();
  }

  /** Settles when no module is warming the application up. */
  async warm(): Promise<void> {
    if (this.#warming) await new Promise<void>((resolve) => this.#warm.push(resolve));
  }

  /** Ends this run: its modules are told, and what they have kept is cleaned up. */
  stop(): void {
    for (const life of this.lives) life.stop();
    this.lives.clear();
    this.started.clear();
    this.run++;
    this.contexts = followed(this.contexts);
  }

  queryIsWarmingUp(): boolean {
    return this.#warming;
  }
}

/** Where modules run: one site with one application, and what is kept there from request to request. */
export class Place {
  readonly site: Site;
  readonly application: Application;
  readonly metadata: Metadata;
  #fragments: FragmentCache | null = null;
  #cache: SharedCache | null = null;
  /** What physical paths begin with. */
  readonly root: PhysicalRoot;

  constructor(site: SiteOptions | undefined, application: ApplicationOptions | undefined) {
    this.site = new Site(site);
    this.application = new Application(this.site, application);
    this.root = new PhysicalRoot(this.application.getApplicationPhysicalPath());
    this.metadata = new Metadata(this.application);
  }

  get fragments(): FragmentCache {
    return this.#fragments ??= new FragmentCache();
  }

  get cache(): SharedCache {
    return this.#cache ??= new SharedCache();
  }

  /** Stops the application; its next request starts it anew. */
  recycle(): void {
    this.application.stop();
    this.metadata.contexts = followed(this.metadata.contexts);
  }

  /** Nothing is kept any more. */
  close(): void {
    this.cache.close();
    this.fragments.close();
    this.site.contexts.contexts.cleanUp((message) => console.error(message));
  }

  /** Empties both caches. */
  purge(): void {
    this.#cache?.clear();
    this.#fragments?.clear();
  }
}

/** Ends a container, which takes nothing more; gives the one that follows it. */
function followed(ended: ModuleContexts): ModuleContexts {
  ended.contexts.cleanUp((message) => console.error(message));
  return new ModuleContexts();
}

/** What modules keep on the configuration of a path; one site has one. */
export class Metadata implements IReferencedMetadataInfo {
  contexts: ModuleContexts = new ModuleContexts();
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

  referenceMetadata(): void {}

  dereferenceMetadata(): void {}
}
