// What does a module hold in its hand? A trace context while nobody can subscribe yet.
import { E_NOTIMPL, type HRESULT } from "../terms/hresult.ts";
import type { HTTP_TRACE_CONFIGURATION, IHttpTraceContext } from "../terms/trace-context.ts";

/** Tells every provider to be switched off, and takes no events. */
export class SilentTrace implements IHttpTraceContext {
  private id: string | null = null;

  getTraceConfiguration(
    httpTraceConfiguration: HTTP_TRACE_CONFIGURATION,
  ): ReturnType<IHttpTraceContext["getTraceConfiguration"]> {
    return { hr: E_NOTIMPL, httpTraceConfiguration };
  }

  setTraceConfiguration(): HRESULT {
    return E_NOTIMPL;
  }

  raiseTraceEvent(): HRESULT {
    return E_NOTIMPL;
  }

  getTraceActivityId(): string {
    return this.id ??= crypto.randomUUID();
  }

  quickTrace(): HRESULT {
    return E_NOTIMPL;
  }
}
