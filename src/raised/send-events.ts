// What interrupts it? What a trace shows of one send: custom errors that are not sent, its begin, the bytes, its end.
import { type HTTP_DATA_CHUNK, HttpDataChunkFromMemory } from "../terms/data-chunk.ts";
import type { HRESULT } from "../terms/hresult.ts";
import type { ResponseState } from "../context/response-state.ts";
import type { EventSink } from "../engine/run-host.ts";
import type { Plan } from "../plan/plan.ts";
import { sizeOf } from "../wire/pieces.ts";

/** The module that tells by itself what it does about an error. */
const CUSTOM_ERRORS = "CustomErrorModule";

/** Who sends. */
interface Sender {
  readonly host: { readonly plan: Plan; readonly bodyless: boolean };
  readonly state: ResponseState;
  readonly writer: { readonly headSent: boolean };
}

/** The events of one send. The head is told of where it is handed over. */
export class SendEvents {
  /** What leaves with this send; nothing that a filter changes on its way. */
  private readonly chunks: readonly HTTP_DATA_CHUNK[];

  constructor(private readonly tracer: EventSink, { host, state, writer }: Sender) {
    if (!writer.headSent) tellNoCustomError(tracer, host.plan, state);
    tracer.event("GENERAL_FLUSH_RESPONSE_START");
    this.chunks = host.bodyless || state.filters !== null ? [] : [...state.chunks];
  }

  /** The send is over; the byte count is undefined where the app's body was handed over as it is. */
  end(hr: HRESULT, bytes: number | undefined): void {
    if (hr >= 0) { for (const chunk of this.chunks) this.tellChunk(chunk); }
    this.tracer.event("GENERAL_FLUSH_RESPONSE_END", { bytes, hr }, [bytes ?? 0, hr]);
  }

  /** What comes out of a stream or a file is not held, and not shown. */
  private tellChunk(chunk: HTTP_DATA_CHUNK): void {
    if (chunk.dataChunkType !== HttpDataChunkFromMemory) return;
    const bytes = sizeOf([chunk]);
    this.tracer.event("GENERAL_RESPONSE_ENTITY_BUFFER", { bytes }, [chunk.buffer]);
  }
}

/** Why no custom error takes the place of the response, as far as its status says so. */
function tellNoCustomError(tracer: EventSink, plan: Plan, { status }: ResponseState): void {
  if (plan.sendResponse.some(({ registration }) => registration.name === CUSTOM_ERRORS)) return;
  const { statusCode, trySkipCustomErrors } = status;
  if (statusCode >= 400 && !trySkipCustomErrors) return;
  const message = statusCode < 400 ? "SETSTATUS_SUCCESS" : "SETSTATUS_TRYSKIP";
  tracer.event("GENERAL_NOT_SEND_CUSTOM_ERROR", { status: statusCode, message }, [message]);
}
