// What do ready modules share? What a notification is called on a page or in a list: as its handler, without "on".
import {
  RQ_ACQUIRE_REQUEST_STATE,
  RQ_AUTHENTICATE_REQUEST,
  RQ_AUTHORIZE_REQUEST,
  RQ_BEGIN_REQUEST,
  RQ_CUSTOM_NOTIFICATION,
  RQ_END_REQUEST,
  RQ_EXECUTE_REQUEST_HANDLER,
  RQ_LOG_REQUEST,
  RQ_MAP_PATH,
  RQ_MAP_REQUEST_HANDLER,
  RQ_PRE_EXECUTE_REQUEST_HANDLER,
  RQ_READ_ENTITY,
  RQ_RELEASE_REQUEST_STATE,
  RQ_RESOLVE_REQUEST_CACHE,
  RQ_SEND_RESPONSE,
  RQ_UPDATE_REQUEST_CACHE,
} from "../../mod.ts";

/** The names by the number of the notification. */
export const NOTIFICATION_NAMES: ReadonlyMap<number, string> = new Map<number, string>([
  [RQ_BEGIN_REQUEST, "BeginRequest"],
  [RQ_AUTHENTICATE_REQUEST, "AuthenticateRequest"],
  [RQ_AUTHORIZE_REQUEST, "AuthorizeRequest"],
  [RQ_RESOLVE_REQUEST_CACHE, "ResolveRequestCache"],
  [RQ_MAP_REQUEST_HANDLER, "MapRequestHandler"],
  [RQ_ACQUIRE_REQUEST_STATE, "AcquireRequestState"],
  [RQ_PRE_EXECUTE_REQUEST_HANDLER, "PreExecuteRequestHandler"],
  [RQ_EXECUTE_REQUEST_HANDLER, "ExecuteRequestHandler"],
  [RQ_RELEASE_REQUEST_STATE, "ReleaseRequestState"],
  [RQ_UPDATE_REQUEST_CACHE, "UpdateRequestCache"],
  [RQ_LOG_REQUEST, "LogRequest"],
  [RQ_END_REQUEST, "EndRequest"],
  [RQ_CUSTOM_NOTIFICATION, "CustomNotification"],
  [RQ_SEND_RESPONSE, "SendResponse"],
  [RQ_READ_ENTITY, "ReadEntity"],
  [RQ_MAP_PATH, "MapPath"],
]);
