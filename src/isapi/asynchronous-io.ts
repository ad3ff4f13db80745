// How does an old extension feel at home? Its one outstanding asynchronous operation, and the callback that is told of the end.
import type {
  EXTENSION_CONTROL_BLOCK,
  PFN_HSE_IO_COMPLETION,
} from "../terms/extension-control-block.ts";
import { ERROR_INVALID_OPERATION, ERROR_INVALID_PARAMETER, NO_ERROR } from "../terms/hresult.ts";
import type { IoOutcome } from "./hse-result.ts";

/** Who is told of the end of an operation. */
export interface IoCompletion {
  readonly routine: PFN_HSE_IO_COMPLETION;
  readonly context: unknown;
}

/** The request whose extension is called back. */
export interface IoOwner {
  readonly ecb: EXTENSION_CONTROL_BLOCK;
  /** Calls into the extension; what it throws ends the request. */
  guard(call: () => unknown): void;
}

/** Writes, files, vectors, reads and child requests together: one at a time. */
export class AsynchronousIo {
  #completion: IoCompletion | null = null;
  #outstanding = false;

  constructor(private readonly owner: IoOwner) {}

  get outstanding(): boolean {
    return this.#outstanding;
  }

  /** The last registration counts. */
  register(completion: IoCompletion | null): void {
    this.#completion = completion;
  }

  /** Why an operation cannot start; 0 if it can. */
  refusal(own: IoCompletion | null = null): number {
    if (own === null && this.#completion === null) return ERROR_INVALID_PARAMETER;
    return this.#outstanding ? ERROR_INVALID_OPERATION : NO_ERROR;
  }

  /** Starts one. The callback is called once, whatever the end, and never inside the call that has started it. */
  start(work: Promise<IoOutcome>, own: IoCompletion | null = null): void {
    work.then(this.begin(own));
  }

  /** Begins one; its end is told with what this answers. */
  begin(own: IoCompletion | null = null): (end: IoOutcome) => void {
    const { routine, context } = own ?? this.#completion!;
    const { owner } = this;
    this.#outstanding = true;
    return ({ bytes, error }) => {
      this.#outstanding = false;
      owner.guard(() => routine(owner.ecb, context, bytes, error));
    };
  }
}
