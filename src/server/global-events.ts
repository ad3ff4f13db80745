// Who builds the house and lets a request in? Global notifications: lists that are walked at once, without pending.
import type { CGlobalModule } from "../terms/global-module.ts";
import {
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
} from "../terms/notification-status.ts";
import type { PriorityRank, Registration } from "../plan/plan.ts";

const MEDIUM: PriorityRank = 2;

/** The global modules of a server, in order for each notification. */
export class GlobalEvents {
  readonly #registrations: readonly Registration[];
  readonly #lists = new Map<number, readonly Registration[]>();

  constructor(registrations: readonly Registration[]) {
    this.#registrations = registrations.filter((r) => r.globalModule !== null);
  }

  /** How many global modules there are. */
  get size(): number {
    return this.#registrations.length;
  }

  /** Whether anybody has registered for a notification. */
  has(bit: number): boolean {
    return this.#listFor(bit).length > 0;
  }

  /** The modules that have registered for a notification, in their order. */
  listeners(bit: number): readonly Registration[] {
    return this.#listFor(bit);
  }

  /** Calls the modules in order until one answers HANDLED. What one throws disturbs no other. */
  raise(
    bit: number,
    call: (module: CGlobalModule, name: string) => GLOBAL_NOTIFICATION_STATUS,
  ): GLOBAL_NOTIFICATION_STATUS {
    for (const { name, globalModule } of this.#listFor(bit)) {
      try {
        if (call(globalModule!, name) === GL_NOTIFICATION_HANDLED) return GL_NOTIFICATION_HANDLED;
      } catch (error) {
        console.error(`Global module "${name}" threw:`, error);
      }
    }
    return GL_NOTIFICATION_CONTINUE;
  }

  #listFor(bit: number): readonly Registration[] {
    let list = this.#lists.get(bit);
    if (list === undefined) {
      const rank = (r: Registration): number => r.globalPriorities.get(bit) ?? MEDIUM;
      const named = this.#registrations.filter((r) => (r.globalNotifications & bit) !== 0);
      list = named.sort((a, b) => rank(a) - rank(b));
      this.#lists.set(bit, list);
    }
    return list;
  }
}
