/**
 * ISAPI extensions and filters: source-level ports of what was written against `httpext.h` and `httpfilt.h`, and new ones.
 *
 * @example An extension behind a handler entry
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { HSE_STATUS_SUCCESS, HSE_VERSION, HSE_IO_SYNC, isapiExtension } from "@sluice/sluice/isapi";
 *
 * const hello = isapiExtension({
 *   getExtensionVersion: () => ({ ret: true, extensionVersion: HSE_VERSION, extensionDesc: "hello" }),
 *   httpExtensionProc(ecb) {
 *     ecb.writeClient(ecb.connID, "Hello", HSE_IO_SYNC);
 *     return HSE_STATUS_SUCCESS;
 *   },
 *   terminateExtension: () => true,
 * });
 *
 * export default createWebServer({
 *   handlers: [
 *     { name: "hello", path: "*.dll", verb: "*", modules: "IsapiModule", scriptProcessor: hello },
 *   ],
 * });
 * ```
 *
 * @example A filter, which is a module
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import {
 *   type HTTP_FILTER_PREPROC_HEADERS,
 *   isapiFilter,
 *   SF_NOTIFY_PREPROC_HEADERS,
 *   SF_STATUS_REQ_NEXT_NOTIFICATION,
 * } from "@sluice/sluice/isapi";
 *
 * const rewriting = isapiFilter({
 *   getFilterVersion(version) {
 *     version.flags = SF_NOTIFY_PREPROC_HEADERS;
 *     return true;
 *   },
 *   httpFilterProc(pfc, _notificationType, notification) {
 *     const headers = notification as HTTP_FILTER_PREPROC_HEADERS;
 *     if (headers.getHeader(pfc, "url").value === "/old") headers.setHeader(pfc, "url", "/new");
 *     return SF_STATUS_REQ_NEXT_NOTIFICATION;
 *   },
 * });
 *
 * export default createWebServer({ modules: rewriting, app });
 * ```
 *
 * @module
 */
// The types that extensions and filters share with modules, so that this entry can be read alone.
export type * from "./mod.ts";

export type * from "./src/terms/extension-control-block.ts";
export * from "./src/terms/hse-flags.ts";
export * from "./src/terms/hse-requests.ts";
export type * from "./src/terms/hse-structs.ts";
export type { ServerSupportFunction } from "./src/terms/server-support-function.ts";

export type * from "./src/terms/http-filter.ts";
export * from "./src/terms/sf-flags.ts";
export * from "./src/terms/sf-notifications.ts";

export type { IsapiExtension } from "./src/isapi/extension.ts";
export { isapiExtension } from "./src/isapi/isapi-extension.ts";
export type { IsapiFilter } from "./src/isapi/filter.ts";
export { isapiFilter } from "./src/isapi/isapi-filter.ts";
export { IsapiModule } from "./src/isapi/isapi-module.ts";
export { isapiHandler } from "./src/adapter/isapi-handler.ts";
