// Who builds the house and lets a request in? What all requests of one set of modules have in common.
import type { Limits } from "../terms/time-limit.ts";
import type { IHttpServer } from "../terms/http-server.ts";
import type { FrequentHits } from "../cache/uri-key.ts";
import type { Plan, Walk } from "../plan/plan.ts";
import type { Traces } from "../trace/traces.ts";
import type { ChildCore } from "./children.ts";
import type { PipelineOptions } from "./options.ts";
import type { MappingCore } from "./request-mapping.ts";
import type { RunningRequest } from "./running-requests.ts";
import type { SelectedMap } from "./script-map.ts";
import type { Place } from "./site.ts";

/** The house, as a request in it sees it. */
export interface RequestCore extends ChildCore, MappingCore {
  readonly options: PipelineOptions;
  readonly place: Place;
  readonly traces: Traces;
  entryWalk(plan: Plan, entry: SelectedMap): Walk;
  readonly httpServer: IHttpServer;
  readonly frequentHits: FrequentHits;
  /** Limits of which one at least is a time; null where there is none. */
  readonly limits: Limits | null;
  /** Bytes that a request's body may have, Infinity where nobody has said. */
  readonly entityLimit: number;
  /** One request fewer is running. */
  requestEnded(request: RunningRequest): void;
}
