// Who is told what happened? Looks at files: the core's own for a request, and those of modules that hand a trace context over.
import {
  E_FAIL,
  ERROR_FILE_NOT_FOUND,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { IHttpTraceContext } from "../terms/trace-context.ts";
import type { EventSink } from "../engine/run-host.ts";
import { coreEvent } from "./event-items.ts";

const NOT_FOUND = HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);

/** Somebody looks for a file. */
function tellFileStart(tracer: EventSink, path: string): void {
  tracer.event("FILE_CACHE_ACCESS_START", { message: path }, [path]);
}

/** The file was found, or was not. */
function tellFileEnd(tracer: EventSink, hr: HRESULT): void {
  tracer.event("FILE_CACHE_ACCESS_END", { hr }, [!FAILED(hr), hr]);
}

/** Looks for a file on behalf of a request; null is that there is none. Each start has its end. */
export function toldOfLook<T extends object>(
  tracer: EventSink,
  path: string,
  look: () => T | null | Promise<T | null>,
  failure: (error: unknown) => HRESULT,
): T | null | Promise<T | null> {
  const found = (file: T | null): T | null => {
    tellFileEnd(tracer, file === null ? NOT_FOUND : S_OK);
    return file;
  };
  const failed = (error: unknown): never => {
    tellFileEnd(tracer, failure(error));
    throw error;
  };
  tellFileStart(tracer, path);
  try {
    const looked = look();
    return looked instanceof Promise ? looked.then(found, failed) : found(looked);
  } catch (error) {
    return failed(error);
  }
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
  let hr: HRESULT = E_FAIL;
  try {
    const result = await look();
    hr = result.hr;
    return result;
  } finally {
    tellFileEnd(tracer, hr);
  }
}

/** The core's events, raised as a module would raise them. */
function sinkOf(context: IHttpTraceContext): EventSink {
  return {
    event(name, _fields, values = []) {
      context.raiseTraceEvent(coreEvent(name, values, context.getTraceActivityId(), 0));
    },
  };
}
