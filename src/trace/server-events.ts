// Who is told what happened? Events that belong to no request.
import type { HTTP_TRACE_EVENT } from "../terms/trace-context.ts";
import { ticks } from "../engine/clock.ts";
import { kindOf } from "./catalogue.ts";
import { coreEvent } from "./event-items.ts";
import { completed, textOfItems } from "./module-events.ts";
import type { Judged } from "./configurations.ts";
import type { Raiser, Traces } from "./traces.ts";

const WARNING = "TRACE_WARNING";

/** Tells the listeners of a server what no request is the place of. */
export class ServerEvents implements Raiser {
  constructor(private readonly traces: Traces, private readonly activityId: string) {}

  raise(event: HTTP_TRACE_EVENT): void {
    const whole = completed(event, this.activityId);
    this.tell(whole, whole.eventName, textOfItems(whole), () => whole);
  }

  /** Tells of something suspicious. */
  warn(message: string): void {
    const full = (): HTTP_TRACE_EVENT =>
      coreEvent(WARNING, [null, 0, message], this.activityId, ticks());
    this.tell(kindOf(WARNING), WARNING, message, full);
  }

  private tell(
    { providerGuid, area, verbosity }: Judged,
    name: string,
    message: string,
    full: () => HTTP_TRACE_EVENT,
  ): void {
    this.traces.tell({
      providerGuid,
      area,
      verbosity,
      context: null,
      own: null,
      flat: () => ({ name, sequence: 1, time: 0, message, context: null }),
      full,
      warn: (words) => this.warn(words),
    });
  }
}
