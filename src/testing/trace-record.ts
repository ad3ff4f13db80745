// How is a pipeline tried? By its trace: who was called, in which order, how often.
import type { IHttpContext } from "../terms/http-context.ts";
import type { TraceEvent } from "../terms/trace-context.ts";
import { RAISED, STAGES } from "../plan/stages.ts";

/** The core's own steps, which no test asks for. */
const CORE = "IIS Web Core";

/** What happened in the requests of one house. Give its `trace` to the option of that name. */
export class TraceRecord {
  /** Every event, in order. */
  readonly events: TraceEvent[] = [];
  /** The option `trace` that fills it. */
  readonly trace: (event: TraceEvent) => void = (event) => void this.events.push(event);

  /**
   * The calls of modules as "Module.onHandler", in order.
   *
   * @param context Only those of one request.
   */
  calls(context?: IHttpContext): string[] {
    return this.events
      .filter(({ name, module }) => name === "NOTIFY_MODULE_START" && module !== CORE)
      .filter((event) => context === undefined || event.context === context)
      .map(nameOf);
  }

  /** What the core has found suspicious, in its words. */
  warnings(): string[] {
    return this.events.filter(({ name }) => name === "TRACE_WARNING")
      .map(({ message }) => message ?? "");
  }

  /** Throws unless exactly these calls were made, in this order. */
  assertCalls(...expected: readonly string[]): void {
    const calls = this.calls();
    const at = calls.findIndex((call, place) => call !== expected[place]);
    const place = at >= 0 ? at : Math.min(calls.length, expected.length);
    if (place === calls.length && place === expected.length) return;
    fail(
      `Call ${place + 1} is ${calls[place] ?? "missing"}, wished for ${expected[place] ?? "none"}`,
      calls,
      this.events.length > 0,
    );
  }

  /** Throws unless these calls were made in this order, whatever stands between them. */
  assertOrder(...expected: readonly string[]): void {
    const calls = this.calls();
    let from = 0;
    for (const call of expected) {
      const at = calls.indexOf(call, from);
      if (at < 0) fail(`${call} is missing behind call ${from}`, calls, this.events.length > 0);
      from = at + 1;
    }
  }

  /** Throws unless a call was made so often. */
  assertCalled(call: string, times = 1): void {
    const calls = this.calls();
    const found = calls.filter((one) => one === call).length;
    if (found === times) return;
    const message = `${call} was called ${found} times, wished for ${times}`;
    fail(message, calls, this.events.length > 0);
  }

  /** Throws unless every call that was entered was left, once. */
  assertBalanced(): void {
    const open = new Map<string, number>();
    const numbers = new Map<unknown, number>();
    for (const event of this.events) {
      const step = { NOTIFY_MODULE_START: 1, NOTIFY_MODULE_END: -1 }[event.name] ?? 0;
      if (step === 0) continue;
      const request = numbers.get(event.context) ?? numbers.size + 1;
      numbers.set(event.context, request);
      const call = `${nameOf(event)} of request ${request}`;
      const depth = (open.get(call) ?? 0) + step;
      if (depth < 0) fail(`${call} was left more often than entered`, this.calls());
      open.set(call, depth);
    }
    for (const [call, depth] of open) if (depth > 0) fail(`${call} was never left`, this.calls());
  }
}

/** Makes a record: `const record = traceRecord(); house(modules, { trace: record.trace })`. */
export function traceRecord(): TraceRecord {
  return new TraceRecord();
}

function nameOf({ module, notification, post }: TraceEvent): string {
  const stage = STAGES.find(({ bit }) => bit === notification);
  const method = stage === undefined
    ? RAISED.find(({ bit }) => bit === notification)?.method
    : stage[post ? "post" : "pre"].method;
  return `${module}.${method ?? notification}`;
}

function fail(message: string, calls: readonly string[], heard = true): never {
  const hint = heard ? "" : "; no event has come: the option `trace` wants the record's `trace`";
  throw new Error(`${message}. Calls were: ${calls.join(", ") || "none"}${hint}`);
}
