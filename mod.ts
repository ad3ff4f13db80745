/**
 * Sluice: the IIS 7-10 integrated request pipeline for Deno and edge runtimes, on top of Hono.
 *
 * @example A module in a Hono app
 * ```ts
 * import { Hono } from "hono";
 * import { defineModule, pipeline } from "@sluice/sluice";
 *
 * const hello = defineModule({
 *   name: "Hello",
 *   onSendResponse(context) {
 *     context.getResponse().setHeader("X-Hello", "Sluice", true);
 *   },
 * });
 *
 * const app = new Hono();
 * app.use(pipeline(hello));
 * app.get("/", (c) => c.text("hello"));
 * export default app;
 * ```
 *
 * @module
 */
export * from "./src/terms/cache-policy.ts";
export * from "./src/terms/cache-types.ts";
export * from "./src/terms/completion-info.ts";
export * from "./src/terms/data-chunk.ts";
export * from "./src/terms/event-providers.ts";
export * from "./src/terms/file-info.ts";
export * from "./src/terms/flags.ts";
export * from "./src/terms/global-module.ts";
export * from "./src/terms/header-ids.ts";
export * from "./src/terms/hresult.ts";
export * from "./src/terms/http-context.ts";
export * from "./src/terms/http-module.ts";
export * from "./src/terms/http-request.ts";
export * from "./src/terms/http-response.ts";
export * from "./src/terms/http-server.ts";
export * from "./src/terms/http-user.ts";
export * from "./src/terms/http-verb.ts";
export * from "./src/terms/io.ts";
export * from "./src/terms/log-fields.ts";
export * from "./src/terms/notification-status.ts";
export * from "./src/terms/notifications.ts";
export * from "./src/terms/raw-info.ts";
export * from "./src/terms/script-map-info.ts";
export * from "./src/terms/sockaddr.ts";
export * from "./src/terms/stored-context.ts";
export * from "./src/terms/time-limit.ts";
export * from "./src/terms/trace-context.ts";
export * from "./src/terms/transfer-end.ts";
export * from "./src/terms/websocket-context.ts";

export {
  defineModule,
  type ModuleDefinition,
  type ModuleHandlers,
  type NoOtherHandlers,
} from "./src/plan/define-module.ts";
export type {
  LocationModules,
  ModuleClass,
  ModuleInput,
  ModuleSource,
  NamedRegistration,
} from "./src/plan/read-modules.ts";
export {
  type Counters,
  createWebServer,
  location,
  type WebServer,
} from "./src/server/create-web-server.ts";
export { type ContextFiles, type DirectoryEntry, getFiles } from "./src/server/context-files.ts";
export type { Capabilities, Capability } from "./src/server/capabilities.ts";
export type { ServerRuntimeOptions } from "./src/server/frequent-hits.ts";
export { getExecuteFlags } from "./src/server/context-child.ts";
export { getRequestUrl } from "./src/server/context-url.ts";
export { getLogFields } from "./src/server/context-log.ts";
export type { HealthReport } from "./src/server/health.ts";
export type { QueryAnswer } from "./src/server/rsca-query.ts";
export type { HandlerEntry } from "./src/server/script-map.ts";
export {
  type AssetEntry,
  assetFiles,
  type AssetManifest,
  type AssetsBinding,
} from "./src/files/asset-files.ts";
export { denoFiles } from "./src/files/deno-files.ts";
export type { Awaitable, FileDriver, FileStat } from "./src/files/file-driver.ts";
export {
  type MemoryFiles,
  memoryFiles,
  type MemoryFilesOptions,
} from "./src/files/memory-files.ts";
export { nodeFiles } from "./src/files/node-files.ts";
export { httpGetExtendedInterface } from "./src/server/http-server.ts";
export type {
  ApplicationOptions,
  FetchApp,
  PipelineOptions,
  SiteOptions,
  WebServerOptions,
  WorkerProcessOptions,
} from "./src/server/options.ts";
export type { HandlerName } from "./src/plan/stages.ts";
export { getHttpContext, pipeline } from "./src/adapter/hono.ts";
export { honoModule, type HonoModuleOptions } from "./src/adapter/hono-module.ts";
export type { HonoContext, HonoMiddleware } from "./src/adapter/hono-types.ts";
