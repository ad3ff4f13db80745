// What does a module hold in its hand? What a trace is told of a header that was set. One that is deleted is told as an empty one.
import { FAILED, type HRESULT } from "../terms/hresult.ts";
import type { EventSink } from "../engine/run-host.ts";

type Tell = (
  tracer: EventSink | null,
  hr: HRESULT,
  name: string,
  value: string,
  replace: boolean,
) => HRESULT;

/** Tells of a header of a request, if somebody listens and it was set, and hands the result on. */
export const tellRequestHeader: Tell = (tracer, hr, name, value, replace) =>
  tracer === null ? hr : tell(tracer, "GENERAL_SET_REQUEST_HEADER", hr, name, value, replace);

/** The same for a header of a response. */
export const tellResponseHeader: Tell = (tracer, hr, name, value, replace) =>
  tracer === null ? hr : tell(tracer, "GENERAL_SET_RESPONSE_HEADER", hr, name, value, replace);

function tell(
  tracer: EventSink,
  event: string,
  hr: HRESULT,
  name: string,
  value: string,
  replace: boolean,
): HRESULT {
  if (!FAILED(hr)) tracer.event(event, { message: `${name}: ${value}` }, [name, value, replace]);
  return hr;
}
