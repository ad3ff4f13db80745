// What do the conformance tests share? Modules that note what they are told, and waits that cannot hang.
import {
  CHttpModule,
  defineModule,
  type IHttpCompletionInfo,
  type IHttpContext,
  type IHttpEventProvider,
  type IHttpModuleRegistrationInfo2,
  type IHttpUser,
  type ModuleDefinition,
  type PFN_REGISTERMODULE,
  RQ_LOG_REQUEST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_PENDING,
  type RQResult,
  S_OK,
  type TraceEvent,
} from "../../mod.ts";
import { STAGES } from "../_stages.ts";

export { write } from "../_chunks.ts";
export { turn, within } from "../_waits.ts";

type StageName = (typeof STAGES)[number];
/** A handler that a test module can have. */
export type Handler = `on${StageName}` | `onPost${StageName}` | "onSendResponse";

/** The 24 deterministic handlers in the order in which an untroubled request calls them. */
export const HANDLERS: readonly Handler[] = STAGES.flatMap((s) =>
  [`on${s}`, `onPost${s}`] as const
);
/** What runs whatever happened before. */
export const LATE: readonly Handler[] = HANDLERS.slice(20);

/** An application that answers "app". */
export const app = { fetch: (): Response => new Response("app") };

/** A module that notes "<name> <handler without on>" and goes on; `more` adds priorities or overrides handlers. */
export function noting(
  name: string,
  seen: string[],
  handlers: readonly Handler[] = HANDLERS,
  more: Partial<ModuleDefinition> = {},
): ModuleDefinition {
  const notes = handlers.map((h) => [h, () => void seen.push(`${name} ${h.slice(2)}`)] as const);
  const methods = Object.fromEntries(notes) as { [K in Handler]?: () => void };
  return defineModule({ ...methods, ...more, name });
}

/** What `noting` writes for a list of handlers. */
export const noted = (name: string, handlers: readonly Handler[]): string[] =>
  handlers.map((h) => `${name} ${h.slice(2)}`);

/** A module in the form of httpserv.h; `more` is called first with what RegisterModule gets. */
export function registered(
  name: string,
  make: () => CHttpModule,
  notifications: number,
  postNotifications = 0,
  more: (info: IHttpModuleRegistrationInfo2) => void = () => {},
): { name: string; registerModule: PFN_REGISTERMODULE } {
  const factory = { getHttpModule: () => ({ hr: S_OK, module: make() }), terminate: () => {} };
  return {
    name,
    registerModule: (_serverVersion, info) => {
      more(info);
      return info.setRequestNotifications(factory, notifications, postNotifications);
    },
  };
}

/** An HRESULT as the texts write it. */
export const code = (hr: number): string =>
  `0x${(hr >>> 0).toString(16).toUpperCase().padStart(8, "0")}`;

/** What a completion said, as one note. */
export const told = (
  notification: number,
  post: boolean,
  info: IHttpCompletionInfo,
): string =>
  `${notification} ${post} ${info.getCompletionBytes()} ${code(info.getCompletionStatus())}`;

/** A module that parks BEGIN_REQUEST and hands the context to the test. */
export function parking(
  seen: string[],
  onCompletion: (context: IHttpContext) => RQResult = () => RQ_NOTIFICATION_CONTINUE,
): { module: ModuleDefinition; context: Promise<IHttpContext> } {
  const { promise, resolve } = Promise.withResolvers<IHttpContext>();
  const module = defineModule({
    name: "Parking",
    onBeginRequest(context) {
      seen.push("Parking begin");
      resolve(context);
      return RQ_NOTIFICATION_PENDING;
    },
    onAsyncCompletion(context, notification, post, _provider, info) {
      seen.push(`Parking async ${told(notification, post, info)}`);
      return onCompletion(context);
    },
  });
  return { module, context: promise };
}

/** A module whose disposal tells that nothing of a request is left to run. List it last. */
export function ending(): { module: ReturnType<typeof registered>; over: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  class Ending extends CHttpModule {
    override onLogRequest(): RQResult {}
    override dispose(): void {
      resolve();
    }
  }
  return { module: registered("Ending", () => new Ending(), RQ_LOG_REQUEST), over: promise };
}

/** A list of trace events, and the option that fills it. */
export function tracing(): { events: TraceEvent[]; trace: (event: TraceEvent) => void } {
  const events: TraceEvent[] = [];
  return { events, trace: (event) => void events.push(event) };
}

/** The trace events of one name. */
export const named = (events: readonly TraceEvent[], name: string): TraceEvent[] =>
  events.filter((event) => event.name === name);

/** A user that a module made. */
export function user(name: string, more: Partial<IHttpUser> = {}): IHttpUser {
  return {
    getRemoteUserName: () => name,
    getUserName: () => name,
    getAuthenticationType: () => "Test",
    getPassword: () => "",
    referenceUser: () => {},
    dereferenceUser: () => {},
    supportsIsInRole: () => false,
    isInRole: () => ({ hr: S_OK, inRole: false }),
    getUserVariable: () => null,
    ...more,
  };
}

/** The shape of the samples: notes its completions, and answers them with `status`. */
export abstract class Completing extends CHttpModule {
  constructor(readonly seen: string[], readonly status: 0 | 2 = RQ_NOTIFICATION_CONTINUE) {
    super();
  }
  override onAsyncCompletion(
    _context: IHttpContext,
    notification: number,
    post: boolean,
    _provider: IHttpEventProvider,
    info: IHttpCompletionInfo,
  ): RQResult {
    this.seen.push(told(notification, post, info));
    return this.status;
  }
}

/** A request body that the test fills piece by piece. */
export function upload(): { init: RequestInit; send(text: string): void; end(): void } {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const init = { method: "POST", body: readable, duplex: "half" } as RequestInit;
  return {
    init,
    send: (text) => void writer.write(new TextEncoder().encode(text)).catch(() => {}),
    end: () => void writer.close().catch(() => {}),
  };
}
