// How does an old extension feel at home? Exported functions become an extension.
import type { ISAPI_ENTRY } from "../terms/extension-control-block.ts";
import { IsapiExtension, nameExtension } from "./extension.ts";
import { IsapiModule } from "./isapi-module.ts";

/**
 * An ISAPI extension of its exported functions.
 *
 * @param entry GetExtensionVersion, HttpExtensionProc and, if there is something to clean up, TerminateExtension.
 * @param name A name for messages and for `getScriptProcessor`. Under a given name a handler entry finds the extension by
 * its text too, as a port of a configuration file has it: the last one that has taken the name before the first request
 * behind that entry.
 * Throws a `TypeError` that names what is missing.
 */
export function isapiExtension(entry: ISAPI_ENTRY, name?: string): IsapiExtension {
  for (const key of ["getExtensionVersion", "httpExtensionProc"] as const) need(entry, key);
  if (entry.terminateExtension !== undefined) need(entry, "terminateExtension");
  const extension = new IsapiExtension(entry, name ?? "isapi", IsapiModule);
  if (name !== undefined) nameExtension(extension);
  return extension;
}

function need(entry: ISAPI_ENTRY, key: keyof ISAPI_ENTRY): void {
  const found: unknown = entry?.[key];
  if (typeof found === "function") return;
  throw new TypeError(`isapiExtension: ${key} is ${String(found)}, wished for a function`);
}
