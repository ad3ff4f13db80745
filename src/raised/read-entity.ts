// What interrupts it? One read of the request body: read, raise RQ_READ_ENTITY, complete.
import type { IReadEntityProvider } from "../terms/event-providers.ts";
import {
  E_FAIL,
  E_INVALIDARG,
  ERROR_CONNECTION_INVALID,
  ERROR_FILE_TOO_LARGE,
  ERROR_HANDLE_EOF,
  ERROR_INVALID_OPERATION,
  ERROR_OPERATION_ABORTED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import type { ReadEntityBodyResult } from "../terms/http-request.ts";
import { RQ_NOTIFICATION_FINISH_REQUEST } from "../terms/notification-status.ts";
import type { IHttpContext4 } from "../terms/http-context.ts";
import type { EntityDoor } from "../context/entity-door.ts";
import { type CompletionCallback, OPERATION } from "../engine/completion.ts";
import { busyFor, type Outcome, Outstanding, READING } from "../engine/outstanding.ts";
import { raise } from "../engine/raise.ts";
import type { RequestRun } from "../engine/request-run.ts";
import type { RunTracer } from "../engine/run-host.ts";
import type { Plan } from "../plan/plan.ts";
import { type EntityReader, EntityTooLarge } from "../wire/entity-reader.ts";

const ABORTED: Outcome = { hr: HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED), bytes: 0 };

/** The request whose body is read. */
export interface EntityHost {
  readonly run: RequestRun;
  readonly plan: Plan;
  readonly context: IHttpContext4;
  /** Told of every read; null while nobody listens. */
  readonly tracer: RunTracer | null;
  isolated(name: string, error: unknown): void;
}

/** Reads the body of one request for its modules. */
export class ReadEntity implements EntityDoor {
  /** Reads queue in call order (ruling 14). */
  private last: Promise<unknown> | null = null;
  private abort: (() => void) | null = null;
  /** Replaced bytes for which the reader's buffer had no room. */
  private overflow: Uint8Array | null = null;
  /** The handlers are still busy with the bytes of a read. */
  private passing: Promise<unknown> | null = null;

  constructor(private readonly host: EntityHost, private readonly reader: () => EntityReader) {}

  get tracer(): RunTracer | null {
    return this.host.tracer;
  }

  get replaced(): number {
    return this.overflow?.byteLength ?? 0;
  }

  read(
    buffer: Uint8Array,
    async: boolean,
    fill: boolean,
    callback: CompletionCallback | null,
  ): ReadEntityBodyResult | Promise<ReadEntityBodyResult> {
    const { run } = this.host;
    const refused = refusal(buffer, async && busyFor(run, READING));
    if (refused !== S_OK) {
      const result = { hr: refused, bytesReceived: 0, completionPending: false };
      return async ? result : Promise.resolve(result);
    }
    const reading = new Outstanding(run, async, READING, OPERATION.READ, callback);
    this.enqueue(buffer, fill).then(({ hr, bytes }) => reading.settled(hr, bytes));
    if (!async) return reading.later(toResult);
    const { hr, bytes, expected } = reading.now();
    return { hr, bytesReceived: bytes, completionPending: expected };
  }

  /** Ends a read that is waiting; what the client sends is kept for the next one. */
  cancel(): boolean {
    if (this.abort === null) return false;
    this.abort();
    return true;
  }

