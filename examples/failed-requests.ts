// Shows failed request tracing: rules say which requests have failed, and each of those is written down, event by event.
// Pages: IGlobalTraceEventProvider (iglobaltraceeventprovider-interface), HTTP_TRACE_CONFIGURATION (http-trace-configuration-structure).
import {
  CGlobalModule,
  createWebServer,
  GL_NOTIFICATION_CONTINUE,
  GL_TRACE_EVENT,
  GUID_IIS_ALL_TRACE_PROVIDERS,
  type HTTP_TRACE_EVENT,
  type IGlobalTraceEventProvider,
  type NamedRegistration,
  type WebServerOptions,
} from "@sluice/sluice";
import { Hono } from "hono";

/** What a request has failed by: named as in the failureDefinitions element. */
interface FailureDefinitions {
  /** Single codes and ranges, "404,500-599". */
  readonly statusCodes: string;
  /** Milliseconds from which on a request was too slow. */
  readonly timeTaken: number;
}

/** An event in one line, with its items but the identifier that all of a request share. */
function line({ eventName, eventItems }: HTTP_TRACE_EVENT, time: number): string {
  const items = eventItems.filter(({ name, data }) => name !== "ContextId" && data !== null)
    .map(({ name, data, dataDescription }) => `${name}: ${dataDescription ?? data}`);
  return `${String(time).padStart(6)} ms  ${eventName}  ${items.join(", ")}`.trimEnd();
}

function includes(statusCodes: string, status: number): boolean {
  return statusCodes.split(",").map((range) => range.split("-").map(Number))
    .some(([from, to = from]) => status >= from && status <= to);
}

/** Keeps the events of each running request, and writes those of the failed ones when they end. */
class FailedRequests extends CGlobalModule {
  private readonly running = new Map<string, string[]>();

  constructor(
    private readonly rules: FailureDefinitions,
    private readonly write: (report: string) => void,
  ) {
    super();
  }

  override onGlobalTraceEvent(provider: IGlobalTraceEventProvider) {
    const { traceEvent: event } = provider.getTraceEvent();
    const { httpContext } = provider.getCurrentHttpRequestContext();
    if (event?.activityGuid && httpContext !== null) {
      const time = httpContext.getRequestElapsedTime();
      const lines = this.running.get(event.activityGuid) ?? [];
      this.running.set(event.activityGuid, lines);
      if (lines.length < 500) lines.push(line(event, time));
      const ends = event.eventName === "GENERAL_REQUEST_END" && !httpContext.getParentContext();
      if (ends) this.end(event, lines, time);
    }
    return GL_NOTIFICATION_CONTINUE;
  }

  private end({ activityGuid, eventItems }: HTTP_TRACE_EVENT, lines: string[], time: number): void {
    this.running.delete(activityGuid!);
    const status = Number(eventItems.find(({ name }) => name === "HttpStatus")?.data);
    const { statusCodes, timeTaken } = this.rules;
    const failed = includes(statusCodes, status);
    if (!failed && time < timeTaken) return;
    this.write([`${failed ? `status ${status}` : `${time} ms`}`, ...lines, ""].join("\n"));
  }
}

/** The module: it asks the server for every event of every provider. */
export function failedRequests(
  rules: FailureDefinitions,
  write: (report: string) => void,
): NamedRegistration {
  return {
    name: "FailedRequests",
    registerModule(_serverVersion, moduleInfo, server) {
      server.getTraceContext().setTraceConfiguration(moduleInfo.getId(), {
        providerGuid: GUID_IIS_ALL_TRACE_PROVIDERS,
        areas: 0xffffe,
        verbosity: 5,
        providerEnabled: true,
      });
      const module = new FailedRequests(rules, write);
      return moduleInfo.setGlobalNotifications(module, GL_TRACE_EVENT);
    },
  };
}

let report = "No request has failed yet.\n";
const app = new Hono();
app.get("/report", (c) => c.text(report));
app.get("/slow", async (c) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return c.text("Slow, but there.\n");
});
app.get("/", (c) => c.text("All is well.\n"));

const rules = { statusCodes: "400-599", timeTaken: 250 };

export const options: WebServerOptions = {
  modules: failedRequests(rules, (text) => report = text),
  app,
};

export default createWebServer(options);
