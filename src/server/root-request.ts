// Who builds the house and lets a request in? What a request is made of, and what it says of its parent: one that a
// client has made has none.
import { E_INVALIDARG, type HRESULT } from "../terms/hresult.ts";
import type { HttpContext } from "../context/http-context.ts";
import type { Plan } from "../plan/plan.ts";
import type { Downstream } from "./downstream.ts";
import type { RequestCore } from "./request-core.ts";
import type { RequestExtras } from "./request-extras.ts";
import { NO_SLOT } from "./running-requests.ts";

const NO_MOUNTS: readonly object[] = Object.freeze([]);

/** Requests that were made for the app, because the one that arrived was changed, and whose they are. */
export const GIVEN: WeakMap<Request, object> = new WeakMap();

/** What a request is made of. */
export type Given = ConstructorParameters<typeof RootRequest>;

/** As much of a parent as its child has to know. */
export interface RequestAbove {
  readonly context: HttpContext;
  extras(): RequestExtras;
}

/**
 * What every request is made of, with the answers of one that a client has made; a child has others.
 *
 * What every request and every start makes (this, its run, a frame, its response, the server) declares its fields and
 * assigns them: a field that a class defines is written twice, which was a twentieth of a whole request, and V8 reads
 * the whole class once more before it makes the first object.
 */
export abstract class RootRequest {
  declare readonly core: RequestCore;
  declare plan: Plan;
  declare readonly incoming: Request;
  declare readonly env: unknown;
  declare protected readonly givenContext: unknown;
  declare downstream: Downstream | null;
  /** The mounts whose modules are part of this request. */
  declare mounts: readonly object[];
  /** Where it stands among the requests that wait: closing has to find them. */
  declare slot: number;

  constructor(
    core: RequestCore,
    plan: Plan,
    incoming: Request,
    env: unknown,
    givenContext: unknown,
    downstream: Downstream | null,
  ) {
    this.core = core;
    this.plan = plan;
    this.incoming = incoming;
    this.env = env;
    this.givenContext = givenContext;
    this.downstream = downstream;
    this.mounts = NO_MOUNTS;
    this.slot = NO_SLOT;
  }

  /** Whether the app was asked with this Request: what came back to it was made for this request. */
  hasAskedWith(request: Request): boolean {
    return request === this.incoming || GIVEN.get(request) === this;
  }

  parent(): RequestAbove | null {
    return null;
  }

  executeFlags(): number {
    return 0;
  }

  /** Only a clone can be released. */
  releaseClone(): HRESULT {
    return E_INVALIDARG;
  }

  /** Whether a handler entry is not to be selected. */
  ignores(_entry: object): boolean {
    return false;
  }
}
