// How does an old filter feel at home? One filter with its life: loaded with its first server, unloaded with its last.
import type { HTTP_FILTER_VERSION, ISAPI_FILTER_ENTRY } from "../terms/http-filter.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { IHttpModuleRegistrationInfo2 } from "../terms/module-registration.ts";
import { HTTP_FILTER_REVISION } from "../terms/sf-flags.ts";
import * as SF from "../terms/sf-notifications.ts";
import type { TransferEnd, TransferEndHandler } from "../terms/transfer-end.ts";
import { FilterHost, register } from "./filter-module.ts";
import { LATE, sessionOf } from "./filter-session.ts";

const KNOWN = [...Object.values(SF)].reduce<number>((bits, bit) => bits | bit, 0);

/** An ISAPI filter: a module. */
export class IsapiFilter {
  #version: HTTP_FILTER_VERSION | null = null;
  readonly #users = new Set<object>();

  /** Keeps the functions; `isapiFilter` checks them. */
  constructor(
    /** What the filter exports. */
    readonly entry: ISAPI_FILTER_ENTRY,
    /** The name under which it registers as a module. */
    readonly name: string,
  ) {}

  /** Whether it is loaded. */
  get loaded(): boolean {
    return this.#version !== null;
  }

  /** What it wants to hear of: a bit mask of SF_NOTIFY_*; 0 as long as it is not loaded. */
  get flags(): number {
    return this.#version?.flags ?? 0;
  }

  /** The version of its context. */
  get revision(): number {
    return Math.min(this.#version?.filterVersion || HTTP_FILTER_REVISION, HTTP_FILTER_REVISION);
  }

  /** Loads it, unless somebody uses it already, and says which stages it takes part in. */
  readonly registerModule = (
    _serverVersion: number,
    moduleInfo: IHttpModuleRegistrationInfo2,
  ): number => {
    const host = new FilterHost(this, () => this.#leave(host));
    this.#version ??= this.#load();
    this.#users.add(host);
    return register(moduleInfo, host, this.flags);
  };

  /** What is behind the last byte; nothing for a filter that does not want to hear of it. */
  get onTransferEnd(): TransferEndHandler | null {
    if ((this.flags & LATE) === 0) return null;
    return (context: IHttpContext4, end: TransferEnd) => sessionOf(this, context).transferred(end);
  }

  /** Unloads it when nobody uses it any more. */
  #leave(host: object): void {
    if (!this.#users.delete(host) || this.#users.size > 0) return;
    this.#version = null;
    this.entry.terminateFilter?.(0);
  }

  #load(): HTTP_FILTER_VERSION {
    const version: HTTP_FILTER_VERSION = {
      serverFilterVersion: HTTP_FILTER_REVISION,
      filterVersion: 0,
      filterDesc: "",
      flags: 0,
    };
    if (this.entry.getFilterVersion(version) !== true) {
      throw new Error(`ISAPI filter "${this.name}": getFilterVersion has refused to be loaded`);
    }
    const { flags } = version;
    if (Number.isInteger(flags) && (flags & ~KNOWN) === 0) return version;
    const found = typeof flags === "number" ? `0x${(flags >>> 0).toString(16)}` : String(flags);
    throw new RangeError(
      `ISAPI filter "${this.name}": flags is ${found}, wished for bits of SF_NOTIFY_*`,
    );
  }
}
