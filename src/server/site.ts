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
  declare readonly values: Map<number, number>;

  constructor() {
    this.values = new Map();
  }

  incrementCounter(counterIndex: number, value = 1): void {
    if (!Number.isFinite(value)) return;
    this.values.set(counterIndex, (this.values.get(counterIndex) ?? 0) + value);
  }

  decrementCounter(counterIndex: number, value = 1): void {
    this.incrementCounter(counterIndex, -value);
  }
}

/** The one site of a server. */
class Site implements IHttpSite {
  declare readonly contexts: ModuleContexts;
  declare readonly counters: PerfCounters;
  declare private readonly options: SiteOptions;

  constructor(options: SiteOptions = {}) {
    this.contexts = new ModuleContexts();
    this.counters = new PerfCounters();
    this.options = options;
  }

  getSiteId(): number {
    return this.options.id ?? 1;
  }

  getSiteName(): string {
    return this.options.name ?? "Default Web Site";
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
  declare contexts: ModuleContexts;
  /** Grows with every recycling. */
  declare run: number;
  /** The modules that know of this run. */
  declare readonly started: Set<HTTP_MODULE_ID>;
  declare readonly lives: Set<ApplicationWatcher>;
  declare private readonly site: Site;
  declare private readonly options: ApplicationOptions;
  declare private readonly warmed: (() => void)[];
  declare private warming: boolean;

  constructor(site: Site, options: ApplicationOptions = {}) {
    this.contexts = new ModuleContexts();
    this.run = 0;
    this.started = new Set();
    this.lives = new Set();
    this.warmed = [];
    this.warming = false;
    this.site = site;
    this.options = options;
  }

  getApplicationPhysicalPath(): string {
    return this.options.physicalPath ?? "/";
  }

  getApplicationId(): string {
    return this.options.id ?? `/LM/W3SVC/${this.site.getSiteId()}/ROOT`;
  }

  getAppConfigPath(): string {
    return this.options.configPath ?? `MACHINE/WEBROOT/APPHOST/${this.site.getSiteName()}`;
  }

  getModuleContextContainer(): IHttpModuleContextContainer {
    return this.contexts;
  }

  beginApplicationWarmup(): void {
    this.warming = true;
  }

  endApplicationWarmup(): void {
    this.warming = false;
    for (const tell of this.warmed.splice(0)) tell();
  }

  /** Settles when no module is warming the application up. */
  async warm(): Promise<void> {
    if (this.warming) await new Promise<void>((resolve) => this.warmed.push(resolve));
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
    return this.warming;
  }
}

/** Where modules run: one site with one application, and what is kept there from request to request. */
export class Place {
  declare readonly site: Site;
  declare readonly application: Application;
  declare private metadataPart: Metadata | null;
  declare private fragmentsPart: FragmentCache | null;
  declare private cachePart: SharedCache | null;
  declare private rootPart: PhysicalRoot | null;

  constructor(site: SiteOptions | undefined, application: ApplicationOptions | undefined) {
    this.site = new Site(site);
    this.application = new Application(this.site, application);
    this.metadataPart =
      this.fragmentsPart =
      this.cachePart =
      this.rootPart =
        null;
  }

  get metadata(): Metadata {
    return this.metadataPart ??= new Metadata(this.application);
  }

  /** What physical paths begin with. */
  get root(): PhysicalRoot {
    return this.rootPart ??= new PhysicalRoot(this.application.getApplicationPhysicalPath());
  }

  get fragments(): FragmentCache {
    return this.fragmentsPart ??= new FragmentCache();
  }

  get cache(): SharedCache {
    return this.cachePart ??= new SharedCache();
  }

  /** Stops the application; its next request starts it anew. */
  recycle(): void {
    this.application.stop();
    if (this.metadataPart !== null) {
      this.metadataPart.contexts = followed(this.metadataPart.contexts);
    }
  }

  /** Nothing is kept any more. */
  close(): void {
    this.cache.close();
    this.fragments.close();
    this.site.contexts.contexts.cleanUp((message) => console.error(message));
  }

  /** Empties both caches. */
  purge(): void {
    this.cachePart?.clear();
    this.fragmentsPart?.clear();
  }
}

/** Ends a container, which takes nothing more; gives the one that follows it. */
function followed(ended: ModuleContexts): ModuleContexts {
  ended.contexts.cleanUp((message) => console.error(message));
  return new ModuleContexts();
}

/** What modules keep on the configuration of a path; one site has one. */
class Metadata implements IReferencedMetadataInfo {
  declare contexts: ModuleContexts;
  declare private readonly application: Application;

  constructor(application: Application) {
    this.contexts = new ModuleContexts();
    this.application = application;
  }

  getMetaPath(): string {
    return this.application.getAppConfigPath();
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
