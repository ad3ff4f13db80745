// How does an old filter feel at home? One request of one filter: calling it, and what becomes of its answers.
import type {
  IMapPathProvider,
  IReadEntityProvider,
  ISendResponseProvider,
} from "../terms/event-providers.ts";
import type { FilterNotification, HTTP_FILTER_CONTEXT } from "../terms/http-filter.ts";
import { ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, NO_ERROR } from "../terms/hresult.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { HTTP_LOG_FIELDS_DATA } from "../terms/log-fields.ts";
import {
  type REQUEST_NOTIFICATION_STATUS,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../terms/notification-status.ts";
import * as SF from "../terms/sf-flags.ts";
import * as NOTIFY from "../terms/sf-notifications.ts";
import type { TransferEnd } from "../terms/transfer-end.ts";
import { readRawData, urlMap } from "./filter-asides.ts";
import { FilterContext } from "./filter-context.ts";
import { readCredentials, writeCredentials } from "./filter-credentials.ts";
import type { FilteredRequest, LoadedFilter } from "./filter-door.ts";
import { RequestHeads } from "./filter-headers.ts";
import { filterLog, tellRecord } from "./filter-log.ts";
import { FilterOutput } from "./filter-output.ts";
import { IncomingData } from "./filter-raw.ts";
import { accessDenied, sendResponse, watchBody } from "./filter-sends.ts";
import { andThen, checkStatus, type Status } from "./filter-status.ts";
import { type SharedByFilters, sharedOf } from "./filter-shared.ts";

/** One request of one filter. */
export class FilterSession implements FilteredRequest {
  readonly shared: SharedByFilters;
  readonly output: FilterOutput;
  readonly incoming: IncomingData = new IncomingData();
  disabled = 0;
  denialSeen = false;
  /** The head has been on its way. */
  headSeen = false;
  ending: number | null = null;
  /** What the log will write; null before the last send. */
  record: HTTP_LOG_FIELDS_DATA | null = null;
  private readonly handle: FilterContext = new FilterContext(this);
  private secure: boolean | null = null;
  private ends: number;
  private over = false;

  constructor(readonly filter: LoadedFilter, readonly context: IHttpContext4) {
    this.shared = sharedOf(context);
    this.output = new FilterOutput(context);
    this.ends = (filter.flags & LATE) === 0 ? 1 : 2;
  }

  get isSecure(): boolean {
    return this.secure ??= this.context.getServerVariable("SERVER_PORT_SECURE").value === "1";
  }

  refusal(filterContext: HTTP_FILTER_CONTEXT): number {
    if (filterContext !== this.handle) return ERROR_INVALID_PARAMETER;
    return this.over ? ERROR_INVALID_HANDLE : NO_ERROR;
  }

  wants(type: number, token: unknown = null): boolean {
    const { flags } = this.filter;
    if ((flags & ~this.disabled & type) === 0 || this.shared.isHandled(type, token)) return false;
    const ports = flags & PORTS;
    if (ports === 0 || ports === PORTS) return true;
    return this.isSecure === (ports === NOTIFY.SF_NOTIFY_SECURE_PORT);
  }

  notify(type: number, notification: FilterNotification, token: unknown = null): Status {
    if (!this.wants(type, token)) return SF.SF_STATUS_REQ_NEXT_NOTIFICATION;
    const status: unknown = this.filter.entry.httpFilterProc(this.handle, type, notification);
    const later = typeof (status as Partial<Promise<number>> | null)?.then === "function";
    const answered = (answer: unknown): number => this.answered(type, token, answer);
    return later ? Promise.resolve(status).then(answered) : answered(status);
  }

  /** What an answer means for the request. */
  result(status: number): REQUEST_NOTIFICATION_STATUS {
    switch (status) {
      case SF.SF_STATUS_REQ_FINISHED:
        this.output.disconnect();
        return RQ_NOTIFICATION_FINISH_REQUEST;
      case SF.SF_STATUS_REQ_FINISHED_KEEP_CONN:
        return RQ_NOTIFICATION_FINISH_REQUEST;
      case SF.SF_STATUS_REQ_ERROR:
        this.output.abandon();
        return RQ_NOTIFICATION_FINISH_REQUEST;
      default:
        return RQ_NOTIFICATION_CONTINUE;
    }
  }

  preprocHeaders(): RQResult {
    return this.stage(NOTIFY.SF_NOTIFY_PREPROC_HEADERS, new RequestHeads(this));
  }

  authentication(): RQResult {
    if (!this.wants(NOTIFY.SF_NOTIFY_AUTHENTICATION)) return;
    const request = this.context.getRequest();
    const sent = readCredentials(request);
    const own = { ...sent };
    return this.stage(NOTIFY.SF_NOTIFY_AUTHENTICATION, own, () => {
      if (own.user === sent.user && own.password === sent.password) return;
      writeCredentials(request, own);
    });
  }

  authComplete(): RQResult {
    return this.stage(NOTIFY.SF_NOTIFY_AUTH_COMPLETE, new RequestHeads(this));
  }

  urlMap(provider: IMapPathProvider): REQUEST_NOTIFICATION_STATUS {
    return urlMap(this, provider);
  }

  readRawData(provider: IReadEntityProvider): RQResult {
    return readRawData(this, provider);
  }

  /** Whether the filter has ended the request where nothing could end it at once. */
  preExecute(): RQResult {
    return this.ending === null ? RQ_NOTIFICATION_CONTINUE : RQ_NOTIFICATION_FINISH_REQUEST;
  }

  /** The record of the log is taken behind the filter's own changes, which may be the status. */
  sending(provider: ISendResponseProvider): RQResult {
    const logs = provider.getReadyToLogData() && (this.filter.flags & NOTIFY.SF_NOTIFY_LOG) !== 0;
    const told = this.headSeen ? NEXT : this.firstSend(provider);
    return andThen(told, (status) => {
      const result = this.result(status);
      if (logs) this.record = provider.getLogData();
      return result;
    });
  }

  /** LOG_REQUEST: whoever is denied has been denied by now, and whatever the filter has ended was answered by others. */
  logRequest(): RQResult {
    const concerns = this.shared.denialHeaders.length > 0 ||
      (this.filter.flags & NOTIFY.SF_NOTIFY_ACCESS_DENIED) !== 0;
    const { ending } = this;
    if (!concerns && ending === null) return;
    if (this.context.getResponseHeadersSent()) return;
    if (ending !== null) {
      this.output.restate();
      this.result(ending);
    }
    return andThen(accessDenied(this), (status) => this.result(status));
  }

  endOfRequest(): RQResult {
    return this.stage(NOTIFY.SF_NOTIFY_END_OF_REQUEST, null);
  }

  /** The last byte has left, or the transfer was broken off; the log writes its line behind this call. */
  async transferred(end: TransferEnd): Promise<void> {
    try {
      if (!this.wants(NOTIFY.SF_NOTIFY_LOG)) return;
      const log = filterLog(this.context, this.record, end);
      const told = { ...log };
      const logged = this.notify(NOTIFY.SF_NOTIFY_LOG, log);
      if (logged instanceof Promise) await logged;
      tellRecord(this.record, log, told);
    } finally {
      this.ended();
    }
  }

  /** One of two ends: that of the stages, that of the transfer. Behind both nothing more comes. */
  ended(): void {
    if (--this.ends > 0) return;
    const closed = andThen<number, void>(
      this.notify(NOTIFY.SF_NOTIFY_END_OF_NET_SESSION, null),
      () => void (this.over = true),
    );
    closed?.catch((error) => console.error(`ISAPI filter "${this.filter.name}":`, error));
  }

  private firstSend(provider: ISendResponseProvider): Status {
    this.headSeen = true;
    if (provider.getHeadersBeingSent()) return sendResponse(this);
    watchBody(this);
    return NEXT;
  }

  private stage(type: number, notification: FilterNotification, after = nothing): RQResult {
    return andThen(this.notify(type, notification), (status) => {
      after();
      return this.result(status);
    });
  }

  private answered(type: number, token: unknown, answer: unknown): number {
    if (answer === SF.SF_STATUS_REQ_HANDLED_NOTIFICATION) this.shared.handle(type, token);
    return checkStatus(this.filter.name, answer);
  }
}

/** What is told behind the end of the transfer; without these a filter does not hear of that end. */
export const LATE = NOTIFY.SF_NOTIFY_LOG | NOTIFY.SF_NOTIFY_END_OF_NET_SESSION;

const PORTS = NOTIFY.SF_NOTIFY_SECURE_PORT | NOTIFY.SF_NOTIFY_NONSECURE_PORT;
const NEXT = SF.SF_STATUS_REQ_NEXT_NOTIFICATION;
const nothing = (): void => {};

const sessions = new WeakMap<object, WeakMap<object, FilterSession>>();

/** The request of a filter: the same object in all its stages, and behind its last byte. */
export function sessionOf(filter: LoadedFilter, context: IHttpContext4): FilterSession {
  let own = sessions.get(filter);
  if (own === undefined) sessions.set(filter, own = new WeakMap());
  let session = own.get(context);
  if (session === undefined) own.set(context, session = new FilterSession(filter, context));
  return session;
}
