// What will run, in which order? The shapes: what a module registered, one step of a walk, and the frozen plan.
import type { IHttpEventProvider } from "../terms/event-providers.ts";
import type { CGlobalModule } from "../terms/global-module.ts";
import type { CHttpModule } from "../terms/http-module.ts";
import type { HTTP_MODULE_ID, IHttpModuleFactory } from "../terms/module-registration.ts";
import type { TransferEndHandler } from "../terms/transfer-end.ts";
import type { HandlerCall, HandlerFunction, HandlerName } from "./stages.ts";

/** Rank of a priority class: 0 FIRST, 1 HIGH, 2 MEDIUM, 3 LOW, 4 LAST. */
export type PriorityRank = 0 | 1 | 2 | 3 | 4;

/** What one module has registered. */
export interface Registration {
  readonly name: string;
  readonly id: HTTP_MODULE_ID;
  /** Modules of one host (one RegisterModule function) count as one for getNextNotification. */
  readonly host: object;
  readonly factory: IHttpModuleFactory | null;
  /** The one object that serves every request, where there is no state per request. */
  readonly shared: CHttpModule | null;
  readonly notifications: number;
  readonly postNotifications: number;
  readonly priorities: ReadonlyMap<number, PriorityRank>;
  readonly postPriorities: ReadonlyMap<number, PriorityRank>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly globalModule: CGlobalModule | null;
  readonly globalNotifications: number;
  readonly globalPriorities: ReadonlyMap<number, PriorityRank>;
  /** Called once when the server closes. */
  readonly terminate: () => void | PromiseLike<void>;
  readonly onTransferEnd: TransferEndHandler | null;
  /** Paths of the `location` elements around it, outermost first. */
  readonly locations: readonly string[];
}

/** One call of one handler. */
export interface Step {
  readonly registration: Registration;
  /** Place of the registration in the plan, under which the request keeps the module's object; -1 for the core. */
  readonly index: number;
  readonly shared: CHttpModule | null;
  readonly notification: number;
  readonly post: boolean;
  readonly method: HandlerName;
  readonly call: HandlerCall;
  /** The handler itself, where one object serves every request: called straight, it costs half of `call`. */
  readonly handler: HandlerFunction | null;
}

/** The deterministic steps of a request, as one flat array. */
export interface Walk {
  readonly steps: readonly Step[];
  /** Index of the first LOG_REQUEST step: where FINISH_REQUEST lands. */
  readonly landing: number;
}

/** A module in the list of a notification that no stage raises. */
export interface RaisedStep {
  readonly registration: Registration;
  readonly index: number;
  readonly shared: CHttpModule | null;
  readonly notification: number;
}

/** A module in a list that may park while it is walked; what its handler is given comes from whoever raises it. */
export interface ParkingStep extends Step {
  readonly provider: IHttpEventProvider;
}

/** Where the core's own steps stand: each at the end of its stage's pre handlers. */
export interface CoreModules {
  /** Checks after AUTHENTICATE_REQUEST that there is a user; null where an anonymous one always stands in. */
  readonly userCheck: Registration | null;
  /** Selects the handler entry at the end of MAP_REQUEST_HANDLER; null where no entries are configured. */
  readonly handlerMapping: Registration | null;
  /** Last of EXECUTE_REQUEST_HANDLER: the rest of the app. */
  readonly downstream: Registration;
}

/** Everything that is known about a pipeline before its first request. */
export interface Plan {
  readonly registrations: readonly Registration[];
  /** The walk when no handler entries are configured, or before one is selected. */
  readonly walk: Walk;
  readonly sendResponse: readonly RaisedStep[];
  readonly readEntity: readonly RaisedStep[];
  readonly customNotification: readonly RaisedStep[];
  readonly mapPath: readonly RaisedStep[];
  readonly transferEnd: readonly Registration[];
  /** Whether anybody wants to hear of the send or the end of the transfer. */
  readonly watchesSend: boolean;
  readonly core: CoreModules;
  /** Problems that do not stop a start, to be told as trace warnings. */
  readonly warnings: readonly string[];
}
