// Who is told what happened? Looks at files: the core's own for a request, and those of modules that hand a trace context over.
import { FAILED, type HRESULT } from "../terms/hresult.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import type { EventSink } from "../engine/run-host.ts";
import { coreEvent } from "./event-items.ts";

/** Somebody looks for a file. */
export function tellFileStart(tracer: EventSink, path: string): void {
  tracer.event("FILE_CACHE_ACCESS_START", { message: path }, [path]);
}

/** The file was found, or was not. */
export function tellFileEnd(tracer: EventSink, hr: HRESULT): void {
  tracer.event("FILE_CACHE_ACCESS_END", { hr }, [!FAILED(hr), hr]);
}

/** Looks for a file on behalf of a module, with the trace context that it has handed over, if any. */
export async function toldOfFile<T extends { readonly hr: HRESULT }>(
  context: IHttpTraceContext | null | undefined,
  path: string,
  look: () => Promise<T>,
): Promise<T> {
  if (typeof context?.raiseTraceEvent !== "function") return await look();
  const tracer = sinkOf(context);
  tellFileStart(tracer, path);
  const result = await look();
  tellFileEnd(tracer, result.hr);
  return result;
}

/** The core's events, raised as a module would raise them. */
function sinkOf(context: IHttpTraceContext): EventSink {
  return {
    event(name, _fields, values = []) {
      context.raiseTraceEvent(coreEvent(name, values, context.getTraceActivityId(), 0));
    },
  };
}
