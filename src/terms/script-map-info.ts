// Terms: what do the pages call it?
// This file: the handler entry, URL and metadata that a request was mapped to.

import type { PFN_REGISTERMODULE } from "./module-registration.ts";
import type { IHttpModuleContextContainer } from "./stored-context.ts";

/**
 * The access that a handler entry asks for, by name.
 * @see iscriptmapinfo-getrequiredaccess-method
 */
export const SCRIPT_MAP_REQUIRED_ACCESS = {
  None: 0,
  Read: 1,
  Write: 2,
  Script: 3,
  Execute: 4,
} as const;

/**
 * What has to exist for a handler entry to answer, by name.
 * @see iscriptmapinfo-getresourcetype-method
 */
export const SCRIPT_MAP_RESOURCE_TYPE = {
  File: 0,
  Directory: 1,
  Either: 2,
  Unspecified: 3,
} as const;

/**
 * A handler entry: which requests it takes and what runs for them.
 * @see iscriptmapinfo-interface
 */
export interface IScriptMapInfo {
  /**
   * The path pattern, for example "*.dll".
   * @see iscriptmapinfo-getpath-method
   */
  getPath(): string;
  /**
   * The methods, with commas between; "*" for all.
   * @see iscriptmapinfo-getallowedverbs-method
   */
  getAllowedVerbs(): string;
  /**
   * The modules that may handle the request, with commas between.
   * @see iscriptmapinfo-getmodules-method
   */
  getModules(): string;
  /**
   * The extension that runs, by name; empty when there is none.
   * @see iscriptmapinfo-getscriptprocessor-method
   */
  getScriptProcessor(): string;
  /**
   * A name of a type in a managed pipeline; a plain text here.
   * @see iscriptmapinfo-getmanagedtype-method
   */
  getManagedType(): string;
  /**
   * Whether more path may follow the name of the handler.
   * @see iscriptmapinfo-getallowpathinfoforscriptmappings-method
   */
  getAllowPathInfoForScriptMappings(): boolean;
  /**
   * The access asked for, a value of SCRIPT_MAP_REQUIRED_ACCESS.
   * @see iscriptmapinfo-getrequiredaccess-method
   */
  getRequiredAccess(): number;
  /**
   * What has to exist, a value of SCRIPT_MAP_RESOURCE_TYPE.
   * @see iscriptmapinfo-getresourcetype-method
   */
  getResourceType(): number;
  /**
   * Whether the entry takes every path.
   * @see iscriptmapinfo-getisstarscriptmap-method
   */
  getIsStarScriptMap(): boolean;
  /**
   * How many bytes are buffered before they are sent; 4194304 by default.
   * @see iscriptmapinfo-getresponsebufferlimit-method
   */
  getResponseBufferLimit(): number;
  /**
   * The name of the entry.
   * @see iscriptmapinfo-getname-method
   */
  getName(): string;
}

/** A module as httpserv.h has it, under the name by which handler entries find it. Ours. */
export interface HandlerModule {
  /** The name under which it registers. */
  readonly name: string;
  /** Says what the module wants to hear of. */
  readonly registerModule: PFN_REGISTERMODULE;
}

/** What may stand in `scriptProcessor` of a handler entry besides a name: it brings the module that runs it. Ours. */
export interface ScriptProcessor {
  /** What `getScriptProcessor` answers. */
  readonly name: string;
  /** The module, as the entry names it; it need not be listed. */
  readonly handlerModule: HandlerModule;
}

/** A handler entry that shows what stands in its `scriptProcessor`. Ours. */
export interface ProcessorMap extends IScriptMapInfo {
  /** The object, or the name. */
  readonly scriptProcessor?: unknown;
}

/**
 * What the server remembers of a URL.
 * @see ihttpurlinfo-interface
 */
export interface IHttpUrlInfo {
  /**
   * Where modules keep objects for this URL; it may be forgotten when the URL is rare.
   * @see ihttpurlinfo-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
  /**
   * Whether the URL is asked for often: twice in ten seconds by default, in this isolate.
   * @see ihttpurlinfo-isfrequentlyhit-method
   */
  isFrequentlyHit(): boolean;
}

/**
 * The configuration path that a URL belongs to.
 * @see imetadatainfo-interface
 */
export interface IMetadataInfo {
  /**
   * The configuration path.
   * @see imetadatainfo-getmetapath-method
   */
  getMetaPath(): string;
  /**
   * The path of its root in the virtual file system.
   * @see imetadatainfo-getvrpath-method
   */
  getVrPath(): string;
  /**
   * Where modules keep objects for this configuration path.
   * @see imetadatainfo-getmodulecontextcontainer-method
   */
  getModuleContextContainer(): IHttpModuleContextContainer;
}

/**
 * Metadata that was asked for by name and counts its holders.
 * @see ireferencedmetadatainfo-interface
 */
export interface IReferencedMetadataInfo extends IMetadataInfo {
  /**
   * One more holder. Nothing to do here.
   * @see ireferencedmetadatainfo-referencemetadata-method
   */
  referenceMetadata(): void;
  /**
   * One holder less. Nothing to do here.
   * @see ireferencedmetadatainfo-dereferencemetadata-method
   */
  dereferenceMetadata(): void;
}
