// Who knocks? Hono: an ISAPI extension as one of its handlers.
import type { IsapiExtension } from "../isapi/extension.ts";
import { moduleFor } from "../isapi/isapi-module.ts";
import type { PipelineOptions } from "../server/options.ts";
import { pipeline } from "./hono.ts";
import type { HonoMiddleware } from "./hono-types.ts";

/**
 * An ISAPI extension as a Hono handler. A pipeline in front of it is the one that it runs in: its user, variables and
 * log are the extension's too.
 *
 * @param options Those of `pipeline`; `app` lets the extension run other URLs.
 */
export function isapiHandler(
  extension: IsapiExtension,
  options: PipelineOptions = {},
): HonoMiddleware {
  if (typeof extension?.entry?.httpExtensionProc !== "function") {
    throw new TypeError(
      `isapiHandler: extension is ${String(extension)}, wished for what isapiExtension makes`,
    );
  }
  return pipeline(moduleFor(extension), options);
}
