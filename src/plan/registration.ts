// What will run, in which order? What one RegisterModule call, or a definition, says about a module.
import { shown } from "../terms/shown.ts";
import type { CGlobalModule } from "../terms/global-module.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import {
  E_INVALIDARG,
  ERROR_ALREADY_EXISTS,
  ERROR_INVALID_OPERATION,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type {
  HTTP_MODULE_ID,
  IHttpModuleFactory,
  IHttpModuleRegistrationInfo2,
} from "../terms/module-registration.ts";
import {
  PRIORITY_ALIAS_FIRST,
  PRIORITY_ALIAS_HIGH,
  PRIORITY_ALIAS_LAST,
  PRIORITY_ALIAS_LOW,
  PRIORITY_ALIAS_MEDIUM,
} from "../terms/notifications.ts";
import type { TransferEndHandler } from "../terms/transfer-end.ts";
import type { PriorityRank, Registration } from "./plan.ts";
import { GLOBAL_BITS } from "./global-handlers.ts";
import { REQUEST_BITS, STAGE_BITS } from "./stages.ts";

/** Priority aliases, and the rank of each. */
export const RANKS: ReadonlyMap<string, PriorityRank> = new Map([
  [PRIORITY_ALIAS_FIRST, 0],
  [PRIORITY_ALIAS_HIGH, 1],
  [PRIORITY_ALIAS_MEDIUM, 2],
  [PRIORITY_ALIAS_LOW, 3],
  [PRIORITY_ALIAS_LAST, 4],
]);

/** Tells misuse of the registration interface: who, what was found, what was wished for. */
export function misuse(name: string, what: string, found: unknown, wished: string): TypeError {
  return new TypeError(`Cannot register module "${name}": ${what} is ${shown(found)}, ${wished}`);
}

const TOO_LATE = HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);

const hex = (bits: number): string => `0x${(bits >>> 0).toString(16)}`;

/** Collects what a module registers, and freezes it. */
export class ModuleRegistration implements IHttpModuleRegistrationInfo2 {
  declare private readonly name: string;
  declare private readonly id: HTTP_MODULE_ID;
  declare private readonly priorities: Map<number, PriorityRank>;
  declare private readonly postPriorities: Map<number, PriorityRank>;
  declare private readonly globalPriorities: Map<number, PriorityRank>;
  declare private factory: IHttpModuleFactory | null;
  declare private globalModule: CGlobalModule | null;
  declare private notifications: number;
  declare private postNotifications: number;
  declare private globalNotifications: number;
  /** Set once RegisterModule has returned: what is said later is refused (measured). */
  declare private finished: boolean;

  constructor(name: string) {
    this.id = Object.freeze({}) as HTTP_MODULE_ID;
    this.priorities = new Map<number, PriorityRank>();
    this.postPriorities = new Map<number, PriorityRank>();
    this.globalPriorities = new Map<number, PriorityRank>();
    this.factory = null;
    this.globalModule = null;
    this.notifications = 0;
    this.postNotifications = 0;
    this.globalNotifications = 0;
    this.finished = false;
    this.name = name;
  }

  getName(): string {
    return this.name;
  }

  getId(): HTTP_MODULE_ID {
    return this.id;
  }

  setRequestNotifications(
    moduleFactory: IHttpModuleFactory,
    requestNotifications: number,
    postRequestNotifications: number,
  ): HRESULT {
    if (this.finished) return TOO_LATE;
    if (this.factory !== null) return HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS);
    if (typeof moduleFactory?.getHttpModule !== "function") {
      throw misuse(this.name, "the module factory", moduleFactory, "wished for getHttpModule()");
    }
    this.factory = moduleFactory;
    this.notifications = this.checked(requestNotifications, REQUEST_BITS, "RQ_* bits");
    this.postNotifications = this.checked(
      postRequestNotifications,
      STAGE_BITS,
      "RQ_* bits of stages",
    );
    return S_OK;
  }

  setGlobalNotifications(globalModule: CGlobalModule, globalNotifications: number): HRESULT {
    if (this.finished) return TOO_LATE;
    if (this.globalModule !== null) return HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS);
    if (typeof globalModule !== "object" || globalModule === null) {
      throw misuse(this.name, "the global module", globalModule, "wished for a CGlobalModule");
    }
    this.globalModule = globalModule;
    this.globalNotifications = this.checked(globalNotifications, GLOBAL_BITS, "GL_* bits");
    return S_OK;
  }

  setPriorityForRequestNotification(requestNotification: number, priority: string): HRESULT {
    return this.finished ? TOO_LATE : rankAll(this.priorities, requestNotification, priority);
  }

  setPriorityForPostRequestNotification(
    postRequestNotification: number,
    priority: string,
  ): HRESULT {
    return this.finished
      ? TOO_LATE
      : rankAll(this.postPriorities, postRequestNotification, priority);
  }

  setPriorityForGlobalNotification(globalNotification: number, priority: string): HRESULT {
    return this.finished ? TOO_LATE : rankAll(this.globalPriorities, globalNotification, priority);
  }

  private checked(bits: number, known: number, wished: string): number {
    const unknown = (bits & ~known) >>> 0;
    if (unknown === 0) return bits >>> 0;
    throw new RangeError(
      `Cannot register module "${this.name}": unknown notification bit ${hex(unknown)} in ${
        hex(bits)
      }, wished for ${wished}`,
    );
  }

  /** Whoever closes a server waits for an end that takes its time; one that fails keeps the other from nothing. */
  private async terminate(): Promise<void> {
    try {
      await this.factory?.terminate?.();
    } finally {
      await this.globalModule?.terminate?.();
    }
  }

  /** The frozen result. */
  finish(extra: RegistrationExtra): Registration {
    this.finished = true;
    return Object.freeze({
      name: this.name,
      id: this.id,
      host: extra.host,
      factory: this.factory,
      shared: extra.shared ?? null,
      notifications: this.notifications,
      postNotifications: this.postNotifications,
      priorities: this.priorities,
      postPriorities: this.postPriorities,
      before: Object.freeze([...extra.before ?? []]),
      after: Object.freeze([...extra.after ?? []]),
      globalModule: this.globalModule,
      globalNotifications: this.globalNotifications,
      globalPriorities: this.globalPriorities,
      terminate: extra.terminate ?? (() => this.terminate()),
      onTransferEnd: extra.onTransferEnd ?? null,
      locations: Object.freeze([]),
    });
  }
}

/** What RegisterModule has no word for. */
export interface RegistrationExtra {
  readonly host: object;
  readonly shared?: CHttpModule | null;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly onTransferEnd?: TransferEndHandler | null;
  readonly terminate?: () => void | PromiseLike<void>;
}

/** A mask may name several notifications; each gets the class. */
function rankAll(ranks: Map<number, PriorityRank>, mask: number, priority: string): HRESULT {
  const rank = RANKS.get(priority);
  if (rank === undefined) return E_INVALIDARG;
  for (let bits = mask >>> 0; bits !== 0; bits = (bits & (bits - 1)) >>> 0) {
    ranks.set((bits & -bits) >>> 0, rank);
  }
  return S_OK;
}
