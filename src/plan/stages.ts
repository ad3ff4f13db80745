// What will run, in which order? The twelve stages: for each its bit, its name and how its two handlers are called.
// A small function per handler instead of a method name: the engine's one call site then needs no keyed look-up.
import type { CHttpModule } from "../terms/http-module.ts";
import type { IAuthenticationProvider, IMapHandlerProvider } from "../terms/event-providers.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { RQResult } from "../terms/notification-status.ts";
import * as RQ from "../terms/notifications.ts";

/** The provider handed to stage handlers: one object that answers for every stage. */
export type StageProvider = IAuthenticationProvider & IMapHandlerProvider;

/** Calls one handler of a module. */
export type HandlerCall = (
  module: CHttpModule,
  context: IHttpContext4,
  provider: StageProvider,
) => RQResult;

/** One handler, to be called on its module. */
export type HandlerFunction = (
  this: CHttpModule,
  context: IHttpContext4,
  provider: StageProvider,
) => RQResult;

/** The name of one handler method. */
export type HandlerName = keyof CHttpModule & `on${string}`;

/** One handler of one stage. */
export interface StageHandler {
  readonly method: HandlerName;
  readonly call: HandlerCall;
}

/** One deterministic notification. */
export interface Stage {
  readonly bit: number;
  /** The constant's name without its prefix, "BEGIN_REQUEST". */
  readonly name: string;
  readonly pre: StageHandler;
  readonly post: StageHandler;
}

const stage = (bit: number, name: string, pre: StageHandler, post: StageHandler): Stage => ({
  bit,
  name,
  pre,
  post,
});
const handler = (method: HandlerName, call: HandlerCall): StageHandler => ({ method, call });

/** The twelve stages in the order in which a request passes them. */
export const STAGES: readonly Stage[] = [
  stage(
    RQ.RQ_BEGIN_REQUEST,
    "BEGIN_REQUEST",
    handler("onBeginRequest", (m, c, p) => m.onBeginRequest(c, p)),
    handler("onPostBeginRequest", (m, c, p) => m.onPostBeginRequest(c, p)),
  ),
  stage(
    RQ.RQ_AUTHENTICATE_REQUEST,
    "AUTHENTICATE_REQUEST",
    handler("onAuthenticateRequest", (m, c, p) => m.onAuthenticateRequest(c, p)),
    handler("onPostAuthenticateRequest", (m, c, p) => m.onPostAuthenticateRequest(c, p)),
  ),
  stage(
    RQ.RQ_AUTHORIZE_REQUEST,
    "AUTHORIZE_REQUEST",
    handler("onAuthorizeRequest", (m, c, p) => m.onAuthorizeRequest(c, p)),
    handler("onPostAuthorizeRequest", (m, c, p) => m.onPostAuthorizeRequest(c, p)),
  ),
  stage(
    RQ.RQ_RESOLVE_REQUEST_CACHE,
    "RESOLVE_REQUEST_CACHE",
    handler("onResolveRequestCache", (m, c, p) => m.onResolveRequestCache(c, p)),
    handler("onPostResolveRequestCache", (m, c, p) => m.onPostResolveRequestCache(c, p)),
  ),
  stage(
    RQ.RQ_MAP_REQUEST_HANDLER,
    "MAP_REQUEST_HANDLER",
    handler("onMapRequestHandler", (m, c, p) => m.onMapRequestHandler(c, p)),
    handler("onPostMapRequestHandler", (m, c, p) => m.onPostMapRequestHandler(c, p)),
  ),
  stage(
    RQ.RQ_ACQUIRE_REQUEST_STATE,
    "ACQUIRE_REQUEST_STATE",
    handler("onAcquireRequestState", (m, c, p) => m.onAcquireRequestState(c, p)),
    handler("onPostAcquireRequestState", (m, c, p) => m.onPostAcquireRequestState(c, p)),
  ),
  stage(
    RQ.RQ_PRE_EXECUTE_REQUEST_HANDLER,
    "PRE_EXECUTE_REQUEST_HANDLER",
    handler("onPreExecuteRequestHandler", (m, c, p) => m.onPreExecuteRequestHandler(c, p)),
    handler("onPostPreExecuteRequestHandler", (m, c, p) => m.onPostPreExecuteRequestHandler(c, p)),
  ),
  stage(
    RQ.RQ_EXECUTE_REQUEST_HANDLER,
    "EXECUTE_REQUEST_HANDLER",
    handler("onExecuteRequestHandler", (m, c, p) => m.onExecuteRequestHandler(c, p)),
    handler("onPostExecuteRequestHandler", (m, c, p) => m.onPostExecuteRequestHandler(c, p)),
  ),
  stage(
    RQ.RQ_RELEASE_REQUEST_STATE,
    "RELEASE_REQUEST_STATE",
    handler("onReleaseRequestState", (m, c, p) => m.onReleaseRequestState(c, p)),
    handler("onPostReleaseRequestState", (m, c, p) => m.onPostReleaseRequestState(c, p)),
  ),
  stage(
    RQ.RQ_UPDATE_REQUEST_CACHE,
    "UPDATE_REQUEST_CACHE",
    handler("onUpdateRequestCache", (m, c, p) => m.onUpdateRequestCache(c, p)),
    handler("onPostUpdateRequestCache", (m, c, p) => m.onPostUpdateRequestCache(c, p)),
  ),
  stage(
    RQ.RQ_LOG_REQUEST,
    "LOG_REQUEST",
    handler("onLogRequest", (m, c, p) => m.onLogRequest(c, p)),
    handler("onPostLogRequest", (m, c, p) => m.onPostLogRequest(c, p)),
  ),
  stage(
    RQ.RQ_END_REQUEST,
    "END_REQUEST",
    handler("onEndRequest", (m, c, p) => m.onEndRequest(c, p)),
    handler("onPostEndRequest", (m, c, p) => m.onPostEndRequest(c, p)),
  ),
];

