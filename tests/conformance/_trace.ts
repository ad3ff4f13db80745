// How is a whole trace held against what it should be? A listener of GL_TRACE_EVENT that writes a line for each event.
import {
  CGlobalModule,
  GL_NOTIFICATION_CONTINUE,
  GL_TRACE_EVENT,
  GUID_IIS_ALL_TRACE_PROVIDERS,
  type HTTP_MODULE_ID,
  type HTTP_TRACE_CONFIGURATION,
  type HTTP_TRACE_EVENT,
  type IGlobalTraceEventProvider,
  type IHttpServer,
  type NamedRegistration,
  type WebServerOptions,
} from "../../mod.ts";
import { house } from "../_house.ts";
import { app, within } from "./_notes.ts";

/** All areas, everything. */
export const EVERYTHING: HTTP_TRACE_CONFIGURATION = Object.freeze({
  providerGuid: GUID_IIS_ALL_TRACE_PROVIDERS,
  areas: 0xffffe,
  verbosity: 5,
  providerEnabled: true,
});

/** What a listener has been given, and by what it is known. */
export interface Listener {
  readonly module: NamedRegistration;
  readonly events: HTTP_TRACE_EVENT[];
  id: HTTP_MODULE_ID;
  server: IHttpServer;
}

/** A module of GL_TRACE_EVENT in the form of httpserv.h, with what it asks for; nothing asked for is nothing said. */
export function listener(
  name: string,
  asked: HTTP_TRACE_CONFIGURATION | HTTP_TRACE_CONFIGURATION[] | null,
  onEvent: (provider: IGlobalTraceEventProvider, self: Listener) => 0 | 1 | void = () => {},
): Listener {
  class Listening extends CGlobalModule {
    override onGlobalTraceEvent(provider: IGlobalTraceEventProvider): 0 | 1 {
      const { traceEvent } = provider.getTraceEvent();
      self.events.push(traceEvent!);
      return onEvent(provider, self) ?? GL_NOTIFICATION_CONTINUE;
    }
  }
  const self: Listener = {
    events: [],
    id: {},
    server: null as unknown as IHttpServer,
    module: {
      name,
      registerModule(_serverVersion, info, server) {
        [self.id, self.server] = [info.getId(), server];
        if (asked !== null) server.getTraceContext().setTraceConfiguration(info.getId(), asked);
        return info.setGlobalNotifications(new Listening(), GL_TRACE_EVENT);
      },
    },
  };
  return self;
}

/** One event in one line: its name and its items but ContextId; a described value as its words. */
export function line({ eventName, eventItems }: HTTP_TRACE_EVENT): string {
  const items = eventItems.filter(({ name, data }) => name !== "ContextId" && data !== null)
    .map(({ name, data, dataDescription }) => `${name}=${dataDescription ?? showData(data)}`);
  return [eventName, ...items].join(" ");
}

const showData = (data: unknown): string =>
  JSON.stringify(typeof data === "bigint" ? Number(data) : data);

type Modules = Parameters<typeof house>[0];

/** The whole trace of one request, from GENERAL_REQUEST_START to GENERAL_REQUEST_END, and the body of its answer. */
export async function traceOf(
  modules: Exclude<Modules, { readonly apply: unknown }>,
  path = "/",
  init: RequestInit = {},
  options: Omit<WebServerOptions, "modules"> = { app },
): Promise<{ lines: string[]; text: string; events: HTTP_TRACE_EVENT[] }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const recorder = listener("Recorder", EVERYTHING, (provider, { events }) => {
    const { httpContext } = provider.getCurrentHttpRequestContext();
    const last = events.at(-1)!.eventName === "GENERAL_REQUEST_END";
    if (last && httpContext?.getParentContext() === null) resolve();
  });
  const server = house([recorder.module, modules], options);
  const response = await server.get(path, init);
  const text = await response.text();
  await within(promise, "GENERAL_REQUEST_END");
  return { lines: recorder.events.map(line), text, events: recorder.events };
}

/** The lines around one call of one handler, with what happened inside. */
export function called(
  module: string,
  notification: string,
  inside: readonly string[] = [],
  status = "CONTINUE",
  post = false,
): string[] {
  const where = `ModuleName="${module}" Notification=${notification}`;
  return [
    `NOTIFY_MODULE_START ${where} fIsPostNotification=${post}`,
    ...inside,
    `NOTIFY_MODULE_END ${where} fIsPostNotificationEvent=${post} ` +
    `NotificationStatus=NOTIFICATION_${status}`,
  ];
}

/** The line of a completion. */
export const completed = (module: string, notification: string, bytes = 0, post = false): string =>
  `NOTIFY_MODULE_COMPLETION ModuleName="${module}" Notification=${notification} ` +
  `fIsPostNotificationEvent=${post} CompletionBytes=${bytes} ErrorCode=0`;

/** The lines with which every request begins. */
export const begun = (path = "/", verb = "GET", headers = ""): string[] => [
  `GENERAL_REQUEST_START SiteId=1 AppPoolId="DefaultAppPool" ConnId=0 RawConnId=0 ` +
  `RequestURL="http://localhost${path}" RequestVerb="${verb}"`,
  "GENERAL_ENDPOINT_INFORMATION RemotePort=0 LocalPort=0",
  `GENERAL_REQUEST_HEADERS Headers=${JSON.stringify(headers)}`,
];

/** The lines of one send. */
export const sent = (bytes: number, ...inside: string[]): string[] => [
  "GENERAL_FLUSH_RESPONSE_START",
  ...inside,
  `GENERAL_FLUSH_RESPONSE_END BytesSent=${bytes} ErrorCode=0`,
];

/** The line of the headers that leave. */
export const headers = (text: string): string =>
  `GENERAL_RESPONSE_HEADERS Headers=${JSON.stringify(text)}`;

/** The line of bytes that leave. */
export const buffer = (text: string): string =>
  `GENERAL_RESPONSE_ENTITY_BUFFER Buffer=${JSON.stringify(text)}`;

/** The last line. */
export const ended = (bytes: number, status = 200, subStatus = 0, received = 0): string =>
  `GENERAL_REQUEST_END BytesSent=${bytes} BytesReceived=${received} HttpStatus=${status} ` +
  `HttpSubStatus=${subStatus}`;

export const NO_CUSTOM_ERROR = 'GENERAL_NOT_SEND_CUSTOM_ERROR Reason="SETSTATUS_SUCCESS"';
