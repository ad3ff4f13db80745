// Who builds the house and lets a request in? Whether the server is well, as far as its modules know.
import { type HRESULT, S_OK } from "../terms/hresult.ts";
import { GL_HEALTH_CHECK } from "../terms/notifications.ts";
import type { GlobalEvents } from "./global-events.ts";

/** Whether the server is well. */
export interface HealthReport {
  /** False when a module has called `reportUnhealthy` since the start or the last recycling. */
  readonly healthy: boolean;
  /** What it has said; empty while all is well. */
  readonly reason: string;
  /** The HRESULT that came with it. */
  readonly hr: HRESULT;
}

const WELL: HealthReport = Object.freeze({ healthy: true, reason: "", hr: S_OK });

/** What modules have said of the health of one server. */
export class Health {
  declare private readonly unhealthy: (reason: string, hr: HRESULT) => void;
  declare private last: HealthReport;
  declare private checking: boolean;

  constructor(unhealthy: (reason: string, hr: HRESULT) => void = () => {}) {
    this.unhealthy = unhealthy;
    this.last = WELL;
    this.checking = false;
  }

  /** A module says that something is wrong. */
  report(events: GlobalEvents, reason: string, hr: HRESULT): void {
    this.last = Object.freeze({ healthy: false, reason: String(reason), hr });
    this.unhealthy(this.last.reason, hr);
    this.check(events);
  }

  /** Asks the modules; one that reports while it is asked does not have everybody asked again. */
  check(events: GlobalEvents): HealthReport {
    if (!this.checking) {
      this.checking = true;
      events.raise(GL_HEALTH_CHECK, (module) => module.onGlobalHealthCheck());
      this.checking = false;
    }
    return this.last;
  }

  recovered(): void {
    this.last = WELL;
  }
}