  /** The body for whoever comes behind the modules, passing their RQ_READ_ENTITY handlers. */
  downstream(): ReadableStream<Uint8Array> | null {
    if (this.host.plan.readEntity.length === 0) return this.reader().rest();
    const buffer = new Uint8Array(65_536);
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const ended = this.reader().ended && this.reader().remaining === 0 &&
          this.overflow === null;
        const { hr, bytes } = await this.enqueue(buffer, false);
        if (bytes > 0) controller.enqueue(buffer.slice(0, bytes));
        if (hr < 0 && bytes === 0 && hr !== HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
          controller.error(
            new Error(`Reading the request body failed: 0x${(hr >>> 0).toString(16)}`),
          );
        } else if (ended || bytes === 0) controller.close();
      },
      cancel: (reason) => this.reader().cancel(reason),
    }, { highWaterMark: 0 });
  }

  private enqueue(buffer: Uint8Array, fill: boolean): Promise<Outcome> {
    const turn = this.last === null
      ? this.run(buffer, fill)
      : this.last.then(() => this.run(buffer, fill));
    this.last = turn;
    turn.then(() => {
      if (this.last === turn) this.last = null;
    });
    return turn;
  }

  private async run(buffer: Uint8Array, fill: boolean): Promise<Outcome> {
    const { host } = this;
    host.tracer?.event("GENERAL_READ_ENTITY_START");
    const turn: Turn = { aborted: false };
    const aborted = new Promise<Outcome>((resolve) =>
      this.abort = () => {
        turn.aborted = true;
        resolve(ABORTED);
      }
    );
    const outcome = await Promise.race([this.receive(buffer, fill, turn), aborted]);
    this.abort = null;
    if (host.tracer !== null) tellRead(host.tracer, buffer, outcome);
    return outcome;
  }

  private async receive(buffer: Uint8Array, fill: boolean, turn: Turn): Promise<Outcome> {
    let bytes = 0;
    do {
      const part = await this.once(buffer.subarray(bytes), turn);
      if (part.hr !== S_OK) return bytes > 0 ? { hr: S_OK, bytes } : part;
      bytes += part.bytes;
    } while (bytes === 0 || (fill && bytes < buffer.byteLength));
    return { hr: S_OK, bytes };
  }

  private async once(buffer: Uint8Array, turn: Turn): Promise<Outcome> {
    if (this.passing !== null) await this.passing;
    if (turn.aborted) return ABORTED;
    if (this.overflow !== null) return this.deliver(this.overflow, buffer);
    let taken: Uint8Array | null;
    try {
      taken = await this.reader().take(buffer.byteLength, () => !turn.aborted);
    } catch (error) {
      const code = error instanceof EntityTooLarge
        ? ERROR_FILE_TOO_LARGE
        : ERROR_CONNECTION_INVALID;
      return { hr: HRESULT_FROM_WIN32(code), bytes: 0 };
    }
    if (turn.aborted) {
      if (taken !== null) this.reader().insert(taken);
      return ABORTED;
    }
    if (this.host.plan.readEntity.length === 0) return this.deliver(taken ?? EMPTY, buffer);
    const passing = this.pass(taken, buffer, turn);
    this.passing = passing;
    const outcome = await passing;
    this.passing = null;
    return outcome;
  }

  /** Bytes on their way through the handlers; what comes out of a read that was cancelled meanwhile is for the next one. */
  private async pass(
    taken: Uint8Array | null,
    buffer: Uint8Array,
    turn: Turn,
  ): Promise<Outcome> {
    const provider = new ReadProvider(taken ?? EMPTY);
    const status = await this.raise(provider);
    if (status === RQ_NOTIFICATION_FINISH_REQUEST && provider.error < 0) {
      return { hr: provider.error, bytes: 0 };
    }
    // A handler that keeps a piece to itself is asked again with the next one: the reader would take nothing for the end.
    if (taken !== null && provider.entity.byteLength === 0) return KEPT;
    if (!turn.aborted) return this.deliver(provider.entity, buffer);
    if (provider.entity.byteLength > 0) this.overflow = provider.entity;
    return ABORTED;
  }

  private raise(provider: ReadProvider): number | Promise<number> {
    const { host } = this;
    return raise(host.run, {
      steps: host.plan.readEntity,
      method: "onReadEntity",
      call: (module) => module.onReadEntity(host.context, provider),
      threw: (step, error) => {
        host.isolated(step.registration.name, error);
        provider.error = E_FAIL;
        return RQ_NOTIFICATION_FINISH_REQUEST;
      },
    });
  }

  private deliver(entity: Uint8Array, buffer: Uint8Array): Outcome {
    const bytes = Math.min(entity.byteLength, buffer.byteLength);
    buffer.set(entity.subarray(0, bytes));
    this.overflow = bytes < entity.byteLength ? entity.subarray(bytes) : null;
    return { hr: bytes === 0 ? HRESULT_FROM_WIN32(ERROR_HANDLE_EOF) : S_OK, bytes };
  }
}

const EMPTY = new Uint8Array(0);
const KEPT: Outcome = { hr: S_OK, bytes: 0 };

/** One read, as long as nobody has cancelled it. */
interface Turn {
  aborted: boolean;
}

/** What a trace shows of a read. */
function tellRead(tracer: RunTracer, buffer: Uint8Array, { hr, bytes }: Outcome): void {
  if (bytes > 0) tracer.event("GENERAL_REQUEST_ENTITY", { bytes }, [buffer.slice(0, bytes)]);
  tracer.received += bytes;
  tracer.event("GENERAL_READ_ENTITY_END", { bytes, hr }, [bytes, hr]);
}

function refusal(buffer: unknown, busy: boolean): HRESULT {
  if (!(buffer instanceof Uint8Array) || buffer.byteLength === 0) {
    return E_INVALIDARG;
  }
  return busy ? HRESULT_FROM_WIN32(ERROR_INVALID_OPERATION) : S_OK;
}

function toResult({ hr, bytes }: Outcome): ReadEntityBodyResult {
  return { hr, bytesReceived: bytes, completionPending: false };
}

/** What RQ_READ_ENTITY handlers are given: the bytes just read, to be replaced. */
class ReadProvider implements IReadEntityProvider {
  error: HRESULT = S_OK;

  constructor(public entity: Uint8Array) {}

  getEntity(): Uint8Array {
    return this.entity;
  }

  setEntity(buffer: Uint8Array): void {
    if (buffer instanceof Uint8Array) this.entity = buffer;
  }

  setErrorStatus(error: HRESULT): void {
    this.error = error;
  }
}
