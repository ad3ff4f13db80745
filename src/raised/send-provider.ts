// What interrupts it? What RQ_SEND_RESPONSE handlers are given: the flags of this send, and whether the head goes with it.
import type { ISendResponseProvider } from "../terms/event-providers.ts";
import { HTTP_SEND_RESPONSE_FLAG_MORE_DATA } from "../terms/flags.ts";
import {
  E_INVALIDARG,
  ERROR_INVALID_OPERATION,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { HTTP_LOG_FIELDS_DATA } from "../terms/log-fields.ts";
import type { RaisedStep } from "../plan/plan.ts";
import { logRecord, seesLog } from "./log-record.ts";
import type { SendHost } from "./send-host.ts";

/** The provider of one send. */
export class SendProvider implements ISendResponseProvider {
  /** Whose handler is being called, or waited for. */
  private step: RaisedStep | null = null;
  private logData: HTTP_LOG_FIELDS_DATA | null = null;

  /** @param withHead Whether the head leaves with this send. */
  constructor(
    private readonly host: SendHost,
    private readonly withHead: () => boolean,
    public flags: number,
  ) {}

  /** The provider, for the handler that is called next. */
  of(step: RaisedStep): this {
    this.step = step;
    return this;
  }

  getHeadersBeingSent(): boolean {
    return this.withHead();
  }

  getFlags(): number {
    return this.flags;
  }

  setFlags(flags: number): void {
    this.flags = flags >>> 0;
  }

  getReadyToLogData(): boolean {
    return (this.flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) === 0;
  }

  /** The record is one object for all who ask, so that each sees what the others have changed. */
  getLogData(): HTTP_LOG_FIELDS_DATA | null {
    if (!this.getReadyToLogData() || !seesLog(this.step)) return null;
    return this.logData ??= logRecord(this.host.context);
  }

  setLogData(logData: HTTP_LOG_FIELDS_DATA): HRESULT {
    if (typeof logData !== "object" || logData === null) {
      return E_INVALIDARG;
    }
    if (!this.getReadyToLogData()) return HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION);
    Object.assign(this.logData ??= logRecord(this.host.context), logData);
    return S_OK;
  }

  setErrorStatus(error: HRESULT): void {
    this.host.setErrorStatus(error);
  }
}
