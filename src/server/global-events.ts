// Who builds the house and lets a request in? Global notifications: lists that are walked at once, without pending.
import { shown } from "../terms/shown.ts";
import type { CGlobalModule } from "../terms/global-module.ts";
import { FAILED } from "../terms/hresult.ts";
import {
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
  type GLResult,
} from "../terms/notification-status.ts";
import {
  GL_CACHE_CLEANUP,
  GL_CONFIGURATION_CHANGE,
  GL_CUSTOM_NOTIFICATION,
  GL_FILE_CHANGE,
} from "../terms/notifications.ts";
import { caught } from "../engine/caught.ts";
import type { PriorityRank, Registration } from "../plan/plan.ts";
import type { GlobalProvider } from "./global-providers.ts";

const MEDIUM: PriorityRank = 2;

/** What modules can have raised: a handler that has its own raised would never end. */
const RAISED_BY_MODULES = GL_CONFIGURATION_CHANGE | GL_FILE_CHANGE | GL_CUSTOM_NOTIFICATION |
  GL_CACHE_CLEANUP;
/** How often one of them may stand inside itself. */
const MOST_NESTED = 10;

const EVERY = (): boolean => true;

/** Calls the handler of one global module. */
export type GlobalCall = (module: CGlobalModule, name: string) => GLResult;

/** The global modules of a server, in order for each notification. */
export class GlobalEvents {
  declare private readonly warn: (message: string) => void;
  declare readonly registrations: readonly Registration[];
  declare private readonly lists: Map<number, readonly Registration[]>;
  /** How often each of those that modules raise is being raised at this moment. */
  declare private readonly nested: Map<number, number>;

  /** @param warn Told of the errors that modules set. */
  constructor(registrations: readonly Registration[], warn: (message: string) => void = () => {}) {
    this.warn = warn;
    this.lists = new Map<number, readonly Registration[]>();
    this.nested = new Map<number, number>();
    this.registrations = registrations.filter((r) => r.globalModule !== null);
  }

  /** How many global modules there are. */
  get size(): number {
    return this.registrations.length;
  }

  /** Whether anybody has registered for a notification. */
  has(bit: number): boolean {
    return this.listFor(bit).length > 0;
  }

  /** The modules that have registered for a notification, in their order. */
  listeners(bit: number): readonly Registration[] {
    return this.listFor(bit);
  }

  /**
   * Calls the modules in order until one answers HANDLED. What one throws disturbs no other. One that raises the
   * notification that it is being told of is heard, but not without end.
   *
   * @param provider Where there is one: it learns who is called, and what it was told is an event for the watchers.
   * @param only The modules to call, where not all are.
   */
  raise(
    bit: number,
    call: GlobalCall,
    provider: GlobalProvider | null = null,
    only: (registration: Registration) => boolean = EVERY,
  ): GLOBAL_NOTIFICATION_STATUS {
    const list = this.listFor(bit);
    if (list.length === 0) return GL_NOTIFICATION_CONTINUE;
    const status = (bit & RAISED_BY_MODULES) === 0
      ? this.walk(list, call, provider, only)
      : this.nestable(bit, () => this.walk(list, call, provider, only));
    if (provider !== null && FAILED(provider.error)) this.warn(provider.told());
    return status;
  }

  private nestable(
    bit: number,
    walk: () => GLOBAL_NOTIFICATION_STATUS,
  ): GLOBAL_NOTIFICATION_STATUS {
    const nested = this.nested.get(bit) ?? 0;
    if (nested === MOST_NESTED) {
      this.warn(`A global notification was raised ${nested} times within itself: no deeper`);
      return GL_NOTIFICATION_CONTINUE;
    }
    this.nested.set(bit, nested + 1);
    const status = walk();
    this.nested.set(bit, nested);
    return status;
  }

  private walk(
    list: readonly Registration[],
    call: GlobalCall,
    provider: GlobalProvider | null,
    only: (registration: Registration) => boolean,
  ): GLOBAL_NOTIFICATION_STATUS {
    for (const registration of list) {
      if (!only(registration)) continue;
      if (provider !== null) provider.calling = registration;
      const threw = (error: unknown): void =>
        console.error(`Global module "${registration.name}" threw:`, error);
      try {
        const answer: unknown = call(registration.globalModule!, registration.name);
        if (answer === GL_NOTIFICATION_HANDLED) return GL_NOTIFICATION_HANDLED;
        if (answer !== undefined && answer !== GL_NOTIFICATION_CONTINUE) {
          this.wrong(registration.name, answer);
          caught(answer, threw);
        }
      } catch (error) {
        threw(error);
      }
    }
    return GL_NOTIFICATION_CONTINUE;
  }

  private wrong(name: string, answer: unknown): void {
    this.warn(
      `Global module "${name}" answered with ${shown(answer)}, wished for ` +
        "GL_NOTIFICATION_CONTINUE or HANDLED; nothing waits for a promise here",
    );
  }

  private listFor(bit: number): readonly Registration[] {
    let list = this.lists.get(bit);
    if (list === undefined) {
      const rank = (r: Registration): number => r.globalPriorities.get(bit) ?? MEDIUM;
      const named = this.registrations.filter((r) => (r.globalNotifications & bit) !== 0);
      list = named.sort((a, b) => rank(a) - rank(b));
      this.lists.set(bit, list);
    }
    return list;
  }
}
