// Who builds the house and lets a request in? What a request says of its parent: one that a client has made has none.
import { ERROR_INVALID_PARAMETER, type HRESULT, HRESULT_FROM_WIN32 } from "../terms/hresult.ts";
import type { HttpContext } from "../context/http-context.ts";
import type { RequestExtras } from "./request-extras.ts";

/** As much of a parent as its child has to know. */
export interface RequestAbove {
  readonly context: HttpContext;
  extras(): RequestExtras;
}

/** The answers of a request that a client has made; a child has others. */
export abstract class RootRequest {
  parent(): RequestAbove | null {
    return null;
  }

  executeFlags(): number {
    return 0;
  }

  /** Only a clone can be released. */
  releaseClone(): HRESULT {
    return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
  }

  /** Whether a handler entry is not to be selected. */
  ignores(_entry: object): boolean {
    return false;
  }
}
