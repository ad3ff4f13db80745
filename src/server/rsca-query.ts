// Who builds the house and lets a request in? Questions about the running state, which global modules answer.
import type { IGlobalRSCAQueryProvider } from "../terms/event-providers.ts";
import {
  E_INVALIDARG,
  E_OUTOFMEMORY,
  ERROR_NOT_SUPPORTED,
  FAILED,
  type HRESULT,
  HRESULT_FROM_WIN32,
  S_OK,
} from "../terms/hresult.ts";
import { GL_RSCA_QUERY } from "../terms/notifications.ts";
import type { GlobalEvents } from "./global-events.ts";
import { GlobalProvider } from "./global-providers.ts";

/** The answer to a question about the running state. */
export interface QueryAnswer {
  /** What the module that answered has given; ERROR_NOT_SUPPORTED where none has. */
  readonly hr: HRESULT;
  /** Its answer, in bytes; empty where there is none. */
  readonly data: Uint8Array;
}

class RscaQuery extends GlobalProvider implements IGlobalRSCAQueryProvider {
  result: HRESULT | null = null;
  #buffer: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(private readonly name: string, private readonly parameters: string) {
    super();
  }

  getFunctionName(): string {
    return this.name;
  }

  getFunctionParameters(): string {
    return this.parameters;
  }

  getOutputBuffer(size: number): { hr: HRESULT; buffer: Uint8Array } {
    return this.#allocate(size, new Uint8Array(0));
  }

  resizeOutputBuffer(
    newSize: number,
    bytesToCopy: number,
    buffer: Uint8Array,
  ): { hr: HRESULT; buffer: Uint8Array } {
    const good = bytesToCopy >= 0 && bytesToCopy <= newSize && buffer instanceof Uint8Array;
    if (!good) return { hr: E_INVALIDARG, buffer };
    return this.#allocate(newSize, buffer.subarray(0, bytesToCopy));
  }

  setResult(dataBytes: number, hr: HRESULT): void {
    this.#used = dataBytes;
    this.result = hr;
  }

  answer(): QueryAnswer {
    const unanswered = FAILED(this.error) ? this.error : HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED);
    const hr = this.result ?? unanswered;
    return { hr, data: FAILED(hr) ? new Uint8Array(0) : this.#buffer.slice(0, this.#used) };
  }

  #allocate(size: number, content: Uint8Array): { hr: HRESULT; buffer: Uint8Array } {
    try {
      this.#buffer = new Uint8Array(size);
    } catch {
      return { hr: E_OUTOFMEMORY, buffer: this.#buffer };
    }
    this.#buffer.set(content);
    return { hr: S_OK, buffer: this.#buffer };
  }
}

/** Raises GL_RSCA_QUERY; modules answer until one says HANDLED. */
export function rscaQuery(events: GlobalEvents, name: string, parameters: string): QueryAnswer {
  const provider = new RscaQuery(name, parameters);
  events.raise(GL_RSCA_QUERY, (module) => module.onGlobalRSCAQuery(provider), provider);
  return provider.answer();
}
