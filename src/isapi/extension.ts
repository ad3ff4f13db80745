// How does an old extension feel at home? One extension with its life: loaded once, before its first request, unloaded with its last server.
import type { ISAPI_ENTRY } from "../terms/extension-control-block.ts";
import { HSE_TERM_MUST_UNLOAD } from "../terms/hse-flags.ts";
import type { HandlerModule, ScriptProcessor } from "../terms/script-map-info.ts";

/** Extensions that a handler entry may name by a text. */
const named = new Map<string, IsapiExtension>();

/** An ISAPI extension: the script processor of a handler entry, or a Hono handler by `isapiHandler`. */
export class IsapiExtension implements ScriptProcessor {
  readonly #users = new Set<object>();

  /** Keeps the functions; `isapiExtension` checks them. */
  constructor(
    /** What the extension exports. */
    readonly entry: ISAPI_ENTRY,
    /** The name under which handler entries find it. */
    readonly name: string,
    /** What runs it: the module that a handler entry with this extension names. */
    readonly handlerModule: HandlerModule,
  ) {}

  /** Whether it is loaded. */
  get loaded(): boolean {
    return this.#users.size > 0;
  }

  /** Loads it, unless somebody uses it already. Throws when it refuses. */
  use(user: object): void {
    if (this.#users.has(user)) return;
    if (!this.loaded) this.#load();
    this.#users.add(user);
  }

  /** Unloads it when nobody uses it any more. */
  leave(user: object): void {
    if (!this.#users.delete(user) || this.loaded) return;
    this.entry.terminateExtension?.(HSE_TERM_MUST_UNLOAD);
  }

  #load(): void {
    const version = this.entry.getExtensionVersion();
    if (version?.ret === true) return;
    throw new Error(`ISAPI extension "${this.name}": getExtensionVersion has refused to be loaded`);
  }
}

/** Lets handler entries find an extension by its name. */
export function nameExtension(extension: IsapiExtension): void {
  named.set(extension.name, extension);
}

/** The extension of that name, if one was made. */
export function extensionNamed(name: string): IsapiExtension | undefined {
  return named.get(name);
}
