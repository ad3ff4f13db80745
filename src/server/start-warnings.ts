// Who builds the house and lets a request in? What can never do what it seems to say, told to those who watch at the start.
import { CGlobalModule } from "../terms/global-module.ts";
import { CHttpModule } from "../terms/http-module.ts";
import { RQ_EXECUTE_REQUEST_HANDLER } from "../terms/notifications.ts";
import type { Registration } from "../plan/plan.ts";
import { needsFile, type ScriptMap } from "./script-map.ts";

/** Warnings about modules that nothing calls, and about entries that nothing answers. */
export function startWarnings(
  registrations: readonly Registration[],
  entries: readonly ScriptMap[],
  hasFiles: boolean,
): string[] {
  const unheard = registrations.filter(isUnheard).map(({ name }) =>
    `Module "${name}" has no handler, and nothing else that is ever called`
  );
  return [...unheard, ...entries.flatMap((entry) => ofEntry(entry, registrations, hasFiles))];
}

function isUnheard(module: Registration): boolean {
  const { notifications, postNotifications, globalNotifications } = module;
  return (notifications | postNotifications | globalNotifications) === 0 &&
    module.onTransferEnd === null && !terminates(module);
}

/** A definition and a global module may be there for their end alone. */
function terminates({ host, factory, globalModule }: Registration): boolean {
  const isClass = typeof host === "function" && host.prototype instanceof CHttpModule;
  if (factory !== null && !isClass) return true;
  if (globalModule !== null && globalModule.terminate !== CGlobalModule.prototype.terminate) {
    return true;
  }
  return typeof (host as { readonly terminate?: unknown }).terminate === "function";
}

function ofEntry(
  entry: ScriptMap,
  registrations: readonly Registration[],
  hasFiles: boolean,
): string[] {
  const about = `Handler entry "${entry.getName()}"`;
  const found: string[] = [];
  if (needsFile(entry) && !hasFiles) {
    found.push(`${about} asks for a file, and the option "files" is missing: each request is 404`);
  }
  const executes = registrations.some(({ name, notifications }) =>
    entry.modules.includes(name) && (notifications & RQ_EXECUTE_REQUEST_HANDLER) !== 0
  );
  if (!executes) {
    const names = entry.modules.map((name) => `"${name}"`).join(", ");
    found.push(`${about}: ${names} has no handler of RQ_EXECUTE_REQUEST_HANDLER`);
  }
  return found;
}
