// Terms: what do the pages call it?
// This file: two parts of the request context: where it was mapped to, what runs inside it.

import type { IHttpFileInfo } from "./file-info.ts";
import type { HRESULT } from "./hresult.ts";
import type { IHttpContext } from "./http-context.ts";
import type { IHttpUser } from "./http-user.ts";
import type { IHttpUrlInfo, IMetadataInfo, IScriptMapInfo } from "./script-map-info.ts";

/** What a request was mapped to. A part of IHttpContext with a name of its own, which is ours. */
export interface MappedContext {
  /**
   * What the server remembers of the URL; never null after RQ_MAP_REQUEST_HANDLER.
   * @see ihttpcontext-geturlinfo-method
   */
  getUrlInfo(): IHttpUrlInfo | null;
  /**
   * The configuration path of the URL.
   * @see ihttpcontext-getmetadata-method
   */
  getMetadata(): IMetadataInfo;
  /**
   * The path of the URL in the virtual file system, or null when there is none.
   * @see ihttpcontext-getphysicalpath-method
   */
  getPhysicalPath(): string | null;
  /**
   * The part of the URL that names the handler, without path information behind it.
   * @see ihttpcontext-getscriptname-method
   */
  getScriptName(): string;
  /**
   * The path of the handler's file in the virtual file system, or null.
   * @see ihttpcontext-getscripttranslated-method
   */
  getScriptTranslated(): string | null;
  /**
   * The matched handler entry; null before RQ_MAP_REQUEST_HANDLER.
   * @see ihttpcontext-getscriptmap-method
   */
  getScriptMap(): IScriptMapInfo | null;
  /**
   * The file of the URL, or null. Files that have to be waited for are looked up for handler entries with a
   * resourceType; elsewhere they are null until somebody has awaited `getFiles(context).locate()`.
   * @see ihttpcontext-getfileinfo-method
   */
  getFileInfo(): IHttpFileInfo | null;
  /**
   * Maps a URL to a path, through the handlers of RQ_MAP_PATH. Their error is the result when one
   * finishes.
   * @see ihttpcontext-mappath-method
   */
  mapPath(url: string): { hr: HRESULT; physicalPath: string };
  /**
   * The handler entry that a URL and a method would get, without going there.
   * @see ihttpcontext-maphandler-method
   */
  mapHandler(
    siteId: number,
    siteName: string,
    url: string,
    verb: string,
    ignoreWildcardMappings?: boolean,
  ): { hr: HRESULT; scriptMap: IScriptMapInfo | null };
}

/**
 * How one request runs another inside it. A part of IHttpContext with a name of its own, which is
 * ours.
 */
export interface NestedContext {
  /**
   * Runs a clone as a child request through the whole pipeline. `async` has to be true. Fails with
   * ERROR_NOT_SUPPORTED for a context that is no fresh clone of this one, with ERROR_STACK_OVERFLOW
   * beyond ten levels.
   * @see ihttpcontext-executerequest-method
   */
  executeRequest(
    async: boolean,
    httpContext: IHttpContext,
    executeFlags: number,
    httpUser: IHttpUser | null,
  ): { hr: HRESULT; completionExpected: boolean };
  /**
   * The flags that a child was executed with, a bit mask of EXECUTE_FLAG_*; 0 at the root.
   * @see ihttpcontext-getexecuteflags-method
   */
  getExecuteFlags(): number;
  /**
   * The request that this one was cloned from; null at the root.
   * @see ihttpcontext-getparentcontext-method
   */
  getParentContext(): IHttpContext | null;
  /**
   * The first request of a chain of children; null at the root itself.
   * @see ihttpcontext-getrootcontext-method
   */
  getRootContext(): IHttpContext | null;
  /**
   * Makes a child of this request, with what a bit mask of CLONE_FLAG_* names. The clone can be
   * executed once.
   * @see ihttpcontext-clonecontext-method
   */
  cloneContext(cloneFlags: number): { hr: HRESULT; httpContext: IHttpContext | null };
  /**
   * Ends a clone: its objects are cleaned up, what is left of its body is cancelled.
   * @see ihttpcontext-releaseclonedcontext-method
   */
  releaseClonedContext(): HRESULT;
}
