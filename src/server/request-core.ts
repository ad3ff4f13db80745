// Who builds the house and lets a request in? What all requests of one set of modules have in common.
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
  /** One request fewer is running. */
  requestEnded(request: RunningRequest): void;
}
