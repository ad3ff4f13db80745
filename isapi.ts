/**
 * ISAPI extensions: source-level ports of what was written against `httpext.h`, and new ones.
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
 * @module
 */
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
