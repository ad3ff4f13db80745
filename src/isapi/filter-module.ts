// How does an old filter feel at home? As a module: which stage brings which notification.
import type {
  IHttpEventProvider,
  IMapPathProvider,
  IReadEntityProvider,
  ISendResponseProvider,
} from "../terms/event-providers.ts";
import { S_OK } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import { CHttpModule } from "../terms/http-module.ts";
import type {
  IHttpModuleFactory,
  IHttpModuleRegistrationInfo2,
} from "../terms/module-registration.ts";
import type { REQUEST_NOTIFICATION_STATUS, RQResult } from "../terms/notification-status.ts";
import * as RQ from "../terms/notifications.ts";
import * as SF from "../terms/sf-notifications.ts";
import type { LoadedFilter } from "./filter-door.ts";
import { type FilterSession, sessionOf } from "./filter-session.ts";

/** Whoever wants to hear of these sees the response when it leaves. */
const SENDING = SF.SF_NOTIFY_SEND_RESPONSE | SF.SF_NOTIFY_SEND_RAW_DATA |
  SF.SF_NOTIFY_ACCESS_DENIED | SF.SF_NOTIFY_LOG;

/** Which notifications a stage is needed for. */
const STAGES: readonly (readonly [stage: number, notifications: number])[] = [
  [RQ.RQ_BEGIN_REQUEST, SF.SF_NOTIFY_PREPROC_HEADERS],
  [RQ.RQ_MAP_PATH, SF.SF_NOTIFY_URL_MAP],
  [RQ.RQ_READ_ENTITY, SF.SF_NOTIFY_READ_RAW_DATA],
  [RQ.RQ_PRE_EXECUTE_REQUEST_HANDLER, SF.SF_NOTIFY_URL_MAP | SF.SF_NOTIFY_READ_RAW_DATA],
  [RQ.RQ_SEND_RESPONSE, SENDING],
  [RQ.RQ_END_REQUEST, SF.SF_NOTIFY_END_OF_REQUEST],
];

const POST_STAGES: typeof STAGES = [
  [RQ.RQ_BEGIN_REQUEST, SF.SF_NOTIFY_AUTHENTICATION],
  [RQ.RQ_AUTHENTICATE_REQUEST, SF.SF_NOTIFY_AUTH_COMPLETE],
];

const masked = (stages: typeof STAGES, flags: number): number =>
  stages.reduce((mask, [stage, bits]) => (flags & bits) === 0 ? mask : (mask | stage) >>> 0, 0);

/** Says which stages a filter takes part in. LOG_REQUEST is one of them: there it is known whether the answer is a 401. */
export function register(
  moduleInfo: IHttpModuleRegistrationInfo2,
  host: FilterHost,
  flags: number,
): number {
  const stages = (masked(STAGES, flags) | RQ.RQ_LOG_REQUEST) >>> 0;
  const priority = priorityOf(flags);
  moduleInfo.setPriorityForRequestNotification(0xFFFFFFFF, priority);
  // The record of the log is shown to HIGH and FIRST only.
  const logs = (flags & SF.SF_NOTIFY_LOG) !== 0 && priority === RQ.PRIORITY_ALIAS_MEDIUM;
  const late = logs ? RQ.PRIORITY_ALIAS_HIGH : priority;
  moduleInfo.setPriorityForRequestNotification(RQ.RQ_SEND_RESPONSE, late);
  return moduleInfo.setRequestNotifications(host, stages, masked(POST_STAGES, flags));
}

/** A filter that says nothing stands where it is listed, among modules that say nothing. */
function priorityOf(flags: number): RQ.PriorityAlias {
  if ((flags & SF.SF_NOTIFY_ORDER_HIGH) !== 0) return RQ.PRIORITY_ALIAS_FIRST;
  if ((flags & SF.SF_NOTIFY_ORDER_MEDIUM) !== 0) return RQ.PRIORITY_ALIAS_HIGH;
  return RQ.PRIORITY_ALIAS_MEDIUM;
}

/** One filter in one server. */
export class FilterHost implements IHttpModuleFactory {
  constructor(private readonly filter: LoadedFilter, private readonly unload: () => void) {}

  getHttpModule(): { hr: number; module: CHttpModule } {
    return { hr: S_OK, module: new FilterRequest(this.filter) };
  }

  terminate(): void {
    this.unload();
  }
}

/** The module object of one request. */
class FilterRequest extends CHttpModule {
  private known: FilterSession | null = null;

  constructor(private readonly filter: LoadedFilter) {
    super();
  }

  override onBeginRequest(context: IHttpContext4): RQResult {
    return this.session(context).preprocHeaders();
  }

  override onPostBeginRequest(context: IHttpContext4): RQResult {
    return this.session(context).authentication();
  }

  override onPostAuthenticateRequest(context: IHttpContext4): RQResult {
    return this.session(context).authComplete();
  }

  override onMapPath(
    context: IHttpContext4,
    provider: IMapPathProvider,
  ): REQUEST_NOTIFICATION_STATUS {
    return this.session(context).urlMap(provider);
  }

  override onReadEntity(context: IHttpContext4, provider: IReadEntityProvider): RQResult {
    return this.session(context).readRawData(provider);
  }

  override onPreExecuteRequestHandler(context: IHttpContext4): RQResult {
    return this.session(context).preExecute();
  }

  override onSendResponse(context: IHttpContext4, provider: ISendResponseProvider): RQResult {
    return this.session(context).sending(provider);
  }

  override onLogRequest(context: IHttpContext4, _provider: IHttpEventProvider): RQResult {
    return this.session(context).logRequest();
  }

  override onEndRequest(context: IHttpContext4): RQResult {
    return this.session(context).endOfRequest();
  }

  override dispose(): void {
    this.known?.ended();
  }

  private session(context: IHttpContext4): FilterSession {
    return this.known ??= sessionOf(this.filter, context);
  }
}
