// What do all runtimes run? One app of many houses; the first part of the path is the house, the second the room.
import { type House, ledger, paced } from "./houses/_kit.ts";
import { apps } from "./houses/apps.ts";
import { caching } from "./houses/caching.ts";
import { bounds } from "./houses/bounds.ts";
import { children } from "./houses/children.ts";
import { clients } from "./houses/clients.ts";
import { completion } from "./houses/completion.ts";
import { containers } from "./houses/containers.ts";
import { ends } from "./houses/ends.ts";
import { entity } from "./houses/entity.ts";
import { finishing } from "./houses/finishing.ts";
import { isapi } from "./houses/isapi.ts";
import { later } from "./houses/later.ts";
import { files } from "./houses/files.ts";
import { isapiFilters } from "./houses/filters.ts";
import { globals } from "./houses/globals.ts";
import { limits } from "./houses/limits.ts";
import { misdeeds } from "./houses/misdeeds.ts";
import { model } from "./houses/model.ts";
import { mounts } from "./houses/mounts.ts";
import { order } from "./houses/order.ts";
import { outcomes } from "./houses/outcomes.ts";
import { routing } from "./houses/routing.ts";
import { sending } from "./houses/sending.ts";
import { serving } from "./houses/serving.ts";
import { stalls } from "./houses/stalls.ts";
import { strays } from "./houses/strays.ts";
import { tracing } from "./houses/tracing.ts";
import { uploads } from "./houses/uploads.ts";
import { users, variables } from "./houses/variables.ts";
import { websocket } from "./houses/websocket.ts";

const houses: Record<string, House> = {
  apps,
  bounds,
  uploads,
  sending,
  completion,
  entity,
  ends,
  order,
  outcomes,
  limits,
  children,
  clients,
  misdeeds,
  stalls,
  mounts,
  model,
  later,
  isapi,
  websocket,
  files,
  users,
  variables,
  containers,
  tracing,
  globals,
  filters: isapiFilters,
  serving,
  routing,
  finishing,
  caching,
  paced,
  ledger: () => Response.json(ledger),
};

/** The name of the house that a URL is for, however strange the rest of it is. */
const nameIn = (url: string): string => /^[a-z]+:\/\/[^/?#]*\/([^/?#]*)/.exec(url)?.[1] ?? "";

export default {
  fetch(request: Request, env?: unknown, context?: unknown): Response | Promise<Response> {
    const name = nameIn(request.url);
    const house = Object.hasOwn(houses, name) ? houses[name] : strays;
    return house(request, env, context);
  },
};
