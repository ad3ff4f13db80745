// What ran in an example, and in which order? Builds it once more, with a trace that a test can read.
import {
  createWebServer,
  type TraceEvent,
  type WebServer,
  type WebServerOptions,
} from "../../mod.ts";

/** The names of the notifications that the examples use, by their bits. */
const NAMES = new Map([
  [0x1, "BEGIN"],
  [0x2, "AUTHENTICATE"],
  [0x4, "AUTHORIZE"],
  [0x8, "RESOLVE"],
  [0x10, "MAP"],
  [0x40, "PRE_EXECUTE"],
  [0x80, "EXECUTE"],
  [0x200, "UPDATE"],
  [0x400, "LOG"],
  [0x800, "END"],
  [0x20000000, "SEND"],
]);

/** An example under observation. */
export interface Traced {
  readonly server: WebServer;
  readonly events: TraceEvent[];
  /** The module calls so far, as "Module STAGE". */
  calls(): string[];
  /** Sends a request and waits until its trace has ended. */
  text(path?: string, headers?: HeadersInit): Promise<string>;
}

/** Notes every event into a list. */
export function collector(): { events: TraceEvent[]; trace: (event: TraceEvent) => void } {
  const events: TraceEvent[] = [];
  return { events, trace: (event) => void events.push(event) };
}

/** The module calls in a list of events, as "Module STAGE". */
export function callsIn(events: TraceEvent[]): string[] {
  return events.filter(({ name }) => name === "NOTIFY_MODULE_START")
    .map(({ module, notification = 0 }) => `${module} ${NAMES.get(notification) ?? notification}`);
}

/** Builds an example from its options, with a trace. */
export function traced(options: WebServerOptions): Traced {
  const { events, trace } = collector();
  const server = createWebServer({ ...options, trace });
  return {
    server,
    events,
    calls: () => callsIn(events),
    text: async (path = "/", headers = {}) => {
      const request = new Request(new URL(path, "http://localhost"), { headers });
      return await (await server.fetch(request)).text();
    },
  };
}
