// Who builds the house and lets a request in? Global notifications: lists that are walked at once, without pending.
import { shown } from "../terms/shown.ts";
import type { CGlobalModule } from "../terms/global-module.ts";
import { FAILED } from "../terms/hresult.ts";
import {
  GL_NOTIFICATION_CONTINUE,
  GL_NOTIFICATION_HANDLED,
  type GLOBAL_NOTIFICATION_STATUS,
} from "../terms/notification-status.ts";
import { caught } from "../engine/caught.ts";
import type { PriorityRank, Registration } from "../plan/plan.ts";
import type { GlobalProvider } from "./global-providers.ts";

const MEDIUM: PriorityRank = 2;

const EVERY = (): boolean => true;

/** Calls the handler of one global module. */
export type GlobalCall = (module: CGlobalModule, name: string) => GLOBAL_NOTIFICATION_STATUS;

/** The global modules of a server, in order for each notification. */
export class GlobalEvents {
  readonly registrations: readonly Registration[];
  readonly #lists = new Map<number, readonly Registration[]>();

  /** @param warn Told of the errors that modules set. */
  constructor(
    registrations: readonly Registration[],
    private readonly warn: (message: string) => void = () => {},
  ) {
    this.registrations = registrations.filter((r) => r.globalModule !== null);
  }

  /** How many global modules there are. */
  get size(): number {
    return this.registrations.length;
  }

  /** Whether anybody has registered for a notification. */
  has(bit: number): boolean {
    return this.#listFor(bit).length > 0;
  }

  /** The modules that have registered for a notification, in their order. */
  listeners(bit: number): readonly Registration[] {
    return this.#listFor(bit);
  }

  /**
   * Calls the modules in order until one answers HANDLED. What one throws disturbs no other.
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
    let status: GLOBAL_NOTIFICATION_STATUS = GL_NOTIFICATION_CONTINUE;
    for (const registration of this.#listFor(bit)) {
      if (status === GL_NOTIFICATION_HANDLED) break;
      if (!only(registration)) continue;
      if (provider !== null) provider.calling = registration;
      const threw = (error: unknown): void =>
        console.error(`Global module "${registration.name}" threw:`, error);
      try {
        const answer: unknown = call(registration.globalModule!, registration.name);
        if (answer === GL_NOTIFICATION_HANDLED) status = GL_NOTIFICATION_HANDLED;
        else if (answer !== undefined && answer !== GL_NOTIFICATION_CONTINUE) {
          this.#wrong(registration.name, answer);
          caught(answer, threw);
        }
      } catch (error) {
        threw(error);
      }
    }
    if (provider !== null && FAILED(provider.error)) this.warn(provider.told());
    return status;
  }

  #wrong(name: string, answer: unknown): void {
    this.warn(
      `Global module "${name}" answered with ${shown(answer)}, wished for ` +
        "GL_NOTIFICATION_CONTINUE or HANDLED; nothing waits for a promise here",
    );
  }

  #listFor(bit: number): readonly Registration[] {
    let list = this.#lists.get(bit);
    if (list === undefined) {
      const rank = (r: Registration): number => r.globalPriorities.get(bit) ?? MEDIUM;
      const named = this.registrations.filter((r) => (r.globalNotifications & bit) !== 0);
      list = named.sort((a, b) => rank(a) - rank(b));
      this.#lists.set(bit, list);
    }
    return list;
  }
}
