// What interrupts it? What RQ_SEND_RESPONSE handlers are given: the flags of this send, and whether the head goes with it.
import type { ISendResponseProvider } from "../terms/event-providers.ts";
import { HTTP_SEND_RESPONSE_FLAG_MORE_DATA } from "../terms/flags.ts";
import { E_NOTIMPL, type HRESULT } from "../terms/hresult.ts";
import type { HTTP_LOG_FIELDS_DATA } from "../terms/log-fields.ts";

/** Who raises the notification. */
export interface SendSource {
  /** Whether the head leaves with this send. */
  headersBeingSent(): boolean;
  setErrorStatus(error: HRESULT): void;
}

/** The provider of one send. */
export class SendProvider implements ISendResponseProvider {
  constructor(private readonly source: SendSource, public flags: number) {}

  getHeadersBeingSent(): boolean {
    return this.source.headersBeingSent();
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

  getLogData(): HTTP_LOG_FIELDS_DATA | null {
    return null;
  }

  setLogData(_logData: HTTP_LOG_FIELDS_DATA): HRESULT {
    return E_NOTIMPL;
  }

  setErrorStatus(error: HRESULT): void {
    this.source.setErrorStatus(error);
  }
}