/** A handler, and the bit by which it is registered. */
export interface BitHandler<Name extends string = HandlerName> {
  readonly bit: number;
  readonly method: Name;
}

/** The notifications that no stage raises, with the handler that each one calls. */
export const RAISED: readonly (BitHandler & { readonly name: string })[] = [
  { bit: RQ.RQ_SEND_RESPONSE, name: "SEND_RESPONSE", method: "onSendResponse" },
  { bit: RQ.RQ_READ_ENTITY, name: "READ_ENTITY", method: "onReadEntity" },
  { bit: RQ.RQ_MAP_PATH, name: "MAP_PATH", method: "onMapPath" },
  {
    bit: RQ.RQ_CUSTOM_NOTIFICATION,
    name: "CUSTOM_NOTIFICATION",
    method: "onCustomRequestNotification",
  },
];

/** The name of a notification, that of its constant without the prefix; undefined for a number that is none. */
export function nameOf(notification: number): string | undefined {
  const isIt = ({ bit }: { bit: number }): boolean => bit === notification;
  return (STAGES.find(isIt) ?? RAISED.find(isIt))?.name;
}

/** The handlers that are registered by the bits of post events. */
export const POST_HANDLERS: readonly BitHandler[] = STAGES.map(({ bit, post: { method } }) => ({
  bit,
  method,
}));

/** The handlers that are registered by the bits of all others. */
export const PRE_HANDLERS: readonly BitHandler[] = [
  ...STAGES.map(({ bit, pre: { method } }) => ({ bit, method })),
  ...RAISED,
];

/** The bits of those handlers that are wanted. */
export function bitsOf<Name extends string>(
  handlers: readonly BitHandler<Name>[],
  wants: (method: Name) => boolean = () => true,
): number {
  let bits = 0;
  for (const { bit, method } of handlers) if (wants(method)) bits |= bit;
  return bits >>> 0;
}

/** Every bit that a stage has. */
export const STAGE_BITS: number = bitsOf(POST_HANDLERS);

/** Every bit that may be registered; the last one is only named by newer headers and never raised. */
export const REQUEST_BITS: number = (bitsOf(PRE_HANDLERS) | 0x08000000) >>> 0;
